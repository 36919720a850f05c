"""Make Python environments: one for Odoo and the tests, one for the style checks."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from .settings import Settings
from .steps import Problem, call, once

#: The versions that Odoo 19 runs on, the best tried first.
VERSIONS = ("3.11", "3.12", "3.10", "3.13")
#: Nothing is installed but files that were looked at when the lock was made.
HASHED = ("--require-hashes", "-r")


def prepare(settings: Settings) -> None:
    """Make Odoo's environment, with the exact versions that Odoo was tried with."""
    _prepare(settings, settings.venv, "requirements.txt", "Installing Odoo's Python libraries")


def prepare_lint(settings: Settings) -> None:
    """Make the environment of the program that runs the style checks."""
    _prepare(settings, settings.lint_venv, "requirements-lint.txt", "Installing the style checker")


def prepare_addons(settings: Settings) -> None:
    """Fetch the addons of others that tests install, without what they ask for: Odoo is there."""
    source = settings.checkout / "requirements-addons.txt"
    folder = settings.tested_addons
    once(
        folder / ".stamp",
        (source.read_bytes(), folder),
        "Fetching addons of others to test with",
        lambda: _fetch_addons(settings, folder, source),
    )


def index_of_pip() -> dict[str, str]:
    """Return what tells uv the package index that pip uses: uv reads none of pip's settings."""
    pip = [sys.executable, "-m", "pip", "config", "list"]
    known = subprocess.run(pip, capture_output=True, text=True).stdout
    index = re.search(r"\.index-url='(.+)'", known)
    return {"UV_DEFAULT_INDEX": os.environ.get("UV_DEFAULT_INDEX", index[1])} if index else {}


def _fetch_addons(settings: Settings, folder: Path, requirements: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    options = ["--no-deps", "--target", folder, *HASHED, requirements]
    problem = f"The addons of {requirements.name} could not be fetched: check the network and pip's"
    _install(settings, settings.venv, f"{problem} settings.", [options])


def _prepare(settings: Settings, folder: Path, requirements: str, title: str) -> None:
    source = settings.checkout / requirements
    builders = settings.checkout / "requirements-build.txt"
    inputs = (source.read_bytes(), builders.read_bytes(), folder, sys.version)
    once(folder / ".stamp", inputs, title, lambda: _create(settings, folder, source))


def interpreter() -> str:
    """Return the Python that runs this, or another one on PATH where Odoo does not run on it."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    if own in VERSIONS:
        return sys.executable
    for version in VERSIONS:
        if found := shutil.which(f"python{version}"):
            return found
    raise Problem(
        f"Odoo 19 runs on Python 3.10 to 3.13, and this is {own}: install one of these beside it, "
        "as python3.12."
    )


def _create(settings: Settings, folder: Path, requirements: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    problem = "A Python environment could not be made: install the package python3-venv."
    call([interpreter(), "-m", "venv", folder], settings.logs / "pip.log", problem)
    problem = (
        f"The libraries of {requirements.name} could not be installed: check the network and "
        "pip's settings."
    )
    builders = settings.checkout / "requirements-build.txt"
    _install(settings, folder, problem, [[*HASHED, builders], [*HASHED, requirements]])


def _install(settings: Settings, folder: Path, problem: str, calls: list[list[object]]) -> None:
    """Install packages with uv where it is on PATH and works, with pip elsewhere."""
    log, python = settings.logs / "pip.log", folder / "bin/python"
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check"]
    if uv := shutil.which("uv"):
        environment = os.environ | index_of_pip()
        command = [uv, "pip", "install", "--quiet", "--python", python]
        with suppress(Problem):
            for arguments in calls:
                call([*command, *arguments], log, problem, env=environment)
            return
    for arguments in calls:
        call([*pip, *arguments], log, problem)
