"""`make lint`: run the checks of .pre-commit-config.yaml on all files."""

import os
import subprocess

from . import packages, python_env
from .settings import Settings
from .steps import call, locked


def main(_arguments: list[str]) -> int:
    """Check the files and change none."""
    return run(Settings.from_environment())


def run(settings: Settings, stage: str = "pre-commit") -> int:
    """Run the hooks of one stage on every file that git does not ignore; return the exit code."""
    environment = _environment(settings)
    with locked(settings.build / "lint.lock", "Waiting for another command's style checks"):
        packages.ensure(settings, [packages.PYTHON, packages.NODE, packages.GIT])
        python_env.prepare_lint(settings)
        for command in (["git", "init", "-q"], ["git", "add", "-A"]):
            problem = "Git could not list the files to check."
            log = settings.logs / "lint.log"
            call(command, log, problem, env=environment, cwd=settings.checkout)
        command = [settings.lint_venv / "bin/prek", "run", "--all-files", "--stage", stage]
        return subprocess.run(
            command, cwd=settings.checkout, env=environment, stdin=subprocess.DEVNULL
        ).returncode


def _environment(settings: Settings) -> dict[str, str]:
    """Return the environment of prek, with a git index of its own.

    So files that nobody has added yet are checked too, and a copy that has no `.git`.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **inherited,
        **python_env.index_of_pip(),
        "GIT_DIR": str(settings.build / "lint.git"),
        "GIT_WORK_TREE": str(settings.checkout),
        "PATH": os.pathsep.join((str(settings.lint_venv / "bin"), os.environ["PATH"])),
        "PREK_HOME": str(settings.build / "prek"),
    }
