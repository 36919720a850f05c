"""Finding duplicates among deals of which it is known which are one: speed, recall, precision.

Odoo's own finder runs beside ours on the same deals, and Splink, a library for the same work,
where it can be installed. `make bench ARGS=duplicates`; DEALS=100000,1000000 chooses the sizes.
"""

import csv
import io
import json
import os
import subprocess
from collections.abc import Iterable

from scripts import databases, odoo, postgres
from scripts.settings import Settings
from tests import conftest as _conftest  # noqa: F401  # lets tools be imported without Odoo
from tests.support import duplicates

from . import splink_finder

#: Not the seed of the tests, by which the rules were judged.
SEED = 20_261_124
SIZES = (100_000, 1_000_000)

STAGING = """
    CREATE TABLE bench_deal (
        number integer, company text, person text, email text, phone text, website text,
        tax_id text, city text, country text)
"""
#: As Odoo would have them; tax ids are the customers'.
LOADING = """
    INSERT INTO res_partner (
        name, vat, country_id, active, type, autopost_bills, create_uid, write_uid)
    SELECT 'Bench ' || number, tax_id,
           (SELECT id FROM res_country WHERE code = country), TRUE, 'contact', 'ask', 1, 1
      FROM bench_deal WHERE tax_id <> '';
    CREATE TEMP TABLE bench_partner AS
        SELECT substr(name, 7)::int AS number, id FROM res_partner WHERE name LIKE 'Bench %';
    ANALYZE bench_partner;
    INSERT INTO crm_lead (
        id, name, type, active, stage_id, deal_process_id, team_id, user_id, probability, priority,
        won_status, partner_id, partner_name, contact_name, email_from, email_normalized, phone,
        phone_sanitized, email_domain_criterion, website, city, country_id, deal_number,
        create_uid, write_uid, create_date, write_date)
    SELECT 1000000 + b.number, 'Deal ' || b.number, 'opportunity', TRUE, stage.id,
           stage.deal_process_id, (SELECT min(id) FROM crm_team), 2, 10, '0', 'pending', p.id,
           nullif(company, ''), nullif(person, ''), nullif(email, ''),
           nullif(lower(substring(email from '[^ <>]+@[^ <>]+')), ''), nullif(phone, ''),
           nullif('+' || regexp_replace(phone, '[^0-9]', '', 'g'), '+'),
           '@' || nullif(lower(substring(email from '@([^ <>]+)')), ''),
           nullif(website, ''), nullif(city, ''),
           (SELECT id FROM res_country WHERE code = country), 'BENCH-' || b.number,
           2, 2, now(), now()
      FROM bench_deal b LEFT JOIN bench_partner p ON p.number = b.number,
           (SELECT id, deal_process_id FROM crm_stage WHERE deal_process_id IS NOT NULL
                AND NOT COALESCE(is_won, FALSE) ORDER BY id LIMIT 1) AS stage
     ORDER BY b.number;
    SELECT setval('crm_lead_id_seq', (SELECT max(id) FROM crm_lead));
    ANALYZE crm_lead;
    ANALYZE res_partner
"""
MEASURING = r"""
import json
import resource
import time

from odoo.tools import SQL

first = 1000000
figures = {}
duplicates = env["deal.duplicate"]
keys = env["deal.match.key"]


def timed(name, action):
    begin = time.perf_counter()
    result = action()
    figures[name] = time.perf_counter() - begin
    return result


timed("fill", duplicates._fill_keys)
env.cr.execute("ANALYZE deal_match_key")
env.cr.commit()

# The parts of a full scan, then the whole.
timed("count words", env["deal.match.frequency"]._refresh_words)
timed("blocks", duplicates._make_tables)
exact = SQL(
    "WITH block AS (SELECT unnest(string_to_array(blocks, ' ')) AS block, lead_id"
    " FROM deal_match_key), exact AS (SELECT hashtextextended(block, 0) AS block, lead_id FROM"
    " block WHERE left(block, 2) IN ('m:', 'p:', 't:')) SELECT count(*) FROM (SELECT DISTINCT"
    " x.lead_id, y.lead_id AS other FROM exact x JOIN exact y ON x.block = y.block AND"
    " y.lead_id < x.lead_id WHERE x.block IN (SELECT block FROM exact GROUP BY block"
    " HAVING count(*) BETWEEN 2 AND 40)) AS pairs")
timed("exact keys", lambda: env.execute_query(exact))
env["deal.match.rules"]._get_used()._remember_scan()
env.cr.commit()
timed("full scan", duplicates._scan)
figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
env.cr.execute("SELECT lead_id, other_id FROM deal_duplicate WHERE lead_id > %s", [first - 1])
with open(FOUND, "w") as file:
    file.writelines(f"{one - first} {other - first}\n" for one, other in env.cr.fetchall())

# Checks of single deals.
env.cr.execute(
    "SELECT id FROM crm_lead WHERE id > %s AND id %% 97 = 0 ORDER BY id LIMIT 300", [first])
ids = [row[0] for row in env.cr.fetchall()]
names = ["email_from", "phone", "website", "partner_name", "contact_name", "city", "country_id"]
checks = []
for lead_id in ids:
    values = env["crm.lead"].browse(lead_id).read(names, load=None)[0]
    values.pop("id")
    typed = env["crm.lead"].new({**values, "type": "opportunity"})
    typed.won_status, typed.deal_merged_into_id, typed.company_id, typed.partner_id.vat
    begin = time.perf_counter()
    typed._find_duplicates()
    checks.append(time.perf_counter() - begin)
    env.invalidate_all()
checks = sorted(checks[20:])
figures["check"] = checks[int(len(checks) * 0.95)]
figures["check median"] = checks[len(checks) // 2]

# Changed deals, as the job every ten minutes takes them.
timed("500 changed", lambda: duplicates._scan_leads(ids[:300] + [i + 1 for i in ids[:200]]))


def page(name, field, user):
    leads = env["crm.lead"].with_user(user).browse(ids[:80])
    best = None
    for _round in range(3):
        env.flush_all()
        leads.invalidate_recordset()
        leads.fetch(["name", "company_id", "email_from", "phone", "partner_id"])
        queries, begin = env.cr.sql_log_count, time.perf_counter()
        leads.mapped(field)
        took = (time.perf_counter() - begin, env.cr.sql_log_count - queries)
        best = min(best or took, took)
    figures[name] = best


user = env.ref("base.user_admin")
page("page", "deal_duplicate_count", user)
page("page live", "duplicate_lead_count", user)
env.company.deal_merge_policy = "odoo"
page("page of Odoo", "duplicate_lead_count", user)

# What Odoo's finder finds, of some deals.
sample = env["crm.lead"].browse(ids)
odoo = [(min(a.id, b.id) - first, max(a.id, b.id) - first)
        for a in sample for b in a.duplicate_lead_ids - a]
figures["odoo"] = sorted(set(odoo))
figures["sample"] = [i - first for i in ids]
env.cr.rollback()
print("RESULTS" + json.dumps(figures))
"""


def main(settings: Settings) -> int:
    """Measure each size in a copy of a database with the addon, and print tables."""
    wanted = os.environ.get("DEALS")
    sizes = [int(size) for size in wanted.split(",")] if wanted else SIZES
    with postgres.running(settings):
        for size in sizes:
            sample = duplicates.make_sample(SEED, size)
            with databases.copied(settings, databases.with_addon(settings)) as database:
                _load(settings, database, sample.deals)
                _report(settings, sample, *_measure(settings, database))
    return 0


def _load(settings: Settings, database: str, deals: Iterable[duplicates.Deal]) -> None:
    postgres.query(settings, STAGING, database)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([number, *deal] for number, deal in enumerate(deals))
    copy = "COPY bench_deal FROM STDIN (FORMAT csv, FORCE_NOT_NULL (company, person, email, "
    copy += "phone, website, tax_id, city))"
    subprocess.run(
        ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", copy],
        env={**os.environ, **postgres.variables(settings)},
        input=text.getvalue(),
        text=True,
        check=True,
    )
    postgres.query(settings, LOADING, database)


def _measure(settings: Settings, database: str) -> tuple[dict, set[tuple[int, int]]]:
    found = settings.build / f"{database}.pairs"
    output = odoo.shell(settings, database, MEASURING.replace("FOUND", repr(str(found))))
    figures = json.loads(output.split("RESULTS", 1)[1].splitlines()[0])
    pairs = {tuple(map(int, line.split())) for line in found.read_text().splitlines()}
    found.unlink()
    return figures, pairs


def _report(settings: Settings, sample: duplicates.Sample, figures: dict, found: set) -> None:
    size = len(sample.deals)
    ours = duplicates.judge(sample, found)
    print(f"\n### {size:,} deals, {len(sample.pairs):,} pairs of duplicates\n")
    rows = [("ours", ours, figures["full scan"]), *_others(settings, sample, figures)]
    print("| finder | recall | precision | full scan |")
    print("|--------|-------:|----------:|----------:|")
    for name, quality, seconds in rows:
        took = f"{seconds:,.1f} s" if seconds else "-"
        print(f"| {name} | {quality.recall:.3f} | {quality.precision:.3f} | {took} |")
    kinds = (f"{kind} {hits / count:.3f}" for kind, (hits, count) in ours.kinds.items())
    print(f"\nRecall by kind: {', '.join(kinds)}.\n")
    print(
        f"Keys filled in {figures['fill']:,.0f} s ({1e6 * figures['fill'] / size:,.0f} µs a deal);"
        f" exact keys {figures['exact keys']:.1f} s; words counted {figures['count words']:.1f} s,"
        f" blocks {figures['blocks']:.1f} s; memory {figures['memory']:,.0f} MB at most."
    )
    print(
        f"A new deal's check: {1000 * figures['check median']:.1f} ms, 95 of 100 below"
        f" {1000 * figures['check']:.1f} ms; 500 changed deals {figures['500 changed']:.2f} s."
    )
    pages = (("badges", "page"), ("live", "page live"), ("Odoo", "page of Odoo"))
    print("A list page of 80:", end=" ")
    print(*(f"{n} {1000 * figures[k][0]:.1f} ms, {figures[k][1]} q." for n, k in pages), sep="; ")


def _others(settings: Settings, sample: duplicates.Sample, figures: dict):
    looked_at = set(figures["sample"])
    of_sample = sample._replace(
        pairs={pair: kind for pair, kind in sample.pairs.items() if not looked_at.isdisjoint(pair)}
    )
    pairs = {tuple(pair) for pair in figures["odoo"]}
    yield f"Odoo, of {len(looked_at)} deals", duplicates.judge(of_sample, pairs), None
    if result := splink_finder.find(settings, sample.deals):
        yield "Splink, untuned", duplicates.judge(sample, result.pairs), result.seconds
