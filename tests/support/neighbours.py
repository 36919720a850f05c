"""Have Odoo's shell tell what users can do in a database."""

import json

from scripts import databases, odoo
from scripts.settings import Settings

#: Run in Odoo's shell; %-formatted with the checkout and the name of a module of roles/.
ASKING = """
import importlib, json, sys
sys.path.insert(0, %r)
answer = importlib.import_module("tests.support.roles.%s").measure(env)
print(json.dumps(answer, default=str))
"""


def ask(settings: Settings, database: str, name: str) -> dict:
    """Call `measure(env)` of roles/<name>.py, and return its answer."""
    output = odoo.shell(settings, database, ASKING % (str(settings.checkout), name))
    return json.loads(output.splitlines()[-1])


def ask_copy(settings: Settings, template: str, name: str) -> dict:
    """Ask a copy of a template, which is dropped afterwards."""
    with databases.copied(settings, template) as database:
        return ask(settings, database, name)
