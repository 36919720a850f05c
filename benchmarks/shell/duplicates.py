"""What the finder of duplicates takes and finds, and what Odoo's own finds."""

import re
import time
from pathlib import Path

from odoo.tools import SQL

from ._timing import best

#: The deals' ids begin here.
FIRST = 1_000_000
NAMES = ["email_from", "phone", "website", "partner_name", "contact_name", "city", "country_id"]
EXACT = """
    WITH block AS (SELECT unnest(string_to_array(blocks, ' ')) AS block, lead_id
                     FROM deal_match_key),
         exact AS (SELECT hashtextextended(block, 0) AS block, lead_id
                     FROM block WHERE left(block, 2) IN ('m:', 'p:', 't:'))
    SELECT count(*) FROM (
        SELECT DISTINCT x.lead_id, y.lead_id AS other
          FROM exact x JOIN exact y ON x.block = y.block AND y.lead_id < x.lead_id
         WHERE x.block IN (
            SELECT block FROM exact GROUP BY block HAVING count(*) BETWEEN 2 AND 40)
    ) AS pairs
"""


def measure(env, found: str) -> dict:
    """Return the figures; the pairs of duplicates are written into the file `found`."""
    figures = scan(env)
    write_pairs(env, found)
    env.cr.execute(
        "SELECT id FROM crm_lead WHERE id > %s AND id %% 97 = 0 ORDER BY id LIMIT 300", [FIRST]
    )
    leads = env["crm.lead"].browse([row[0] for row in env.cr.fetchall()])
    figures |= check(leads)
    # Changed deals, as the job every ten minutes takes them.
    changed = leads.ids[:300] + [lead_id + 1 for lead_id in leads.ids[:200]]
    figures["500 changed"] = get_seconds(lambda: env["deal.duplicate"]._scan_leads(changed))
    figures |= time_pages(leads)
    figures["odoo"] = find_by_odoo(leads)
    figures["sample"] = [lead_id - FIRST for lead_id in leads.ids]
    env.cr.rollback()
    return figures


def scan(env) -> dict[str, float]:
    """Fill the keys, then time the parts of a full scan and the whole."""
    duplicates, frequencies = env["deal.duplicate"], env["deal.match.frequency"]
    figures = {"fill": get_seconds(duplicates._fill_keys)}
    env.cr.execute("ANALYZE deal_match_key")
    env.cr.commit()
    figures["count words"] = get_seconds(frequencies._refresh_words)
    figures["blocks"] = get_seconds(duplicates._make_tables)
    figures["exact keys"] = get_seconds(lambda: env.execute_query(SQL(EXACT)))
    env["deal.match.rules"]._get_used()._remember_scan()
    env.cr.commit()
    figures["full scan"] = get_seconds(duplicates._scan)
    figures["memory"] = get_most_memory()
    return figures


def write_pairs(env, path: str) -> None:
    """Write the pairs that the scan found, by the deals' places, and whether they are two deals."""
    query = "SELECT lead_id, other_id, is_repeat::int FROM deal_duplicate WHERE lead_id > %s"
    env.cr.execute(query, [FIRST - 1])
    with open(path, "w") as file:
        for one, other, is_repeat in env.cr.fetchall():
            file.write(f"{one - FIRST} {other - FIRST} {is_repeat}\n")


def check(leads) -> dict[str, float]:
    """Time the check of a deal that is being typed."""
    checks = sorted([check_typed(lead) for lead in leads][20:])
    middle, p95 = (checks[int(len(checks) * share)] for share in (0.5, 0.95))
    return {"check": p95, "check median": middle}


def check_typed(lead) -> float:
    """Return the seconds of the check of a new deal with the values of one that exists."""
    values = lead.read(NAMES, load=None)[0]
    values.pop("id")
    typed = lead.env["crm.lead"].new({**values, "type": "opportunity"})
    # What the form has already computed by then.
    for name in ("won_status", "deal_merged_into_id", "company_id", "partner_id.vat"):
        typed.mapped(name)
    seconds = get_seconds(typed._find_duplicates)
    lead.env.invalidate_all()
    return seconds


def time_pages(leads) -> dict[str, tuple[float, int]]:
    """Time a page of the list: our badges, our live count, and Odoo's."""
    env = leads.env
    leads = leads[:80].with_user(env.ref("base.user_admin"))
    figures = {
        "page": time_page(leads, "deal_duplicate_count"),
        "page live": time_page(leads, "duplicate_lead_count"),
    }
    env.company.deal_merge_policy = "odoo"
    return {**figures, "page of Odoo": time_page(leads, "duplicate_lead_count")}


def time_page(leads, field: str) -> tuple[float, int]:
    """Return seconds and queries of a field of deals whose page is read."""
    names = ["name", "company_id", "email_from", "phone", "partner_id"]

    def read() -> None:
        leads.mapped(field)

    return best(leads.env, read, rounds=3, warm=lambda: leads.fetch(names))[0]


def find_by_odoo(leads) -> list[tuple[int, int]]:
    """Return the pairs that Odoo's finder finds, by the deals' places."""
    pairs = {
        (min(one.id, other.id) - FIRST, max(one.id, other.id) - FIRST)
        for one in leads
        for other in one.duplicate_lead_ids - one
    }
    return sorted(pairs)


def get_most_memory() -> float:
    """Return the megabytes that the process has had in memory at most.

    `getrusage` would count those of the process that started this one, which made the deals.
    """
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) / 1024


def get_seconds(action) -> float:
    """Return the seconds of an action."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin
