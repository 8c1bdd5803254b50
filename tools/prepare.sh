#!/bin/sh
# Prepare .venv from the locked requirements, with nothing but a system Python at hand.
#
# Usage: tools/prepare.sh run|dev     what the program needs, or also what its tests and linters need
#        tools/prepare.sh uv          print the path of uv, after fetching it into .tools if need be
#        tools/prepare.sh python [V]  print an interpreter of version V (3.11), or any supported one
#
# The system Python is never changed: deleting .tools and .venv undoes everything.
set -eu
cd "$(dirname "$0")/.."
UV_VERSION=0.13.9
export PIP_DISABLE_PIP_VERSION_CHECK=1

# Companies add the certificate of their own proxy to the system's; uv would look only at those it brings.
if [ -r /etc/ssl/certs/ca-certificates.crt ]; then
    export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
fi

# Python versions come as `python3.13` on the path, as pyenv's shims (which exist even when they
# do not run), or in folders of their own; so each candidate is asked for its version.
candidates() {
    for name in python3 python3.13 python3.12 python3.11 python; do command -v "$name" || true; done
    for folder in "${PYENV_ROOT:-$HOME/.pyenv}/versions" "${UV_PYTHON_INSTALL_DIR:-$HOME/.local/share/uv/python}" \
        /opt /opt/python /usr/local /usr; do
        for path in "$folder"/*/bin/python3 "$folder"/bin/python3.1[123]; do
            if [ -x "$path" ]; then echo "$path"; fi
        done
    done
}

find_python() { # [version]: print the first interpreter of that version, or of any supported one
    if [ -n "${PYTHON:-}" ]; then first=$PYTHON; else first=; fi
    { [ -z "$first" ] || command -v "$first" || true; candidates; } | while read -r path; do
        if "$path" -c 'import sys
wanted = sys.argv[1:]
sys.exit(not ((3, 11) <= sys.version_info < (3, 14)) or bool(wanted) and "%d.%d" % sys.version_info[:2] != wanted[0])' \
            ${1:+"$1"} >/dev/null 2>&1; then
            "$path" -c 'import sys; print(sys.executable)'
            break
        fi
    done
}

find_uv() {
    if command -v uv; then return; fi
    if [ ! -x .tools/bin/uv ]; then
        base=$(find_python)
        base=${base:-$(command -v python3 || true)}
        if [ -z "$base" ]; then
            echo "No Python found. Install Python 3.11, 3.12 or 3.13 (Debian: apt install python3 python3-venv)." >&2
            exit 1
        fi
        echo "Fetching uv into .tools ..." >&2
        { "$base" -m venv .tools >&2 && .tools/bin/python -m pip install --quiet "uv==$UV_VERSION" >&2; } ||
            "$base" -m pip install --quiet --target .tools "uv==$UV_VERSION" >&2 || {
            echo "This Python has neither venv nor pip. On Debian or Ubuntu: apt install python3-venv" >&2
            exit 1
        }
    fi
    echo "$PWD/.tools/bin/uv"
}

prepare() { # run|dev
    # Who has the tools for tests keeps them when only the program's own requirements change.
    set_name=$1
    if [ -e .venv/.ready-dev ]; then set_name=dev; fi
    uv=$(find_uv)
    if ! .venv/bin/python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
        python=$(find_python)
        if [ -z "$python" ]; then
            echo "territory_sim needs Python 3.11, 3.12 or 3.13, and none was found." >&2
            echo "Name one: make PYTHON=/path/to/python3.11" >&2
            exit 1
        fi
        rm -rf .venv
        "$uv" venv --quiet --python "$python" .venv
    fi
    if [ "$set_name" = dev ]; then lock=requirements-dev.lock; else lock=requirements.lock; fi
    echo "Installing $lock into .venv ..." >&2
    # An environment that is active elsewhere must not be the one that is changed.
    unset VIRTUAL_ENV CONDA_PREFIX
    "$uv" pip sync --quiet --python .venv/bin/python --require-hashes "$lock"
    "$uv" pip install --quiet --python .venv/bin/python --no-deps -e .
    touch .venv/.ready
    if [ "$set_name" = dev ]; then touch .venv/.ready-dev; fi
}

case "${1:-}" in
    run | dev) prepare "$1" ;;
    uv) find_uv ;;
    python) find_python ${2:+"$2"} ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
