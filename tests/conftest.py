"""Fixtures for tests of the whole system; they expect what `make setup` sets up.

Pure modules of the addon are importable as `sales_deals.tools.<name>` without Odoo.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from scripts import databases, postgres
from scripts.settings import Settings
from tests.support.pure import import_without_odoo
from tests.support.server import OdooServer

import_without_odoo()


@pytest.fixture(scope="session")
def settings() -> Iterator[Settings]:
    """Yield the settings once the database server answers."""
    settings = Settings.from_environment()
    with postgres.running(settings):
        yield settings


@pytest.fixture
def fresh_database(settings: Settings) -> Iterator[Callable[..., str]]:
    """Make databases for one test: `fresh_database(addon=False, demo=True)` gives a name."""
    with ExitStack() as copies:

        def make(addon: bool = True, demo: bool = False) -> str:
            template = databases.with_addon if addon else databases.base
            return copies.enter_context(databases.copied(settings, template(settings, demo)))

        yield make


@pytest.fixture(scope="session")
def odoo_server(settings: Settings) -> Iterator[OdooServer]:
    """Start a server with the addon and its demo data, shared by all tests of a run."""
    template = databases.with_addon(settings, demo=True)
    with (
        databases.copied(settings, template) as database,
        OdooServer(settings, database) as server,
    ):
        yield server
