"""Install the programs that the machine lacks with its own package manager."""

import ctypes.util
import glob
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .settings import Settings
from .steps import Problem, call, step

#: Debian's and Ubuntu's, Fedora's from PostgreSQL's own packages, Homebrew's.
POSTGRES_BINARIES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
HOMEBREW = "/opt/homebrew"
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
#: How each system installs packages; Homebrew refuses to run as root.
MANAGERS = {
    "apt-get": ["install", "-y", "--no-install-recommends"],
    "dnf": ["install", "-y"],
    "brew": ["install"],
}


@dataclass(frozen=True)
class Program:
    """A program, how to see that it is there, and the packages that bring it."""

    name: str
    is_there: Callable[[], object]
    #: Those of Debian and Ubuntu.
    packages: tuple[str, ...]
    #: By package manager, where they are called differently.
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def packages_of(self, manager: str) -> tuple[str, ...]:
        """Return the names of the packages for one package manager."""
        return self.others.get(manager, self.packages)


def _on_path(*names: str) -> Callable[[], object]:
    return lambda: all(map(shutil.which, names))


def postgres_binaries() -> str | None:
    """Return the folder with initdb and pg_ctl: the newest of known places, or that on PATH."""
    folders = [path for pattern in POSTGRES_BINARIES for path in glob.glob(pattern)]
    folders = [path for path in folders if os.access(f"{path}/initdb", os.X_OK)]
    if folders:
        return max(folders, key=lambda path: float(re.findall(r"[\d.]+", path)[-1]))
    found = shutil.which("initdb")
    return os.path.dirname(os.path.realpath(found)) if found else None


def add_postgres_to_path() -> None:
    """Have `psql` found where it lies beside the server's programs only, as in Homebrew."""
    if not shutil.which("psql") and (folder := postgres_binaries()):
        os.environ["PATH"] += os.pathsep + folder


def _has_library(name: str) -> bool:
    return bool(ctypes.util.find_library(name) or glob.glob(f"{HOMEBREW}/lib/lib{name}*"))


def _python_can_make_environments() -> bool:
    return all(map(importlib.util.find_spec, ("venv", "ensurepip")))


def _has_psql() -> bool:
    return bool(shutil.which("psql") or glob.glob(f"{postgres_binaries()}/psql"))


PYTHON = Program(
    "Python's venv",
    _python_can_make_environments,
    ("python3-venv",),
    {"dnf": ("python3",), "brew": ("python@3.12",)},
)
NODE = Program("Node.js with npm", _on_path("node", "npm"), ("nodejs", "npm"), {"brew": ("node",)})
SERVER = Program(
    "PostgreSQL's server",
    postgres_binaries,
    ("postgresql",),
    {"dnf": ("postgresql-server", "postgresql-contrib"), "brew": ("postgresql@16",)},
)
CLIENT = Program(
    "PostgreSQL's client psql",
    _has_psql,
    ("postgresql-client",),
    {"dnf": ("postgresql",), "brew": ("postgresql@16",)},
)
#: What WeasyPrint draws letters with.
PANGO = Program(
    "Pango",
    lambda: all(map(_has_library, ("pangoft2-1.0", "harfbuzz-subset"))),
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    {"dnf": ("pango", "harfbuzz"), "brew": ("pango",)},
)
GIT = Program("git", _on_path("git"), ("git",))
BROWSER = Program("Chromium", lambda: any(map(shutil.which, BROWSERS)), ("chromium",))
SPELLING = Program(
    "hunspell with its Polish dictionary",
    lambda: shutil.which("hunspell") and glob.glob("/usr/share/*spell/pl_PL.dic"),
    ("hunspell", "hunspell-pl"),
)


def programs_to_run(settings: Settings) -> list[Program]:
    """Return what Odoo itself needs, and what fetches it."""
    database = [CLIENT] if settings.postgres else [SERVER, CLIENT]
    return [PYTHON, NODE, PANGO, *database, *([] if settings.odoo_home else [GIT])]


def programs_to_test() -> list[Program]:
    """Return what the test suite needs beside."""
    return [GIT, BROWSER, SPELLING]


def ensure(settings: Settings, programs: list[Program]) -> None:
    """Install the packages of the programs that are missing, or say which ones are."""
    if missing := [program for program in programs if not program.is_there()]:
        with step(f"Installing {' '.join(_packages(missing))}"):
            _install(settings, missing)
    if still := [program for program in missing if not program.is_there()]:
        raise _problem(still)
    add_postgres_to_path()


def _install(settings: Settings, missing: list[Program]) -> None:
    manager, administrator = _manager(), as_administrator()
    if manager == "brew":
        administrator = []
    if not manager or administrator is None:
        raise _problem(missing)
    log, sentence = settings.logs / "packages.log", str(_problem(missing))
    command = [*administrator, manager]
    if manager == "apt-get":
        command += ["-o", "DPkg::Lock::Timeout=120"]
        call([*command, "update"], log, sentence)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    call([*command, *MANAGERS[manager], *_packages(missing)], log, sentence, env=quiet)


def _manager() -> str | None:
    return next(filter(shutil.which, MANAGERS), None)


def _packages(programs: list[Program]) -> list[str]:
    """Return the packages of the programs, each once."""
    manager = _manager() or "apt-get"
    packages = [package for program in programs for package in program.packages_of(manager)]
    return list(dict.fromkeys(packages))


def as_administrator() -> list[str] | None:
    """Return the prefix that makes a command run as root, or None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _may_use_sudo():
        return ["sudo", "-n"]
    return None


def _may_use_sudo() -> bool:
    """Tell whether sudo asks for no password."""
    done = subprocess.run(["sudo", "-n", "true"], stderr=subprocess.DEVNULL)
    return not done.returncode


def _problem(missing: list[Program]) -> Problem:
    names = " and ".join(program.name for program in missing)
    packages = " ".join(_packages(missing))
    return Problem(f"This machine lacks {names}: install {packages} and try again.")
