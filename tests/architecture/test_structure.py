from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import territory_sim
from territory_sim.scenario.compose import compose, list_options
from territory_sim.scenario.parse import known_keys, parse_scenario
from territory_sim.scenario.scenario import Scenario

SOURCES = sorted((Path(__file__).resolve().parents[2] / "src" / "territory_sim").rglob("*.py"))
NAMES = [".".join(path.parts[path.parts.index("territory_sim") + 1 :]) for path in SOURCES]
MOST_LINES = 400
MOST_LINES_OF_THE_MODEL = 150
NAMES_THAT_SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "common",
    "misc",
    "manager",
    "tools",
    "base",
    "data",
    "info",
}


def public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Give the functions and methods that others may call."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                    yield method


def test_imports_only_go_down_the_layers(root: Path) -> None:
    """Every contract of pyproject.toml on who may import whom is kept."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_no_module_is_too_long_to_read(path: Path) -> None:
    """A module holds one concept; the model only wires its parts."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= (MOST_LINES_OF_THE_MODEL if path.parts[-2:] == ("simulation", "model.py") else MOST_LINES)


def test_every_module_is_named_after_what_it_holds() -> None:
    """A newcomer finds a mechanism by its file name; some names name nothing."""
    assert [path for path in SOURCES if path.stem in NAMES_THAT_SAY_NOTHING] == []


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_public_functions_say_what_they_take_and_give(path: Path) -> None:
    """Arguments stand under Args, the result under Returns or Yields; a property may say it in one line."""
    silent = []
    for function in public_functions(ast.parse(path.read_text(encoding="utf-8"))):
        text = ast.get_docstring(function) or ""
        arguments = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
        takes = any(argument.arg not in {"self", "cls"} for argument in arguments)
        gives = function.returns is not None and ast.unparse(function.returns) not in {
            "None",
            "Never",
            "NoReturn",
        }
        decorators = {ast.unparse(decorator) for decorator in function.decorator_list}
        one_line = not takes and ("\n" not in text or bool(decorators & {"property", "cached_property"}))
        if (
            not text
            or (takes and "Args:" not in text)
            or (gives and not one_line and not re.search(r"(Returns|Yields):", text))
        ):
            silent.append(f"{function.name} (line {function.lineno})")
    assert silent == []


def test_every_public_name_can_be_imported() -> None:
    """Names are looked up when they are used; each one must lead somewhere."""
    assert [name for name in territory_sim.__all__ if not hasattr(territory_sim, name)] == []
    assert set(territory_sim.__all__) <= set(dir(territory_sim))
    with pytest.raises(AttributeError):
        _ = territory_sim.nothing_of_that_name


def test_importing_the_package_imports_nothing_else() -> None:
    """`import territory_sim` is as quick as an import can be."""
    script = (
        "import sys, territory_sim\n"
        "print(*(name for name in sys.modules if name.startswith('territory_sim.')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def keys_of(tree: object, path: str = "") -> Iterator[str]:
    """Give the dotted keys of all single values; items of lists count as the first."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from keys_of(value, f"{path}.{key}" if path else key)
    elif isinstance(tree, list):
        # Of events, none happens by default; then the list stands for all keys of an item.
        item = f"{path}.0"
        if tree and not isinstance(tree[0], dict):
            yield path
        elif tree:
            yield from keys_of(tree[0], item)
        else:
            yield from (key for key in known_keys() if key == path or key.startswith(f"{item}."))
    else:
        yield path


def test_every_key_of_the_configs_has_a_parameter_and_the_reverse() -> None:
    """configs/ holds the values and the settings classes what is known about them: neither has more."""
    assert sorted(keys_of(compose())) == sorted(known_keys())
    assert list(compose()) != []
    assert set(list_options()) <= set(Scenario.__dataclass_fields__)


@pytest.mark.parametrize(
    ("group", "option"), [(g, o) for g, options in list_options().items() for o in options]
)
def test_every_option_in_the_configs_is_valid(group: str, option: str) -> None:
    """Whatever file one chooses, the parser accepts it."""
    path = ["territories.path=alignment.csv"] if (group, option) == ("territories", "file") else []
    parse_scenario(compose([f"{group}={option}", *path]))


def test_uv_run_installs_the_versions_of_the_lock(root: Path) -> None:
    """One reads the lock, the other the constraints in pyproject.toml: they are the same pins."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (root / "requirements-dev.lock").read_text(encoding="utf-8")
    pins = [" ".join(line.rstrip("\\ ").split()) for line in lock.splitlines() if re.match(r"[a-z0-9]", line)]
    assert settings["tool"]["uv"]["constraint-dependencies"] == pins


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_name_no_package_index(root: Path, name: str) -> None:
    """Where packages come from is the machine's own business; every one has its hash."""
    lock = (root / name).read_text(encoding="utf-8")
    assert "://" not in lock
    pinned = [line for line in lock.splitlines() if re.match(r"[a-z0-9]", line)]
    assert all(line.endswith("\\") for line in pinned)


def test_the_run_lock_is_part_of_the_dev_lock(root: Path) -> None:
    """Who adds the tools for tests keeps the versions that the program has."""
    run, dev = (
        {
            line.rstrip("\\ ")
            for line in (root / name).read_text(encoding="utf-8").splitlines()
            if "==" in line
        }
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert run <= dev


def test_version_is_stated_once_in_each_place(root: Path) -> None:
    """The package, its metadata, the citation and the change log agree."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    version = territory_sim.__version__
    assert settings["project"]["version"] == version
    assert f"version: {version}" in (root / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {version}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
