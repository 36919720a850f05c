"""Many deals at once, through a real server: each finds one salesperson, in fair shares."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.server import Client, OdooServer

EACH = 12
AT_ONCE = 3


class Team:
    """Three members with shares, who are given what others bring in."""

    def __init__(self, server: OdooServer, assignment: str) -> None:
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
                    "login": f"{assignment}{number}",
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
                "crm_team_member_ids": [
                    (0, 0, {"user_id": user, "deal_share": share})
                    for user, share in zip(self.users, (2, 1, 1), strict=True)
                ],
            },
        )

    def bring_in(self, client: Client) -> list[int]:
        """Deals of a request each; their salespeople."""
        values = {"name": "A deal", "type": "opportunity", "user_id": False, "team_id": self.id}
        deals = [client("crm.lead", "create", values) for _ in range(EACH)]
        return [deal["user_id"][0] for deal in client("crm.lead", "read", deals, ["user_id"])]


@pytest.mark.parametrize("assignment", ["turn", "load"])
def test_requests_at_once_give_each_deal_to_one_member_in_fair_shares(odoo_server, assignment):
    team = Team(odoo_server, assignment)
    clients = [odoo_server.client() for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        given = Counter(user for users in pool.map(team.bring_in, clients) for user in users)
    print(assignment, [given[user] for user in team.users])
    assert set(given) == set(team.users)
    for user, share in zip(team.users, (2, 1, 1), strict=True):
        assert abs(given[user] - EACH * AT_ONCE * share / 4) <= 6
    assert "could not serialize" not in odoo_server.output()
