"""Options of pytest for all tests, in Odoo or not."""

from hypothesis import settings

# A run says the same today and tomorrow; `--hypothesis-profile=default` draws other examples.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")


def pytest_addoption(parser):
    parser.addoption(
        "--neighbours",
        action="store_true",
        help="test the addon beside all of Odoo's other addons too, which takes minutes",
    )
    parser.addoption(
        "--at-once",
        type=float,
        default=12,
        metavar="SECONDS",
        help="how long mails, forms, imports and buttons work at once (12 seconds)",
    )


def pytest_configure(config):
    config.addinivalue_line("markers", "neighbours: needs the option --neighbours")


def pytest_collection_modifyitems(config, items):
    """Leave out what takes long, unless it is asked for."""
    if config.getoption("--neighbours"):
        return
    slow = [item for item in items if item.get_closest_marker("neighbours")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]
