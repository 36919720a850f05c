"""Programs that the machine must have; what Debian misses is installed as a package."""

import ctypes.util
import glob
import importlib.util
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from .settings import Settings
from .steps import Problem, call, step

POSTGRES_BINARIES = "/usr/lib/postgresql/*/bin"
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


@dataclass(frozen=True)
class Program:
    """A program, how to see that it is there, and the Debian packages that bring it."""

    name: str
    is_there: Callable[[], object]
    packages: tuple[str, ...]


def _on_path(*names: str) -> Callable[[], object]:
    return lambda: all(map(shutil.which, names))


def postgres_binaries() -> str | None:
    """The folder with initdb and pg_ctl: the newest of Debian's, or the one on PATH."""
    folders = sorted(glob.glob(POSTGRES_BINARIES), key=lambda path: float(path.split("/")[-2]))
    for folder in reversed(folders):
        if os.access(f"{folder}/initdb", os.X_OK):
            return folder
    found = shutil.which("initdb")
    return os.path.dirname(os.path.realpath(found)) if found else None


def _python_can_make_environments() -> bool:
    return all(map(importlib.util.find_spec, ("venv", "ensurepip")))


PYTHON = Program("Python's venv", _python_can_make_environments, ("python3-venv",))
NODE = Program("Node.js with npm", _on_path("node", "npm"), ("nodejs", "npm"))
SERVER = Program("PostgreSQL's server", postgres_binaries, ("postgresql",))
CLIENT = Program("PostgreSQL's client psql", _on_path("psql"), ("postgresql-client",))
#: What WeasyPrint draws letters with.
PANGO = Program(
    "Pango",
    lambda: all(map(ctypes.util.find_library, ("pangoft2-1.0", "harfbuzz-subset"))),
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
)
UNPACKER = Program("dpkg-deb", _on_path("dpkg-deb"), ("dpkg",))
GIT = Program("git", _on_path("git"), ("git",))
BROWSER = Program("Chromium", lambda: any(map(shutil.which, BROWSERS)), ("chromium",))
SPELLING = Program(
    "hunspell with its Polish dictionary",
    lambda: shutil.which("hunspell") and glob.glob("/usr/share/hunspell/pl_PL.dic"),
    ("hunspell", "hunspell-pl"),
)


def programs_to_run(settings: Settings) -> list[Program]:
    """What Odoo itself needs."""
    database = [CLIENT] if settings.postgres else [SERVER, CLIENT]
    return [PYTHON, NODE, PANGO, *database]


def programs_to_test() -> list[Program]:
    """What the test suite needs beside."""
    return [GIT, BROWSER, SPELLING]


def ensure(settings: Settings, programs: list[Program]) -> None:
    """Install the packages of the programs that are missing, or say which ones are."""
    missing = [program for program in programs if not program.is_there()]
    if not missing:
        return
    packages = [package for program in missing for package in program.packages]
    with step(f"Installing {', '.join(packages)}"):
        _install(settings, missing, packages)
    if still := [program for program in missing if not program.is_there()]:
        raise _problem(still)


def _install(settings: Settings, missing: list[Program], packages: list[str]) -> None:
    administrator = as_administrator()
    if administrator is None or not shutil.which("apt-get"):
        raise _problem(missing)
    log, sentence = settings.logs / "apt.log", str(_problem(missing))
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = [*administrator, "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    call([*apt, "update"], log, sentence)
    call([*apt, "install", "-y", "--no-install-recommends", *packages], log, sentence, env=quiet)


def as_administrator() -> list[str] | None:
    """The prefix that makes a command run as root, or None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and os.system("sudo -n true 2>/dev/null") == 0:
        return ["sudo", "-n"]
    return None


def _problem(missing: list[Program]) -> Problem:
    names = " and ".join(program.name for program in missing)
    packages = " ".join(package for program in missing for package in program.packages)
    return Problem(f"This machine lacks {names}: install {packages} and try again.")
