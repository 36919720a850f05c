"""What benchmarks do in a database: load rows by SQL, measure inside Odoo."""

import json
import os
import subprocess
from pathlib import Path

from scripts import odoo, postgres
from scripts.settings import Settings

FOLDER = Path(__file__).parent
#: Run in Odoo's shell; %-formatted with the checkout, a name and arguments as JSON.
CALLING = """
import importlib, json, sys
sys.path.insert(0, %r)
answer = importlib.import_module("benchmarks.shell.%s").measure(env, *json.loads(%r))
print("RESULTS" + json.dumps(answer))
"""


def sizes(default: str, variable: str = "DEALS") -> list[int]:
    """Return the sizes that an environment variable chooses, as in DEALS=1000,100000."""
    return [int(size) for size in (os.environ.get(variable) or default).split(",")]


def load(settings: Settings, database: str, name: str, data: str = "", **values: object) -> None:
    """Run sql/<name>.sql with psql.

    :param data: what psql reads from its standard input
    :param values: variables of psql; what is true or false can be tested with `\\if`
    """
    variables = (f"--set={key}={value}" for key, value in values.items())
    options = ("-o", os.devnull, "-f", FOLDER / f"sql/{name}.sql", *variables)
    subprocess.run(
        ["psql", "-Xq", "-1", "-v", "ON_ERROR_STOP=1", "-d", database, *options],
        env={**os.environ, **postgres.variables(settings)},
        input=data,
        text=True,
        check=True,
    )


def measure(settings: Settings, database: str, name: str, *arguments: object):
    """Call `measure(env, *arguments)` of shell/<name>.py in Odoo's shell, and return its answer.

    Arguments and answer travel as JSON.
    """
    script = CALLING % (str(settings.checkout), name, json.dumps(arguments))
    output = odoo.shell(settings, database, script)
    return json.loads(output.rpartition("RESULTS")[2].splitlines()[0])
