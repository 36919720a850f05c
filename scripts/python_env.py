"""Python environments: one for Odoo and the tests, one for the style checks."""

import shutil
import sys
from pathlib import Path

from .settings import Settings
from .steps import call, once


def prepare(settings: Settings) -> None:
    """Odoo's environment, with the exact versions that Odoo was tried with."""
    _prepare(settings, settings.venv, "requirements.txt", "Installing Odoo's Python libraries")


def prepare_lint(settings: Settings) -> None:
    """The checkers' own environment: what they need clashes with Odoo's pins."""
    _prepare(settings, settings.lint_venv, "requirements-lint.txt", "Installing the style checkers")


def _prepare(settings: Settings, folder: Path, requirements: str, title: str) -> None:
    source = settings.checkout / requirements
    inputs = (source.read_bytes(), folder, sys.version)
    once(folder / ".stamp", inputs, title, lambda: _create(settings, folder, source))


def _create(settings: Settings, folder: Path, requirements: Path) -> None:
    log = settings.logs / "pip.log"
    shutil.rmtree(folder, ignore_errors=True)
    problem = "A Python environment could not be made: install the package python3-venv."
    call([sys.executable, "-m", "venv", folder], log, problem)
    problem = (
        f"The libraries of {requirements.name} could not be installed: check the network and "
        "pip's settings, and that this Python is 3.10, 3.11 or 3.12."
    )
    pip = [folder / "bin/python", "-m", "pip", "install", "--disable-pip-version-check"]
    # Some of the older sources build only with a setuptools that still has pkg_resources.
    call([*pip, "setuptools<80", "wheel"], log, problem)
    call([*pip, "-r", requirements], log, problem)
