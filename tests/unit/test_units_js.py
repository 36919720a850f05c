"""Units in the web client, compared with those on offers."""

import json
import subprocess

from sales_deals.tools.language import units
from scripts.settings import Settings

SCRIPT = Settings().addon / "static/src/language/units/units.js"
PROGRAM = """
import { readFileSync } from "node:fs";
const code = "data:text/javascript," + encodeURIComponent(readFileSync(process.argv[1], "utf8"));
const { sayUnit } = await import(code);
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((given) => sayUnit(...given))));
"""


def test_units_are_said_as_on_offers():
    names = [name for said in units.SAID.values() for name in said]
    asked = [
        (name, quantity, lang)
        for name in [*names, "عدد", "m²", "constructor", ""]
        for quantity in (0, 1, 1.0, 1.5, 2, -1)
        for lang in ("en_US", "en_GB", "pl_PL", "fa_IR", "de_DE", None)
    ]
    done = subprocess.run(
        ["node", "--input-type=module", "-e", PROGRAM, str(SCRIPT)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [units.said(*question) for question in asked]
