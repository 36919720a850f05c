"""Receiving mails, with the addon against Odoo alone, in the same run, on as many deals.

`make bench ARGS=mail`; DEALS=0,100000 chooses the sizes, PLAN=1 shows the slowest queries.
"""

import json
import os
from statistics import median

from scripts import databases, odoo, postgres
from scripts.settings import Settings

SIZES = (0, 100_000)
#: The two take turns, so that what else the machine does falls on both.
ROUNDS = 6

#: As Odoo would have them: one in four has a customer, with an address; each has two messages.
LOADING = """
    INSERT INTO res_partner (
        id, name, email, email_normalized, active, type, autopost_bills, create_uid, write_uid)
    SELECT 1000000 + n, 'Client ' || n, 'client' || n || '@old.example',
           'client' || n || '@old.example', TRUE, 'contact', 'ask', 1, 1
      FROM generate_series(1, {size} / 4) AS n;
    INSERT INTO crm_lead (
        id, name, type, active, stage_id, team_id, user_id, probability, priority, won_status,
        partner_id, contact_name, partner_name, email_from, email_normalized,
        email_domain_criterion, city, create_uid, write_uid, create_date, write_date)
    SELECT 1000000 + n, 'Deal ' || n, 'opportunity', n % 3 < 2,
           (SELECT id FROM crm_stage ORDER BY sequence, id LIMIT 1),
           (SELECT min(id) FROM crm_team), 2, 10, '0',
           CASE WHEN n % 3 < 2 THEN 'pending' ELSE 'lost' END,
           CASE WHEN n <= {size} / 4 THEN 1000000 + n END, 'Person ' || n, 'Company ' || n,
           'Person <client' || n || '@old.example>', 'client' || n || '@old.example',
           'client' || n || '@old.example', 'Town ' || n % 500, 2, 2,
           now() - interval '5 minutes' * n, now()
      FROM generate_series(1, {size}) AS n;
    INSERT INTO mail_message (
        model, res_id, message_type, email_from, message_id, body, subject, date, create_date,
        write_date, create_uid, write_uid, subtype_id)
    SELECT 'crm.lead', 1000000 + n % ({size} + 1), 'email', 'client' || n || '@old.example',
           '<' || md5(n::text) || '@old.example>', '<p>Text</p>', 'Subject', now(), now(), now(),
           1, 1, 1
      FROM generate_series(1, {size} * 2) AS n;
    SELECT setval('crm_lead_id_seq', (SELECT max(id) + 1 FROM crm_lead) + 1000001);
    SELECT setval('res_partner_id_seq', (SELECT max(id) FROM res_partner) + 1000001);
"""
OF_THE_ADDON = """
    UPDATE crm_lead SET deal_number = 'BENCH-' || id, deal_state = CASE WHEN active THEN 'open'
        ELSE 'lost' END,
    deal_process_id = (SELECT deal_process_id FROM crm_stage WHERE id = stage_id)
     WHERE id > 1000000;
"""
PREPARING = """
domain = env["mail.alias.domain"].create({"name": "bench.example"})
env.company.alias_domain_id = domain
team = env["crm.team"].search([], order="id", limit=1)
team.write({"alias_name": "deals", "alias_domain_id": domain.id})
env["ir.config_parameter"].set_param("crm.iap.lead.enrich.setting", "manual")
if "deal.duplicate" in env:
    env["deal.duplicate"]._fill_keys()
env.cr.commit()
"""
MEASURING = r"""
import json
import time

import odoo.sql_db

OLD = {old}
PLAN = {plan}
counted = []
execute = odoo.sql_db.Cursor.execute


def counting(self, query, params=None, log_exceptions=True):
    begin = time.perf_counter()
    try:
        return execute(self, query, params, log_exceptions)
    finally:
        counted.append((time.perf_counter() - begin, query))


odoo.sql_db.Cursor.execute = counting


def mail(number):
    # Every second one comes from a client who is known, where there are any.
    known = OLD and number % 2
    sender = f"client{{OLD - number}}@old.example" if known else f"new{{number}}@client.example"
    return (
        f"From: A Client <{{sender}}>\r\nTo: deals@bench.example\r\nSubject: Windows {{number}}\r\n"
        f"Message-ID: <{run}-{{number}}@client.example>\r\nReturn-Path: <{{sender}}>\r\n"
        "Date: Mon, 06 Oct 2025 10:00:00 +0200\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        '--b\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n'
        f"<p>Please price {{number}} windows.</p>\r\n"
        '--b\r\nContent-Type: application/pdf; name="a.pdf"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQ=\r\n--b--\r\n"
    ).encode()


# As the server that odoo-mailgate speaks to: one transaction a mail.
threads = env(user=env.ref("base.user_admin"), context={{}})["mail.thread"]
results = []
for number in range({first}, {first} + 60):
    env.invalidate_all()
    counted.clear()
    begin = time.perf_counter()
    assert threads.message_process(False, mail(number))
    env.flush_all()
    env.cr.commit()
    results.append((time.perf_counter() - begin, len(counted), list(counted)))
# The first ones fill the caches of the process.
results = results[12:]
slow = sorted((q for r in results for q in r[2]), key=lambda q: -q[0])[:8] if PLAN else []
slow = [(s, str(getattr(q, "code", q))[:1500]) for s, q in slow]
print("RESULTS" + json.dumps({{"mails": [r[:2] for r in results], "slow": slow}}))
"""


def main(settings: Settings) -> int:
    """Measure each size in copies of databases without and with the addon, and print a table."""
    wanted = os.environ.get("DEALS")
    sizes = [int(size) for size in wanted.split(",")] if wanted else SIZES
    print("| deals | Odoo alone | with the addon | time | queries |")
    print("|------:|-----------:|---------------:|-----:|--------:|")
    with postgres.running(settings):
        for size in sizes:
            _compare(settings, size)
    return 0


def _compare(settings: Settings, size: int) -> None:
    templates = (databases.base(settings), databases.with_addon(settings))
    with (
        databases.copied(settings, templates[0]) as alone,
        databases.copied(settings, templates[1]) as with_addon,
    ):
        _load(settings, alone, size, "")
        _load(settings, with_addon, size, OF_THE_ADDON)
        runs = {alone: [], with_addon: []}
        for turn in range(ROUNDS):
            for database, measured in runs.items():
                measured.append(_measure(settings, database, size, turn))
        _report(size, runs[alone], runs[with_addon])


def _load(settings: Settings, database: str, size: int, extra: str) -> None:
    if size:
        postgres.query(settings, LOADING.format(size=size) + extra, database)
    odoo.shell(settings, database, PREPARING)
    postgres.query(settings, "VACUUM ANALYZE", database)


def _measure(settings: Settings, database: str, size: int, turn: int) -> list[list]:
    plan = bool(os.environ.get("PLAN")) and turn == ROUNDS - 1
    values = {"old": size // 4, "plan": plan, "run": turn, "first": turn * 60}
    output = odoo.shell(settings, database, MEASURING.format(**values))
    results = json.loads(output.split("RESULTS", 1)[1].splitlines()[0])
    for seconds, query in results["slow"]:
        print(f"{1000 * seconds:.1f} ms: {' '.join(query.split())}")
    return results["mails"]


def _report(size: int, alone: list, with_addon: list) -> None:
    # What else the machine does only ever adds: each turn's median, and the best of these.
    times = [
        1000 * min(median(seconds for seconds, _queries in turn) for turn in run)
        for run in (alone, with_addon)
    ]
    queries = [median(count for turn in run for _s, count in turn) for run in (alone, with_addon)]
    cells = " | ".join(f"{t:.1f} ms, {q:g} q." for t, q in zip(times, queries, strict=True))
    ratio = times[1] / times[0]
    print(f"| {size:,} | {cells} | {ratio:.2f}x | {queries[1] - queries[0]:+g} |", flush=True)
