"""Make template databases once, and copies of them in a second.

Each template carries the hash of what it was made from as its comment, so that it is made
anew when Odoo, the languages or the addon change.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from . import odoo, odoo_home, postgres
from .settings import ADDON, BASE_MODULES, Settings
from .steps import digest, locked, step

#: Changes when what follows makes other databases from the same inputs.
RECIPE = 2


def base(settings: Settings, demo: bool = False) -> str:
    """Return the template with Odoo's apps and the languages, without the addon; make it first."""
    name = f"{ADDON}_base_demo" if demo else f"{ADDON}_base"

    def make() -> None:
        drop(settings, name)
        odoo.change(settings, name, *_base_arguments(settings, demo))

    title = "Making a database with CRM and Sales" + (" and demo data" if demo else "")
    _ensure(settings, name, _base_inputs(settings, demo), title, make)
    return name


def with_addon(settings: Settings, demo: bool = False) -> str:
    """Return the template with the addon installed; make it first."""
    name = f"{ADDON}_demo" if demo else f"{ADDON}_test"
    source = base(settings, demo)

    def make() -> None:
        copy(settings, source, name)
        odoo.change(settings, name, "-i", ADDON, *_demo_arguments(demo))

    title = "Installing the addon" + (" with its demo data" if demo else "")
    _ensure(settings, name, _addon_inputs(settings, demo), title, make)
    return name


def beside(settings: Settings, source: str, name: str, addons: tuple[str, ...]) -> str:
    """Return the template `name`: another one with more addons installed; make it first.

    :param source: name of a template that has been made
    """
    own = addon_digest(settings) if ADDON in addons else ""
    inputs = digest([_made_from(settings, source), *addons, own])

    def make() -> None:
        copy(settings, source, name)
        odoo.change(settings, name, "-i", ",".join(addons))

    _ensure(settings, name, inputs, f"Making the database {name}", make)
    return name


def for_run(settings: Settings) -> str:
    """Return the database of `make run`; update it when the addon has changed."""
    name, inputs = settings.database, _addon_inputs(settings, demo=True)
    if not exists(settings, name):
        copy(settings, with_addon(settings, demo=True), name)
        _remember(settings, name, inputs)
    elif _made_from(settings, name) != inputs:
        with step(f"Updating the addon in {name}"):
            odoo.change(settings, name, "-i", ADDON, "-u", ADDON)
            _remember(settings, name, inputs)
    return name


@contextmanager
def copied(settings: Settings, template: str) -> Iterator[str]:
    """Yield a copy of a template, and drop it afterwards."""
    name = f"{ADDON}_copy_{uuid.uuid4().hex[:8]}"
    copy(settings, template, name)
    try:
        yield name
    finally:
        drop(settings, name)


def copy(settings: Settings, source: str, target: str) -> None:
    """Copy a database and its files; drop a database of the target's name first."""
    drop(settings, target)
    postgres.query(settings, f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    files = _files(settings, source)
    if files.is_dir():
        # Odoo never changes a file in its store, so that links do for a copy.
        shutil.copytree(files, _files(settings, target), copy_function=os.link)


def drop(settings: Settings, name: str) -> None:
    """Drop a database and its files, if they are there."""
    postgres.query(settings, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_files(settings, name), ignore_errors=True)


def exists(settings: Settings, name: str) -> bool:
    """Tell whether the server has a database of this name."""
    # The names of databases are our own, or of whoever runs the command.
    sql = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"  # nosec B608
    return bool(postgres.query(settings, sql))


def addon_digest(settings: Settings) -> str:
    """Return a hash of all the addon's files but the tests."""
    files = _addon_files(settings)
    return digest(part for path in files for part in (path.name, path.read_bytes()))


def _addon_files(settings: Settings) -> list[Path]:
    left_out = (settings.addon / "tests", settings.addon / "static/tests")
    return sorted(
        path
        for path in settings.addon.rglob("*")
        if path.is_file()
        and path.suffix != ".pyc"
        and not any(path.is_relative_to(folder) for folder in left_out)
    )


def _ensure(
    settings: Settings, name: str, inputs: str, title: str, make: Callable[[], None]
) -> None:
    """Make a template unless it is there and made from the same inputs."""
    with locked(settings.build / f"{name}.lock", "Waiting for another command's database"):
        if _made_from(settings, name) != inputs:
            with step(title):
                make()
                _remember(settings, name, inputs)


def _base_inputs(settings: Settings, demo: bool) -> str:
    identity = odoo_home.find(settings).identity
    return digest([RECIPE, identity, settings.data, settings.languages, BASE_MODULES, demo])


def _addon_inputs(settings: Settings, demo: bool) -> str:
    return digest([_base_inputs(settings, demo), addon_digest(settings)])


def _base_arguments(settings: Settings, demo: bool) -> list[str]:
    # The first language becomes everybody's.
    languages = ",".join(("en_US", *settings.languages))
    modules = ",".join(BASE_MODULES)
    return ["-i", modules, f"--load-language={languages}", *_demo_arguments(demo)]


def _demo_arguments(demo: bool) -> list[str]:
    return ["--with-demo"] if demo else []


def _made_from(settings: Settings, name: str) -> str | None:
    comment = "shobj_description(oid, 'pg_database')"
    # As in `exists`.
    sql = f"SELECT {comment} FROM pg_database WHERE datname = '{name}'"  # nosec B608
    return postgres.query(settings, sql) or None


def _remember(settings: Settings, name: str, inputs: str) -> None:
    postgres.query(settings, f"COMMENT ON DATABASE \"{name}\" IS '{inputs}'")


def _files(settings: Settings, name: str) -> Path:
    return settings.data / "filestore" / name
