"""Lists that name files are whole."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[2] / "sales_deals/tests"


def test_odoo_loads_each_test_file_of_the_addon():
    named = set(re.findall(r"test_\w+", (TESTS / "__init__.py").read_text()))
    assert {path.stem for path in TESTS.rglob("test_*.py")} - named == set()
