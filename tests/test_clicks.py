"""Ten daily jobs take no more clicks and keys than in plain Odoo, as docs/clicks.md says."""

import pytest

from scripts import databases
from tests.clicks import here, plain
from tests.clicks.facts import Facts
from tests.support.browser import browsing
from tests.support.hands import Hands
from tests.support.server import OdooServer

#: The name of each job in the code, and what the page calls it.
JOBS = {
    "new_deal": "New deal for a known customer",
    "three_products": "Three products and their margin",
    "reach_a_total": "Reach a total",
    "second_variant": "Second variant, compared",
    "paste_a_table": "Take over a table of five lines",
    "send_an_offer": "Make and send the offer",
    "was_it_read": "See whether it was read",
    "yes_by_phone": "Record a yes by phone",
    "call_done": "Call done and next step",
    "merge_two": "Merge two deals",
}
#: A database with CRM, Sales and margins, as both sides begin with; one with the addon added.
SIDES = {"here": (databases.with_addon, here), "plain": (databases.base, plain)}


@pytest.fixture(scope="module", params=SIDES)
def side(settings, request):
    """Yield a user of one side, what there is to work with, and the side's ways."""
    template, ways = SIDES[request.param]
    with (
        databases.copied(settings, template(settings)) as database,
        OdooServer(settings, database) as server,
        browsing(server.url, settings.build / "screenshots") as user,
    ):
        facts = Facts(server.client(), server.url, has_addon=request.param == "here")
        user.log_in("admin", "admin")
        yield user, facts, ways


@pytest.fixture(scope="module")
def counted():
    """Collect the clicks and keys of each job and side."""
    return {}


@pytest.mark.parametrize("job", JOBS)
def test_a_job_is_done(side, counted, job):
    user, facts, ways = side
    hands = Hands(user)
    getattr(ways, job)(hands, facts)
    user.picture(f"clicks_{job}_{ways.__name__.rpartition('.')[2]}")
    counted[job, facts.has_addon] = hands.count
    assert user.faults == []


def test_no_job_takes_more_than_in_odoo(counted):
    """Each job was done on both sides before."""
    for job in JOBS:
        if {(job, True), (job, False)} <= counted.keys():
            assert sum(counted[job, True]) <= sum(counted[job, False]), job
            assert counted[job, True][0] <= counted[job, False][0], job


def test_the_page_tells_what_was_counted(settings, counted):
    if len(counted) < 2 * len(JOBS):
        pytest.skip("not all the jobs were done")
    rows = [
        f"| {' | '.join(map(str, (title, *counted[job, True], *counted[job, False])))} |"
        for job, title in JOBS.items()
    ]
    assert "\n".join(rows) in (settings.checkout / "docs" / "clicks.md").read_text()
