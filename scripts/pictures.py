"""`make pictures`: take the pictures of README, documentation and the addon's page anew."""

import subprocess

from . import databases, odoo, setup


def main(arguments: list[str]) -> int:
    """Take the pictures in the environment of the tests; arguments select by name."""
    with setup.ready() as settings:
        databases.with_addon(settings, demo=True)
        command = [settings.venv / "bin/python", "-m", "tests.pictures", *arguments]
        return subprocess.run(
            command, cwd=settings.checkout, env=odoo.environment(settings)
        ).returncode
