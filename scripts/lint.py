"""`make lint`: ruff, pylint-odoo, OCA's checks of addons and translations, prettier."""

import subprocess

from . import node_env, packages, python_env
from .settings import ADDON, Settings
from .steps import locked, step

#: Files that prettier formats; Odoo's own conventions for the rest are pylint-odoo's.
PRETTIER_FILES = f"{ADDON}/**/*.{{xml,js,scss,css}}"
#: Of pylint-odoo's rules not ours: a capability is a file, so that crm.lead is extended in
#: several; the README lies at the top; a compute method that extends another returns nothing, as in
#: Odoo; processes, templates and the like are few enough to read all of them.
NOT_OURS = (
    "consider-merging-classes-inherited",
    "missing-readme",
    "missing-return",
    "no-search-all",
)
PYTHON_FOLDERS = (ADDON, "tests", "scripts", "benchmarks")


def main(_arguments: list[str]) -> int:
    """Set up the checkers and run them all."""
    settings = Settings.from_environment()
    return 0 if all(check(settings).values()) else 1


def check(settings: Settings) -> dict[str, bool]:
    """Run each checker; its output is shown when it finds something."""
    prepare(settings)
    return {name: _run(settings, name, command) for name, command in _checks(settings).items()}


def prepare(settings: Settings) -> None:
    """Install the checkers."""
    with locked(settings.build / "lint.lock", "Waiting for another command's set-up"):
        packages.ensure(settings, [packages.PYTHON, packages.NODE, packages.GIT])
        python_env.prepare_lint(settings)
        node_env.prepare(settings)


def prettier(settings: Settings, mode: str) -> list[object]:
    """Prettier's command line with its XML plugin."""
    modules = settings.node / "node_modules"
    plugin = f"--plugin={modules}/@prettier/plugin-xml/src/plugin.js"
    program = modules / ".bin/prettier"
    return [program, plugin, mode, "--no-error-on-unmatched-pattern", PRETTIER_FILES]


def ruff(settings: Settings, *arguments: str) -> list[object]:
    """Ruff's command line."""
    folders = [folder for folder in PYTHON_FOLDERS if (settings.checkout / folder).is_dir()]
    return [settings.lint_venv / "bin/ruff", *arguments, *folders]


def _checks(settings: Settings) -> dict[str, list[object]]:
    programs = settings.lint_venv / "bin"
    translations = sorted(settings.addon.glob("i18n/*.po*"))
    checks = {
        "ruff check": ruff(settings, "check"),
        "ruff format": ruff(settings, "format", "--check"),
        "pylint-odoo": [programs / "pylint", f"--disable={','.join(NOT_OURS)}", ADDON],
        "oca-checks-odoo-module": [programs / "oca-checks-odoo-module", ADDON],
        "oca-checks-po": [programs / "oca-checks-po", *translations],
        "prettier": prettier(settings, "--check"),
    }
    if not translations:
        del checks["oca-checks-po"]
    return checks


def _run(settings: Settings, name: str, command: list[object]) -> bool:
    with step(f"Checking with {name}"):
        done = subprocess.run(
            list(map(str, command)),
            cwd=settings.checkout,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    if done.returncode:
        print(done.stdout)
    return done.returncode == 0
