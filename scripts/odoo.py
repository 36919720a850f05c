"""Call Odoo's command line, in the environment that it needs."""

import os
import subprocess
from pathlib import Path

from . import odoo_home, packages, postgres
from .settings import Settings
from .steps import call


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment variables for Odoo, pytest and the browser."""
    folders = (settings.venv / "bin", settings.node / "node_modules/.bin", os.environ["PATH"])
    inherited = {name: value for name, value in os.environ.items() if name != "PGDATABASE"}
    return {
        **inherited,
        **postgres.variables(settings),
        "PATH": os.pathsep.join(map(str, folders)),
        "PYTHONPATH": str(odoo_home.find(settings).path),
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "FONTCONFIG_FILE": str(settings.build / "fonts.conf"),
        # Where WeasyPrint finds Homebrew's Pango.
        "DYLD_FALLBACK_LIBRARY_PATH": f"{packages.HOMEBREW}/lib:/usr/local/lib",
    }


def configuration(settings: Settings) -> Path:
    """Write Odoo's configuration file, and return its path."""
    own = settings.older_addon or settings.checkout
    addons = (*odoo_home.find(settings).addons, own, *settings.other_addons)
    lines = (
        "[options]",
        f"addons_path = {','.join(map(str, addons))}",
        f"data_dir = {settings.data}",
        "http_interface = 127.0.0.1",
    )
    path = settings.build / _configuration_name(settings)
    text = "\n".join(lines) + "\n"
    # Another process may be reading it.
    if not path.is_file() or path.read_text() != text:
        path.write_text(text)
    return path


def _configuration_name(settings: Settings) -> str:
    if settings.older_addon:
        return "odoo_older.conf"
    return "odoo_beside.conf" if settings.other_addons else "odoo.conf"


def command(settings: Settings, database: str, *arguments: str) -> list[str]:
    """Return the command line of Odoo's server on one database."""
    python = [str(settings.venv / "bin/python"), "-m", "odoo", "server"]
    return [*python, "-c", str(configuration(settings)), "-d", database, *arguments]


def change(settings: Settings, database: str, *arguments: str) -> None:
    """Install or update addons in a database, and stop."""
    log = settings.logs / f"{database}.log"
    call(
        command(settings, database, *arguments, "--stop-after-init", "--no-http"),
        log,
        f"Odoo could not prepare the database {database}.",
        env=environment(settings),
        cwd=settings.build,
    )


def shell(settings: Settings, database: str, script: str) -> str:
    """Run Python lines in Odoo's shell, which has `env`, and return what they print."""
    python = [settings.venv / "bin/python", "-m", "odoo", "shell", "--no-http"]
    done = subprocess.run(
        [*python, "-c", configuration(settings), "-d", database, "--log-level=warn"],
        env=environment(settings),
        cwd=settings.build,
        input=script,
        capture_output=True,
        text=True,
    )
    if done.returncode or "Traceback" in done.stderr:
        raise RuntimeError(f"Odoo's shell failed on {database}:\n{done.stdout}\n{done.stderr}")
    return done.stdout
