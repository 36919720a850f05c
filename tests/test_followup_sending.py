"""Follow-ups through a real mail server: what arrives, when workers die and when there are two."""

import asyncio
import re
import time
from collections import Counter

import pytest
import requests

from scripts import databases
from tests.support.mail import Outbox
from tests.support.server import Client, OdooServer

DEALS = 120
#: Connections to the mail server at a time: so many messages may be in doubt.
CONNECTIONS = 1


class SlowOutbox(Outbox):
    """A mail server that takes its time."""

    async def handle_DATA(self, server, session, envelope) -> str:
        await asyncio.sleep(0.02)
        return await super().handle_DATA(server, session, envelope)

    @property
    def letters(self) -> list:
        """Return the mails that clients got; Odoo writes to its users, too."""
        return [mail for mail in self.mails if "@client.example" in mail["X-Recipients"]]

    def wait_for(self, count: int) -> None:
        wait_until(lambda: len(self.letters) >= count)

    def count_by_recipient(self) -> Counter:
        return Counter(mail["X-Recipients"] for mail in self.letters)


def wait_until(is_so, patience: int = 90) -> None:
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline, "It took too long."
        time.sleep(0.1)


def make_deals(client: Client, count: int, name: str) -> list[int]:
    client("res.users", "write", [client.user_id], {"email": "seller@ours.example"})
    return client(
        "crm.lead",
        "create",
        [
            {
                "name": f"{name} {i}",
                "type": "opportunity",
                "contact_name": f"Client {i}",
                "email_from": f"{name}{i}@client.example",
                "user_id": client.user_id,
            }
            for i in range(count)
        ],
    )


def launch(client: Client, deals: list[int]) -> int:
    followup = client("crm.lead", "action_deal_new_followup", deals)["res_id"]
    client("deal.followup", "write", [followup], {"skip_days": 0})
    client("deal.followup", "action_launch", [followup])
    return followup


def wait_until_done(client: Client, followup: int) -> dict:
    names = ["state", "sent_count", "failed_count", "waiting_count"]
    read = lambda: client("deal.followup", "read", [followup], fields=names)[0]  # noqa: E731
    wait_until(lambda: read()["state"] == "done")
    return read()


@pytest.fixture
def database(settings):
    with databases.copied(settings, databases.with_addon(settings)) as name:
        yield name


def test_a_killed_worker_leaves_nothing_sent_twice(settings, database):
    with SlowOutbox() as outbox:
        server = OdooServer(settings, database, *outbox.arguments)
        with server:
            client = server.client()
            followup = launch(client, make_deals(client, DEALS, "deal"))
            outbox.wait_for(DEALS // 4)
            server.process.kill()
            server.process.wait()
        assert len(outbox.letters) < DEALS
        with OdooServer(settings, database, *outbox.arguments) as server:
            client = server.client()
            # Another follow-up wakes the job; the interrupted one goes on with it.
            launch(client, make_deals(client, 1, "other"))
            done = wait_until_done(client, followup)
            lines = client(
                "deal.followup.line",
                "search_read",
                [("followup_id", "=", followup)],
                fields=["email", "state", "message_id"],
            )
    counts = outbox.count_by_recipient()
    states = {line["email"]: line["state"] for line in lines}
    assert max(counts.values()) == 1
    assert len(states) == DEALS
    assert set(states.values()) <= {"sent", "interrupted"}
    in_doubt = [email for email, state in states.items() if state == "interrupted"]
    assert len(in_doubt) == done["failed_count"] <= CONNECTIONS
    assert all(counts[email] == 1 for email, state in states.items() if state == "sent")
    references = Counter(mail["Message-Id"] for mail in outbox.letters)
    assert max(references.values()) == 1
    assert all(line["message_id"] for line in lines)


def test_what_is_cancelled_while_it_is_sent_goes_to_nobody_else(settings, database):
    with SlowOutbox() as outbox, OdooServer(settings, database, *outbox.arguments) as server:
        client = server.client()
        followup = launch(client, make_deals(client, 4 * DEALS, "deal"))
        outbox.wait_for(DEALS // 4)
        client("deal.followup", "action_cancel", [followup])
        before = len(outbox.letters)
        names = ["state", "next_on", "sent_count", "waiting_count"]
        read = lambda: client("deal.followup", "read", [followup], fields=names)[0]  # noqa: E731
        # What follows on those that were sent is done, too.
        wait_until(lambda: not read()["next_on"])
        done = read()
        lines = client(
            "deal.followup.line",
            "search_read",
            [("followup_id", "=", followup)],
            fields=["email", "state", "is_settled"],
        )
    assert (done["state"], done["waiting_count"]) == ("cancelled", 0)
    counts = outbox.count_by_recipient()
    assert max(counts.values()) == 1
    assert len(counts) <= before + CONNECTIONS
    assert {line["email"] for line in lines if line["state"] == "sent"} == set(counts)
    assert all(line["is_settled"] for line in lines if line["state"] == "sent")


def test_two_hosts_send_each_message_once(settings, database):
    with (
        SlowOutbox() as outbox,
        OdooServer(settings, database, *outbox.arguments) as one,
        OdooServer(settings, database, *outbox.arguments) as two,
    ):
        clients = [one.client(), two.client()]
        followups = [
            launch(clients[i % 2], make_deals(clients[i % 2], DEALS // 4, f"deal{i}-"))
            for i in range(4)
        ]
        done = [wait_until_done(clients[0], followup) for followup in followups]
    assert [row["sent_count"] for row in done] == [DEALS // 4] * 4
    counts = outbox.count_by_recipient()
    assert (len(counts), max(counts.values())) == (DEALS, 1)


def test_a_client_unsubscribes_by_the_message(settings, database):
    with SlowOutbox() as outbox, OdooServer(settings, database, *outbox.arguments) as server:
        client = server.client()
        client("ir.config_parameter", "set_param", "web.base.url", server.url)
        deals = make_deals(client, 3, "deal")
        wait_until_done(client, launch(client, deals))
        assert len(outbox.letters) == 3
        [mail] = outbox.to("deal1@client.example")
        # As it came: mail programs decode nothing in this header.
        url = dict(mail.raw_items())["List-Unsubscribe"].strip().strip("<>")
        assert url.startswith(server.url)
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        html = mail.get_body(("html",)).get_content()
        assert url in re.findall(r'href="([^"]*)"', html)
        assert url in mail.get_body(("plain",)).get_content()
        assert requests.get(url, timeout=30).status_code == 200
        assert client("deal.followup.optout", "search_count", []) == 0
        for _time in range(2):
            answer = requests.post(url, data={"List-Unsubscribe": "One-Click"}, timeout=30)
            assert answer.status_code == 200
        assert client("deal.followup.optout", "search_count", []) == 1
        wait_until_done(client, launch(client, deals))
        assert outbox.count_by_recipient() == {
            "deal0@client.example": 2,
            "deal1@client.example": 1,
            "deal2@client.example": 2,
        }
