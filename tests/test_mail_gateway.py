"""Real mails, handed to a real server as `odoo-mailgate` does it, become numbered deals."""

import base64
import re
import subprocess
import sys
import time
import xmlrpc.client
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import lxml.html
import pytest

from scripts import databases, odoo_home
from tests.mails import (
    DOMAIN,
    TENDERS,
    WINDOWS,
    broken,
    head,
    hostile,
    sender_of,
    senders,
    well_formed,
)
from tests.support.mail import Outbox, deliver
from tests.support.server import Client, OdooServer

BY_NAME = {mail.name: mail for mail in well_formed.MAILS}
#: What a mail may cost, whatever it is: the big ones travel through RPC several times as big.
SECONDS, MEMORY = 30, 900 * 2**20
FIELDS = ["name", "deal_number", "team_id", "deal_process_id", "stage_id", "type", "email_from"]


@dataclass
class Standing:
    """How many deals there are, and the newest; how the client's open deal stands."""

    leads: int
    newest: int
    asks: bool
    looks_automatic: bool
    partner: str | bool
    messages: int
    is_note: bool
    told: set[str]
    failures: int
    sent: int


@dataclass
class Gateway:
    """A server with two teams, each with an address and a process of its own."""

    server: OdooServer
    client: Client
    outbox: Outbox

    def receive(self, raw: bytes) -> dict:
        """Deliver a mail; the deal that it has become, with its message."""
        return self.read(deliver(self.client, raw))

    def read(self, deal_id: int) -> dict:
        [deal] = self.client("crm.lead", "read", [deal_id], fields=FIELDS)
        domain = [("model", "=", "crm.lead"), ("res_id", "=", deal_id)]
        domain.append(("message_type", "=", "email"))
        fields = ["subject", "body", "attachment_ids"]
        [message] = self.client("mail.message", "search_read", domain, fields=fields, limit=1)
        return {**deal, "text": text_of(message["body"]), "html": message["body"]} | {
            "files": self._files(message["attachment_ids"])
        }

    def look_at(self, open_deal: int) -> Standing:
        """Return how things stand, and what has come last."""
        [deal] = self.client("crm.lead", "read", [open_deal], fields=["message_bounce"])
        [last] = self.client(
            "crm.lead",
            "search_read",
            [],
            fields=["deal_asks_belonging", "deal_looks_automatic", "partner_id"],
            order="id desc",
            limit=1,
        )
        domain = [("model", "=", "crm.lead"), ("res_id", "=", open_deal)]
        domain.append(("message_type", "=", "email"))
        fields = ["subtype_id", "notified_partner_ids"]
        messages = self.client("mail.message", "search_read", domain, fields=fields)
        told = messages[0]["notified_partner_ids"] if messages else []
        partners = self.client("res.partner", "read", told, fields=["email"])
        return Standing(
            leads=self.count(),
            newest=last["id"],
            asks=last["deal_asks_belonging"],
            looks_automatic=last["deal_looks_automatic"],
            partner=last["partner_id"] and last["partner_id"][1].split(", ")[-1],
            messages=len(messages),
            is_note=bool(messages) and messages[0]["subtype_id"][1] == "Note",
            told={partner["email"] for partner in partners},
            failures=deal["message_bounce"],
            sent=len(self.outbox.mails),
        )

    def count(self) -> int:
        context = {"active_test": False}
        return self.client("crm.lead", "search_count", [], context=context)

    def _files(self, ids: list[int]) -> dict[str, bytes]:
        files = self.client("ir.attachment", "read", ids, fields=["name", "datas"])
        return {file["name"]: base64.b64decode(file["datas"] or "") for file in files}


def text_of(html: str) -> str:
    """Return what a reader sees, without the space around it."""
    text = lxml.html.fromstring(html).text_content() if html.strip() else ""
    return re.sub(r"\n{2,}", "\n\n", text.replace("\r\n", "\n")).strip()


def make_team(client: Client, address: str, process: dict, **values) -> int:
    """Create a sales team with a process and a mail address of its own."""
    stages = [
        {"name": f"{process['name']} first", "sequence": 1},
        {"name": f"{process['name']} won", "sequence": 70, "is_won": True},
    ]
    lines = [(0, 0, stage) for stage in stages]
    deal_process_id = client("deal.process", "create", {**process, "stage_ids": lines})
    return client(
        "crm.team",
        "create",
        {
            "name": f"Team {process['name']}",
            "alias_name": address.split("@")[0],
            "deal_process_ids": [(6, 0, [deal_process_id])],
            **values,
        },
    )


@pytest.fixture(scope="module")
def gateway(settings):
    template = databases.with_addon(settings)
    with (
        databases.copied(settings, template) as database,
        Outbox() as outbox,
        OdooServer(settings, database, *outbox.arguments) as server,
    ):
        client = server.client()
        # Nothing outside is asked about senders.
        parameter = ["crm.iap.lead.enrich.setting", "manual"]
        client("ir.config_parameter", "set_param", *parameter)
        domain = client("mail.alias.domain", "create", {"name": DOMAIN})
        client("res.company", "write", [1], {"alias_domain_id": domain})
        make_team(client, WINDOWS, {"name": "Windows", "number_prefix": "W/"})
        make_team(client, TENDERS, {"name": "Tenders", "number_prefix": "T/"})
        yield Gateway(server, client, outbox)


def assert_deal_of(deal: dict, process: str, prefix: str) -> None:
    """Check that a deal is numbered, and at the first stage of its team's process."""
    assert re.fullmatch(rf"{prefix}/\d{{5,}}", deal["deal_number"])
    assert deal["team_id"][1] == f"Team {process}"
    assert deal["deal_process_id"][1] == process
    assert deal["stage_id"][1] == f"{process} first"


@pytest.mark.parametrize("mail", well_formed.MAILS, ids=str)
def test_a_mail_becomes_a_deal_with_its_text_and_files(gateway, mail):
    deal = gateway.receive(mail.raw)
    assert_deal_of(deal, "Windows", "W")
    assert sender_of(mail.name) in deal["email_from"]
    assert deal["name"] == mail.subject
    assert deal["text"] == mail.text
    assert {name: deal["files"].get(name) for name in mail.attachments} == mail.attachments


def test_a_mail_has_no_files_but_its_own(gateway):
    assert gateway.receive(renamed("attachments"))["files"] == BY_NAME["attachments"].attachments


def test_a_forwarded_mail_is_kept_whole(gateway):
    files = gateway.receive(renamed("forwarded"))["files"]
    assert any(b"Subject: The first inquiry" in content for content in files.values())


def test_a_picture_in_the_text_is_shown_there(gateway):
    html = gateway.receive(renamed("inline"))["html"]
    assert re.search(r'<img[^>]* src="/web/image/\d+', html)


@pytest.mark.parametrize("mail", broken.READABLE, ids=str)
def test_a_broken_mail_becomes_a_deal_with_what_can_be_read(gateway, mail):
    deal = gateway.receive(mail.raw)
    assert_deal_of(deal, "Windows", "W")
    assert mail.text in deal["text"]
    assert mail.subject in deal["name"]
    assert {name: deal["files"].get(name) for name in mail.attachments} == mail.attachments
    assert "Traceback" not in deal["text"]


def test_a_text_that_no_charset_explains_has_the_mail_beside_it(gateway):
    mail = next(mail for mail in broken.READABLE if mail.name == "latin2_as_utf8")
    raw = mail.raw.replace(b"latin2_as_utf8", b"latin2_again")
    assert gateway.receive(raw)["files"] == {"original_email.eml": raw}


@pytest.mark.parametrize("mail", hostile.MAILS, ids=str)
def test_a_big_or_hostile_mail_becomes_a_deal_in_bounded_time_and_memory(gateway, mail):
    begin, memory = time.monotonic(), gateway.server.forget_peak_memory()
    deal = gateway.receive(mail.raw)
    took, more = time.monotonic() - begin, gateway.server.peak_memory() - memory
    print(f"{len(mail.raw):,} bytes: {took:.1f} s, {more / 2**20:,.0f} MB more at the peak")
    assert took < SECONDS
    assert more < MEMORY
    assert_deal_of(deal, "Windows", "W")
    assert sender_of(mail.name) in deal["email_from"]
    if mail.is_attached:
        assert deal["files"] == {"original_email.eml": mail.raw}
        assert "could not be read" in deal["text"]
    assert mail.text in deal["text"]
    assert [text for text in mail.without if text in deal["html"]] == []
    assert {name: deal["files"].get(name) for name in mail.attachments} == mail.attachments


@pytest.mark.parametrize("mail", broken.REFUSED, ids=str)
def test_a_mail_that_nobody_can_place_is_refused_and_logged(gateway, mail):
    before = gateway.count()
    logged = len(gateway.server.output())
    with pytest.raises(xmlrpc.client.Fault):
        deliver(gateway.client, mail.raw)
    assert "Traceback" in gateway.server.output()[logged:]
    assert gateway.count() == before
    good = head(f"after_{mail.name}", b"Next") + b"\r\nThe next mail."
    assert gateway.receive(good)["text"] == "The next mail."


def test_each_address_has_its_own_team_process_and_numbers(gateway):
    windows = gateway.receive(renamed("plain"))
    tenders = gateway.receive(renamed("plain").replace(WINDOWS.encode(), TENDERS.encode()))
    assert_deal_of(windows, "Windows", "W")
    assert_deal_of(tenders, "Tenders", "T")


def test_a_mail_to_both_addresses_becomes_a_deal_in_each(gateway):
    before = gateway.count()
    both = f"{WINDOWS}, {TENDERS}".encode()
    deliver(gateway.client, renamed("plain").replace(WINDOWS.encode(), both))
    deals = gateway.client("crm.lead", "search", [], order="id desc", limit=2)
    assert gateway.count() == before + 2
    assert {gateway.read(deal)["deal_process_id"][1] for deal in deals} == {"Windows", "Tenders"}


def test_a_mail_that_comes_twice_is_one_deal(gateway):
    raw = renamed("plain")
    gateway.receive(raw)
    before = gateway.count()
    assert deliver(gateway.client, raw) is False
    assert gateway.count() == before


def test_a_reply_goes_to_the_deal_and_draws_no_number(gateway):
    raw = renamed("plain")
    deal = gateway.receive(raw)
    before = gateway.count()
    identifier = re.search(rb"(?i)message-id: (\S+)", raw)[1]
    reply = head("reply", b"Re: Forty windows") + b"In-Reply-To: " + identifier + b"\r\n\r\nMore."
    assert deliver(gateway.client, reply) == deal["id"]
    assert gateway.count() == before
    assert gateway.read(deal["id"])["deal_number"] == deal["deal_number"]


def test_a_reply_to_a_merged_deal_reaches_the_survivor(gateway):
    survivor = gateway.receive(renamed("plain"))["id"]
    raw = renamed("plain")
    merged = gateway.receive(raw)["id"]
    gateway.client("crm.lead", "merge_opportunity", [survivor, merged])
    identifier = re.search(rb"(?i)message-id: (\S+)", raw)[1]
    reply = (
        head("reply_to_merged", b"Re: Forty windows")
        + b"In-Reply-To: "
        + identifier
        + b"\r\n\r\nMore."
    )
    assert deliver(gateway.client, reply) == survivor


def test_mails_at_the_same_moment_get_different_numbers(gateway):
    mails = [renamed("plain") for _number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(lambda raw: deliver(gateway.server.client(), raw), mails))
    numbers = {gateway.read(deal)["deal_number"] for deal in ids}
    assert len(numbers) == len(mails)


def test_a_mail_that_comes_many_times_at_once_is_one_deal(gateway):
    before, sent = gateway.count(), len(gateway.outbox.mails)
    for _round in range(4):
        raw = renamed("plain")
        with ThreadPoolExecutor(4) as pool:
            ids = list(pool.map(lambda raw: deliver(gateway.server.client(), raw), [raw] * 4))
        assert len(set(filter(None, ids))) == 1
    assert gateway.count() == before + 4
    assert len(gateway.outbox.mails) == sent


def test_mails_of_one_message_id_at_once_become_a_deal_each(gateway):
    before = gateway.count()
    raw = renamed("plain")
    mails = [raw.replace(b"\r\n\r\n", f"\r\n\r\nNumber {n} ".encode(), 1) for n in range(4)] * 2
    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(lambda raw: deliver_until_taken(gateway.server, raw), mails))
    assert gateway.count() == before + 4
    assert len(set(filter(None, ids))) == 4


def test_copies_for_two_teams_at_once_make_a_deal_for_each(gateway):
    before = gateway.count()
    for _round in range(4):
        raw = renamed("plain").replace(b"To: " + WINDOWS.encode(), b"To: list@client.example")
        copies = [f"Delivered-To: {to}\r\n".encode() + raw for to in (WINDOWS, TENDERS)] * 2
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda raw: deliver_until_taken(gateway.server, raw), copies))
    assert gateway.count() == before + 8


def test_mails_that_wait_for_each_others_number_are_not_refused(gateway):
    address = f"gapless@{DOMAIN}"
    process = {"name": "Gapless", "number_prefix": "G/", "number_implementation": "no_gap"}
    team = make_team(gateway.client, address, process)
    sent = len(gateway.outbox.mails)
    mails = [renamed("plain").replace(WINDOWS.encode(), address.encode()) for _number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(lambda raw: deliver_until_taken(gateway.server, raw), mails))
    deals = gateway.client("crm.lead", "read", ids, fields=["deal_number"])
    numbers = sorted(int(deal["deal_number"].removeprefix("G/")) for deal in deals)
    assert numbers == list(range(1, 13))
    assert len(gateway.outbox.mails) == sent
    [alias] = gateway.client("crm.team", "read", [team], fields=["alias_status"])
    assert alias["alias_status"] == "valid"


def test_a_mail_without_message_id_that_comes_twice_is_one_deal(gateway):
    raw = re.sub(rb"(?i)message-id: .*\r\n", b"", renamed("plain"))
    assert gateway.receive(raw)
    before = gateway.count()
    assert deliver(gateway.client, raw) is False
    assert gateway.count() == before


def test_a_mail_from_a_stranger_to_a_closed_address_is_bounced(gateway):
    process = {"name": "Closed", "number_prefix": "C/"}
    make_team(gateway.client, f"closed@{DOMAIN}", process, alias_contact="partners")
    before = gateway.count()
    raw = head("stranger", b"Let me in").replace(WINDOWS.encode(), f"closed@{DOMAIN}".encode())
    assert not deliver(gateway.client, raw + b"\r\nHello")
    assert gateway.count() == before
    [bounce] = gateway.outbox.to(sender_of("stranger"))
    assert bounce["Subject"] == "Re: Let me in"


@pytest.fixture(scope="module")
def open_deal(gateway):
    """Create the client's open deal, with a salesperson's message, and the other known people."""
    client = gateway.client
    for kind in ("partners", "followers", "internal_users"):
        name = "employees" if kind == "internal_users" else kind
        process = {"name": name.title(), "number_prefix": f"{name.upper()}/"}
        make_team(client, f"{name}@{DOMAIN}", process, alias_contact=kind)
    employees = {"name": senders.STAFF, "login": "staff", "email": senders.STAFF}
    client("res.users", "create", employees)
    firm = client("res.partner", "create", {"name": "Okna Plus", "is_company": True})
    people = [
        {"name": address, "email": address, "parent_id": firm}
        for address in (senders.CLIENT, senders.COLLEAGUE)
    ]
    people += [{"name": address, "email": address} for address in (senders.GMAIL, senders.PERSIAN)]
    ids = client("res.partner", "create", people)
    values = {"name": "Forty windows", "type": "opportunity", "partner_id": ids[0]}
    deal = client("crm.lead", "create", values)
    written = {"body": "Which colour?", "subtype_xmlid": "mail.mt_comment"}
    client("crm.lead", "message_post", [deal], partner_ids=[ids[0]], **written)
    domain = [("model", "=", "crm.lead"), ("res_id", "=", deal), ("body", "ilike", "colour")]
    question = client("mail.message", "search", domain)
    client("mail.message", "write", question, {"message_id": senders.QUESTION})
    return deal


@pytest.mark.parametrize("mail", senders.MAILS, ids=str)
def test_a_mail_becomes_what_its_sender_makes_it(gateway, open_deal, mail):
    [deal] = gateway.client("crm.lead", "read", [open_deal], fields=["deal_number"])
    number = deal["deal_number"]
    before = gateway.look_at(open_deal)
    deliver(gateway.client, mail.raw.replace(senders.NUMBER.encode(), number.encode()))
    after = gateway.look_at(open_deal)
    assert result_of(mail, before, after) == mail.result
    if mail.result == "customer":
        assert after.partner == senders.CUSTOMERS[mail.name.partition("_")[0]]
    if mail.result == "note":
        assert not after.told & {senders.CLIENT, senders.COLLEAGUE}
    if after.leads != before.leads:
        # The next mail of this sender finds all as this one did.
        gateway.client("crm.lead", "unlink", [after.newest])


def result_of(mail: senders.Sent, before: Standing, after: Standing) -> str:
    """Return what has become of a mail; see `senders.RESULTS`."""
    if after.leads != before.leads:
        assert after.leads == before.leads + 1
        if after.looks_automatic:
            return "doubt"
        return "asks" if after.asks else "customer" if after.partner else "deal"
    if after.messages != before.messages:
        assert after.messages == before.messages + 1
        return "note" if after.is_note else "answer"
    if after.failures != before.failures:
        return "failed"
    return "bounced" if after.sent != before.sent else "nothing"


@pytest.mark.parametrize(
    ("address", "exit_code"), [(WINDOWS, 0), (f"nobody@{DOMAIN}", 67)], ids=["known", "unknown"]
)
def test_odoo_mailgate_itself_delivers(gateway, address, exit_code):
    raw = renamed("persian_utf8").replace(WINDOWS.encode(), address.encode())
    server = gateway.server
    home = odoo_home.find(server.settings)
    [script] = [
        path
        for addons in home.addons
        if (path := addons / "mail/static/scripts/odoo-mailgate.py").is_file()
    ]
    user = ["-u", str(gateway.client.user_id), "-p", "admin"]
    options = ["-d", server.database, *user, "--port", str(server.port)]
    before = gateway.count()
    done = subprocess.run([sys.executable, script, *options], input=raw, capture_output=True)
    assert done.returncode == exit_code
    assert gateway.count() == before + (not exit_code)


def deliver_until_taken(server: OdooServer, raw: bytes) -> int:
    """Deliver a mail like a mail server that tries again while it is told to wait."""
    for attempt in range(20):
        try:
            return deliver(server.client(), raw)
        except xmlrpc.client.Fault as fault:
            assert "could not obtain lock" in fault.faultString
            time.sleep(0.1 * attempt)
    raise AssertionError("The mail was never taken in.")


def renamed(name: str) -> bytes:
    """Return a well-formed mail once more, as another mail of another sender."""
    renamed.count += 1
    raw = BY_NAME[name].raw
    return raw.replace(name.encode() + b"@", b"%s%d@" % (name.encode(), renamed.count))


renamed.count = 0
