"""Many deals at once, through a real server: each finds one salesperson, evenly."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.server import Client, OdooServer

EACH = 12
AT_ONCE = 3


class Team:
    """Three members, who are given what others bring in."""

    def __init__(self, server: OdooServer, assignment: str, name: str = "") -> None:
        self.server = server
        self.client: Client = server.client()
        group = self.client(
            "res.users", "search_read", [("login", "=", "admin")], fields=["group_ids"]
        )[0]["group_ids"]
        self.client("ir.config_parameter", "set_param", "sales_team.membership_multi", "True")
        self.users = [
            self.client(
                "res.users",
                "create",
                {
                    "name": f"Member {number}",
                    "login": f"{name or assignment}{number}",
                    "group_ids": [(6, 0, group)],
                },
            )
            for number in range(3)
        ]
        self.id = self.client(
            "crm.team",
            "create",
            {
                "name": f"Team {assignment}",
                "deal_assignment": assignment,
                "crm_team_member_ids": [(0, 0, {"user_id": user}) for user in self.users],
            },
        )

    def bring_in(self, client: Client) -> list[int]:
        """Create deals, each by a request of its own, and return their salespeople."""
        values = {"name": "A deal", "type": "opportunity", "user_id": False, "team_id": self.id}
        deals = [client("crm.lead", "create", values) for _ in range(EACH)]
        return [deal["user_id"][0] for deal in client("crm.lead", "read", deals, ["user_id"])]


def find_conflicts(output: str) -> list[str]:
    """Return the statements on deals, teams or members that another request disturbed."""
    statements = output.split("bad query: ")[1:]
    failed = (text.partition("\nERROR: could not serialize") for text in statements)
    tables = ("crm_lead", "crm_team")
    return [q for q, conflict, _rest in failed if conflict and any(t in q for t in tables)]


@pytest.mark.parametrize("assignment", ["turn", "load"])
def test_requests_at_once_give_each_deal_to_one_member_evenly(odoo_server, assignment):
    team = Team(odoo_server, assignment)
    clients = [odoo_server.client() for _ in range(AT_ONCE)]
    before = odoo_server.output()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        given = Counter(user for users in pool.map(team.bring_in, clients) for user in users)
    print(assignment, [given[user] for user in team.users])
    assert set(given) == set(team.users)
    assert max(given.values()) - min(given.values()) <= 2 * AT_ONCE
    assert find_conflicts(odoo_server.output()[len(before) :]) == []


def test_what_somebody_brings_in_who_sees_own_deals_only_goes_to_the_team(odoo_server):
    team = Team(odoo_server, "turn", "given")
    group = team.client(
        "ir.model.data", "check_object_reference", "sales_team", "group_sale_salesman"
    )[1]
    values = {
        "name": "Desk",
        "login": "desk",
        "password": "desk-desk",
        "group_ids": [(6, 0, [group])],
    }
    team.client("res.users", "create", values)
    desk = odoo_server.client("desk", "desk-desk")
    values = {"name": "A call", "type": "opportunity", "user_id": False, "team_id": team.id}
    # As a form saves it: created and read in one request.
    [saved] = desk("crm.lead", "web_save", [], values, {"name": {}, "user_id": {}})
    assert (saved["name"], saved["user_id"]) == ("A call", False)
    [deal] = team.client("crm.lead", "read", [saved["id"]], ["user_id"])
    assert deal["user_id"][0] in team.users
    assert desk("crm.lead", "search", [("id", "=", saved["id"])]) == []
