"""Set up everything that lives in .build, each part once."""

from collections.abc import Iterator
from contextlib import contextmanager

from . import node_env, odoo_home, packages, postgres, python_env
from .settings import Settings
from .steps import locked


def prepare(settings: Settings, for_tests: bool = False) -> None:
    """Install Odoo, its libraries and the database server."""
    programs = packages.programs_to_run(settings)
    if for_tests:
        programs += packages.programs_to_test()
    with locked(settings.build / "setup.lock", "Waiting for another command's set-up"):
        packages.ensure(settings, programs)
        odoo_home.prepare(settings)
        node_env.prepare(settings)
        odoo_home.add_segmentation(settings)
        python_env.prepare(settings)
        if for_tests:
            python_env.prepare_addons(settings)
        postgres.prepare(settings)


@contextmanager
def ready(for_tests: bool = False) -> Iterator[Settings]:
    """Yield the settings, with everything set up and the database server running."""
    settings = Settings.from_environment()
    print("Setting up", flush=True)
    prepare(settings, for_tests)
    with postgres.running(settings):
        yield settings


def main(_arguments: list[str]) -> int:
    """Set up everything, for tests too."""
    with ready(for_tests=True):
        print("Ready")
    return 0
