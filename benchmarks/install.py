"""Installing on databases with many leads: below 20 s for 100,000, and in proportion to them."""

import time

from scripts import databases, postgres
from scripts.settings import Settings
from tests.support import addons

SIZES = (10_000, 30_000, 100_000)
LIMIT = 20.0
#: How much more a lead may take in the largest database than in the one before: growth with
#: the square of their number would be more than three times.
TOLERANCE = 2.0
#: The fastest counts: other work on the machine only adds.
ROUNDS = 2

#: Leads of ten years, not created in order of their ids, as wide as real ones.
LEADS = """
    INSERT INTO crm_lead (
        name, type, active, stage_id, team_id, user_id, probability, expected_revenue,
        partner_name, contact_name, email_from, email_normalized, phone, description, priority,
        won_status, create_uid, write_uid, create_date, write_date
    )
    SELECT 'Inquiry ' || number,
           CASE WHEN number % 4 = 0 THEN 'lead' ELSE 'opportunity' END,
           number % 10 <> 0,
           stages.ids[1 + number % array_length(stages.ids, 1)],
           (SELECT MIN(id) FROM crm_team),
           2,
           number % 100,
           number * 1.5,
           'Client ' || number % 5000,
           'Person ' || number,
           'person' || number || '@client' || number % 5000 || '.example',
           'person' || number || '@client' || number % 5000 || '.example',
           '+48 600 ' || number,
           repeat('A window, a door and a wall. ', 10),
           (number % 4)::text,
           'pending',
           2, 2, moment, moment
      FROM (SELECT array_agg(id) AS ids FROM crm_stage WHERE NOT COALESCE(is_won, FALSE)) stages,
           (SELECT number, '2016-01-01'::timestamp
                   + INTERVAL '1 minute' * (number::bigint * 7919 % 5256000) AS moment
              FROM generate_series(1, {size}) number) numbers;
    ANALYZE crm_lead
"""
UNNUMBERED = "SELECT COUNT(*) FROM crm_lead WHERE deal_number IS NULL OR deal_process_id IS NULL"


def main(settings: Settings) -> int:
    """Print the addon's own part of the time for each size; 1 when it is too long."""
    empty = _install_on(settings, 0)
    print(f"  {'no leads':>15}  {empty:5.1f} s")
    own = {}
    for size in SIZES:
        seconds = _install_on(settings, size)
        own[size] = max(seconds - empty, 0.0)
        each = 1000 * own[size] / size
        print(f"  {size:9,} leads  {seconds:5.1f} s: {own[size]:.1f} s more, {each:.2f} ms a lead")
    return _judge(own)


def _install_on(settings: Settings, size: int) -> float:
    return min(_install_once(settings, size) for _round in range(ROUNDS))


def _install_once(settings: Settings, size: int) -> float:
    with databases.copied(settings, databases.base(settings)) as database:
        if size:
            postgres.query(settings, LEADS.format(size=size), database)
        begin = time.monotonic()
        addons.install(settings, database)
        seconds = time.monotonic() - begin
        if (left := postgres.query(settings, UNNUMBERED, database)) != "0":
            raise RuntimeError(f"{left} of {size} leads have no number or process.")
    return seconds


def _judge(own: dict[int, float]) -> int:
    *_smaller, middle, large = sorted(own)
    growth = (own[large] / large) / (own[middle] / middle) if own[middle] else 1.0
    fast, linear = own[large] < LIMIT, growth < TOLERANCE
    print(f"  {large:,} leads: {'below' if fast else 'NOT below'} {LIMIT:.0f} s")
    verdict = "in proportion" if linear else "NOT in proportion"
    print(f"  {verdict}: a lead takes {growth:.2f} times as long as with {middle:,}")
    return 0 if fast and linear else 1
