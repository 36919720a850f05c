"""`make lock`: write down the exact versions and hashes of all Python packages.

What people choose stands in requirements*.in, what is installed in requirements*.txt.
"""

import os

from . import python_env
from .settings import Settings
from .steps import call, locked, step

#: File without its ending -> options. Of addons, what they ask for is left out: Odoo is there.
FILES = {
    "requirements": (),
    "requirements-build": (),
    "requirements-lint": (),
    "requirements-addons": ("--no-deps",),
}
#: One lock for all systems and all versions of Python, from the oldest on.
OPTIONS = (
    "--universal",
    "--python-version=3.10",
    "--generate-hashes",
    "--no-annotate",
    "--custom-compile-command=make lock",
)


def main(arguments: list[str]) -> int:
    """Renew the locks; arguments go to uv, as `--upgrade-package jinja2`."""
    settings = Settings.from_environment()
    with locked(settings.build / "lint.lock", "Waiting for another command's style checks"):
        python_env.prepare_lint(settings)
        for name, options in FILES.items():
            with step(f"Locking {name}.txt"):
                _lock(settings, name, [*OPTIONS, *options, *arguments])
    return 0


def _lock(settings: Settings, name: str, options: list[str]) -> None:
    command = [settings.lint_venv / "bin/uv", "pip", "compile", "--quiet", *options]
    call(
        [*command, "--output-file", f"{name}.txt", f"{name}.in"],
        settings.logs / "lock.log",
        f"The packages of {name}.in do not go together, or the index does not answer.",
        env=os.environ | python_env.index_of_pip(),
        cwd=settings.checkout,
    )
