"""`make i18n`: export the translation template, and merge the translations with it.

`ARGS=--check` changes nothing and fails where something would change.
"""

import subprocess
from pathlib import Path

from . import databases, odoo, setup
from .settings import ADDON, Settings
from .steps import call, step


def main(arguments: list[str]) -> int:
    """Export the template, then merge it."""
    with setup.ready() as settings:
        databases.with_addon(settings, demo=True)
        with step("Exporting the terms to translate"):
            exported = export(settings)
    merge = [settings.venv / "bin/python", "-m", "scripts.translations", exported]
    return subprocess.run(
        [*merge, settings.addon / "i18n", *arguments], cwd=settings.checkout
    ).returncode


def export(settings: Settings) -> Path:
    """Write the template as Odoo exports it, with the texts of the demo, and say where."""
    path = settings.build / f"{ADDON}.pot"
    python = [settings.venv / "bin/python", "-m", "odoo", "i18n", "export"]
    with databases.copied(settings, databases.with_addon(settings, demo=True)) as database:
        options = ["-c", odoo.configuration(settings), "-d", database, "-o", path, ADDON]
        call(
            [*python, *options],
            settings.logs / "i18n.log",
            "Odoo could not export the terms to translate.",
            env=odoo.environment(settings),
            cwd=settings.build,
        )
    return path
