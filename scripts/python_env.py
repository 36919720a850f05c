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


def prepare_addons(settings: Settings) -> None:
    """Addons of others that tests install beside ours: without what they ask for, Odoo is there."""
    source = settings.checkout / "requirements-addons.txt"
    folder = settings.tested_addons
    once(
        folder / ".stamp",
        (source.read_bytes(), folder),
        "Fetching addons of others to test with",
        lambda: _fetch_addons(settings, folder, source),
    )


def _fetch_addons(settings: Settings, folder: Path, requirements: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    pip = [settings.venv / "bin/python", "-m", "pip", "install", "--disable-pip-version-check"]
    call(
        [*pip, "--no-deps", "--target", folder, "-r", requirements],
        settings.logs / "pip.log",
        f"The addons of {requirements.name} could not be fetched: check the network and pip's "
        "settings.",
    )


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
