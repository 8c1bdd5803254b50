#!/bin/sh
# Run the fast tests on each supported Python that this machine keeps, and name those it lacks.
set -eu
cd "$(dirname "$0")/.."
uv=$(sh tools/prepare.sh uv)
unset VIRTUAL_ENV CONDA_PREFIX
failed=
missing=
for version in 3.11 3.13; do
    python=$(sh tools/prepare.sh python "$version")
    if [ -z "$python" ]; then
        missing="$missing $version"
        continue
    fi
    echo "== Python $version: $python"
    environment=.tools/python-$version
    [ -x "$environment/bin/python" ] || "$uv" venv --quiet --python "$python" "$environment"
    "$uv" pip sync --quiet --python "$environment/bin/python" --require-hashes requirements-dev.lock
    "$uv" pip install --quiet --python "$environment/bin/python" --no-deps -e .
    "$environment/bin/python" -m pytest -q -n 2 --dist loadfile -m "not slow" || failed="$failed $version"
done
[ -z "$missing" ] || echo "Not tested, because no interpreter was found: Python$missing"
[ -z "$failed" ] || { echo "Failed on Python$failed"; exit 1; }
