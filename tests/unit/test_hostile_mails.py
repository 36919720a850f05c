"""Mails whose headers are made to cost a server its time, as the gateway reads them before Odoo."""

import pytest

from tests.hostile.mails import HEADERS, SIZES, headed
from tests.mails import hostile
from tests.support.bounded import measure

#: Seconds of the processor and megabytes that a mail may take.
SECONDS, MEGABYTES = 2, 200
SMALL = headed("Subject", "a", 1)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", HEADERS)
def test_a_header_of_any_piece_costs_little(name, size):
    cost = measure("tests.hostile.readers", "read_headers", (name, size), ("Subject", 10))
    slowest = max(cost.result, key=cost.result.get)
    assert cost.result[slowest] < SECONDS, slowest
    assert cost.megabytes < MEGABYTES


@pytest.mark.parametrize(
    "mail", [mail for mail in hostile.MAILS if len(mail.raw) < 10_000_000], ids=str
)
def test_a_hostile_mail_costs_little_before_odoo_reads_it(mail):
    cost = measure("tests.hostile.readers", "read_mail", mail.raw, SMALL)
    assert cost.seconds < SECONDS
    assert cost.megabytes < MEGABYTES
