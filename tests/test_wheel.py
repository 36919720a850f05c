"""The addon as a wheel: all that an installation needs is in it, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scripts.settings import ADDON, CHECKOUT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Build the wheel as `pip wheel ./sales_deals` does, with the installed backend."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    done = subprocess.run(
        [*pip, "--wheel-dir", folder, CHECKOUT / ADDON], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.iterdir()
    return built


def tracked_files() -> set[str]:
    """Return the path in the checkout of each file of the addon that git tracks."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", ADDON], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    return {name for name in listed.stdout.split("\0") if name}


def test_the_wheel_is_named_as_integrators_expect(wheel):
    assert wheel.name.startswith(f"odoo_addon_{ADDON}-19.0.")


def test_the_wheel_holds_every_file_of_the_addon(wheel):
    with zipfile.ZipFile(wheel) as archive:
        packed = {
            name.removeprefix("odoo/addons/") for name in archive.namelist() if "/addons/" in name
        }
    expected = tracked_files() - {f"{ADDON}/pyproject.toml"}
    assert packed == expected
    kinds = {Path(name).suffix for name in packed}
    assert kinds >= {".py", ".xml", ".csv", ".po", ".pot"}


def test_the_wheel_tells_version_and_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = archive.read(name).decode()
    assert f"Name: odoo-addon-{ADDON}\n" in metadata
    assert "License: LGPL-3\n" in metadata
    assert "Requires-Dist: odoo" in metadata
