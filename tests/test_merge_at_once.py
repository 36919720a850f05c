"""Two users merge overlapping deals at the same moment."""

import xmlrpc.client
from concurrent.futures import ThreadPoolExecutor

import pytest

ROUNDS = 5


def merge(client, ids):
    """Merge deals, and return the error that the user is shown, '' for none."""
    try:
        client("crm.lead", "merge_opportunity", ids)
    except xmlrpc.client.Fault as fault:
        return fault.faultString
    return ""


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_wins_and_the_other_is_told(odoo_server, _round):
    clients = [odoo_server.client() for _user in range(2)]
    values = [{"name": f"Same {number}", "type": "opportunity"} for number in range(3)]
    first, second, third = clients[0]("crm.lead", "create", values)
    for lead in (first, second, third):
        clients[0]("crm.lead", "message_post", [lead], body="Hello")
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(merge, clients, ([first, second], [second, third])))
    found = clients[0](
        "crm.lead", "read", [first, second, third], ["deal_merged_into_id", "active"]
    )
    rows = {row["id"]: row for row in found}
    into = {
        lead: row["deal_merged_into_id"] and row["deal_merged_into_id"][0]
        for lead, row in rows.items()
    }
    assert "" in told
    if told[0]:
        assert "merged meanwhile" in told[0]
        assert into == {first: False, second: False, third: second}
    elif told[1]:
        assert "merged meanwhile" in told[1]
        assert into == {first: False, second: first, third: False}
    else:  # one after the other, and both as asked
        assert into == {first: False, second: first, third: second}
    assert all(row["active"] == (not into[lead]) for lead, row in rows.items())
