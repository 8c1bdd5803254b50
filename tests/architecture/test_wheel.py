from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_an_installed_wheel_finds_its_configs_from_any_folder(root: Path, tmp_path: Path) -> None:
    """Built, installed in a fresh environment and run elsewhere, the command composes and prints settings."""
    uv = shutil.which("uv") or str(root / ".tools" / "bin" / "uv")
    environment = {
        key: value for key, value in os.environ.items() if key not in {"VIRTUAL_ENV", "PYTHONPATH"}
    }
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def call(*command: str) -> str:
        done = subprocess.run(
            command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    call(uv, "build", "--quiet", "--wheel", "--out-dir", str(tmp_path), str(root))
    (wheel,) = tmp_path.glob("*.whl")
    call(uv, "venv", "--quiet", "--python", sys.executable, str(tmp_path / "venv"))
    python = str(tmp_path / "venv" / "bin" / "python")
    lock = str(root / "requirements.lock")
    call(uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", lock)
    call(uv, "pip", "install", "--quiet", "--python", python, "--no-deps", str(wheel))
    program = str(tmp_path / "venv" / "bin" / "territory-sim")
    assert "name: status_quo" in call(program, "run", "--cfg")
    where = call(python, "-c", "from territory_sim.scenario.compose import packaged_configs as f; print(f())")
    assert Path(where.strip()).is_relative_to(tmp_path / "venv")
    assert "ok" in call(program, "doctor", "--json")
