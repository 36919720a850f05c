"""`make run`: serve Odoo with the addon and its demo data, until Ctrl-C.

`ARGS=--check` stops it as soon as it has answered; other arguments go to Odoo.
"""

import signal

from . import databases, setup
from .server import Server, is_free
from .settings import Settings
from .steps import Problem, step

#: Odoo's log on the terminal: what matters, not that it uses old names of its libraries.
LOG = (
    "--log-level=warn",
    "--log-handler=py.warnings:ERROR",
    "--log-handler=odoo.tools.config:ERROR",
)

BANNER = """
  Odoo answers on {url}
  Log in as       admin, password admin
  First page      {url}/odoo/crm
  Stop with       Ctrl-C
"""


def main(arguments: list[str]) -> int:
    """Set up, bring the database up to date, serve it."""
    check = "--check" in arguments
    settings = Settings.from_environment()
    if not is_free(settings.port):
        raise Problem(f"Port {settings.port} is in use: set PORT to a free one.")
    with setup.ready() as settings:
        database = databases.for_run(settings)
        options = tuple(argument for argument in arguments if argument != "--check")
        return _serve(Server(settings, database, settings.port, (*LOG, *options)), check)


def _serve(server: Server, check: bool) -> int:
    with step("Starting Odoo"):
        server.start()
        server.wait_until_it_answers()
    print(BANNER.format(url=server.url), flush=True)
    try:
        return 0 if check else server.process.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        # A second Ctrl-C must not keep the server from stopping.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        server.stop()
