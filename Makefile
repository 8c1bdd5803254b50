# `make` sets everything up by itself and runs the main job; see CONTRIBUTING.md for the rest.
.DEFAULT_GOAL := demo
.PHONY: demo install test test-slow test-all check bench bench-design lock clean help
export PYTHON
BIN := .venv/bin
# Exit code 5 of pytest says that no test was chosen, which is no failure of a test.
PYTEST := run_pytest() { $(BIN)/pytest "$$@" || [ $$? -eq 5 ]; }; run_pytest

demo: .venv/.ready ## today's territories of Texas against a redraw: a table and a report
	$(BIN)/territory-sim compare scenario=status_quo,balanced replications=8

install: .venv/.ready ## only prepare .venv with what the program needs

test: .venv/.ready-dev ## the fast tests
	$(PYTEST) -q -n 2 --dist loadfile -m "not slow"

test-slow: .venv/.ready-dev ## statistics, killed processes, fresh environments
	$(PYTEST) -q -n 2 --dist loadfile -m slow

test-all: .venv/.ready-dev ## the fast tests on every supported Python that this machine has
	@sh tools/test_all.sh

check: .venv/.ready-dev ## linters, types, layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.ready ## speed of the engine beside three yardsticks
	$(BIN)/python benchmarks/engine.py

bench-design: .venv/.ready ## territory design beside its peers: installs them, writes docs/design_peers.md
	-uv=$$(sh tools/prepare.sh uv) && "$$uv" pip install --quiet --python $(BIN)/python --group bench
	$(BIN)/python benchmarks/design.py --write

lock: ## renew requirements.lock, requirements-dev.lock and the pins in pyproject.toml
	uv=$$(sh tools/prepare.sh uv) && $$("$$uv" python find '>=3.11,<3.14') tools/lock.py "$$uv"

clean: ## remove everything that make has made
	rm -rf .venv .tools outputs .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile

.venv/.ready: requirements.lock pyproject.toml tools/prepare.sh
	@sh tools/prepare.sh run

.venv/.ready-dev: requirements-dev.lock pyproject.toml tools/prepare.sh
	@sh tools/prepare.sh dev
