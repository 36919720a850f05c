"""`make format`: let ruff, OCA's checks and prettier rewrite what they would complain about."""

import subprocess

from . import lint
from .settings import ADDON, Settings


def main(_arguments: list[str]) -> int:
    """Format Python, XML, JavaScript and style sheets."""
    settings = Settings.from_environment()
    lint.prepare(settings)
    oca = [settings.lint_venv / "bin/oca-checks-odoo-module", "--no-exit", "--no-verbose"]
    commands = (
        lint.ruff(settings, "check", "--fix"),
        lint.ruff(settings, "format"),
        [*oca, "--fix", ADDON],
        lint.prettier(settings, "--write"),
    )
    return max(
        subprocess.run(list(map(str, command)), cwd=settings.checkout).returncode
        for command in commands
    )
