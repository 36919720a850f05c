"""Tables that are made to cost a server its time or its memory."""

import pytest

from tests.hostile.tables import TEXTS, WORKBOOKS, workbook
from tests.support.bounded import measure

#: Seconds of the processor and megabytes that a table may take.
SECONDS, MEGABYTES = 2, 200


@pytest.mark.parametrize("table", [*WORKBOOKS, *TEXTS], ids=str)
def test_a_hostile_table_costs_little(table):
    cost = measure("tests.hostile.readers", "read_table", table.make(), workbook())
    assert cost.seconds < SECONDS
    assert cost.megabytes < MEGABYTES
