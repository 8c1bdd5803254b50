"""Write the locked requirements, and the same versions as constraints for ``uv run``.

``make`` installs from ``requirements.lock`` (with hashes); ``uv run`` resolves from
``pyproject.toml``. So that both install the same versions, the pins of the lock are copied into
``[tool.uv] constraint-dependencies`` there. No file names a package index.

Usage: python tools/lock.py UV
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = ROOT / "pyproject.toml"
START = (
    "# Written by `make lock`: the versions of requirements-dev.lock, so that `uv run` installs the same.\n"
)
# Tests run what the extras add too.
LOCKS = {"requirements.lock": (), "requirements-dev.lock": ("--group", "dev", "--all-extras")}
OPTIONS = (
    "--universal", "--generate-hashes", "--python-version", "3.11", "--no-header", "--no-annotate",
    "--no-emit-index-url", "--no-emit-find-links", "--quiet", "--upgrade",
)  # fmt: skip


def without_pins(text: str) -> str:
    """Return pyproject.toml without the block of pins, which would bind the next lock to the last."""
    return text.partition("\n" + START)[0].rstrip() + "\n"


def pins(lock: str) -> list[str]:
    """Return the requirements of a lock file without their hashes, such as ``mesa==3.3.1 ; MARKER``."""
    return [" ".join(line.rstrip("\\ ").split()) for line in lock.splitlines() if re.match(r"[a-z0-9]", line)]


def main(uv: str) -> None:
    """Resolve, write both locks, and copy the pins into pyproject.toml."""
    bare = without_pins(PYPROJECT.read_text(encoding="utf-8"))
    PYPROJECT.write_text(bare, encoding="utf-8")
    # The dev set is resolved first and binds the run set: one version of each package in both.
    for name in reversed(LOCKS):
        bind = () if name == "requirements-dev.lock" else ("--constraint", "requirements-dev.lock")
        command = [
            uv,
            "pip",
            "compile",
            "pyproject.toml",
            *LOCKS[name],
            *OPTIONS,
            *bind,
            "--output-file",
            name,
        ]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    quoted = "".join(
        f"    {pin!r},\n" for pin in pins((ROOT / "requirements-dev.lock").read_text(encoding="utf-8"))
    )
    block = f"[tool.uv]\nconstraint-dependencies = [\n{quoted}]\n"
    PYPROJECT.write_text(f"{bare}\n{START}{block}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
