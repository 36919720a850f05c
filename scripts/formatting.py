"""`make format`: let ruff, OCA's checks and prettier rewrite what they would complain about."""

import subprocess

from . import lint
from .settings import ADDON, Settings


def main(_arguments: list[str]) -> int:
    """Format Python, XML, JavaScript and style sheets."""
    settings = Settings.from_environment()
    lint.prepare(settings)
    oca = [settings.lint_venv / "bin/oca-checks-odoo-module", "--no-exit", "--no-verbose"]
    # OCA's program exits with 1 where it has nothing to mend: `make lint` tells what is left.
    _run(settings, [*oca, "--fix", ADDON])
    commands = (
        lint.ruff(settings, "check", "--fix"),
        lint.ruff(settings, "format"),
        lint.prettier(settings, "--write"),
    )
    return max(_run(settings, command) for command in commands)


def _run(settings: Settings, command: list) -> int:
    return subprocess.run(list(map(str, command)), cwd=settings.checkout).returncode
