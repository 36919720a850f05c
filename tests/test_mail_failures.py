"""Whatever a mail server does wrong, users read in words what happened and what to do.

A real Odoo sends to real sockets, behind each of which somebody refuses something else.
"""

import re
import socketserver
import threading
import xmlrpc.client

import pytest

from scripts.server import free_port

#: What a server answers to a command in place of yes, and the words that users read.
ANSWERS = {
    "recipient": ("RCPT", "550 5.1.1 no such user", "refused the recipient's address"),
    "sender": ("MAIL", "553 5.7.1 not one of yours", "refused the sender's address"),
    "too big": ("DATA", "552 5.3.4 message too big", "too large"),
    "busy": ("DATA", "451 4.7.1 greylisted", "can't take the message now"),
    "spam": ("DATA", "554 5.7.1 looks like spam", "refused the message"),
    "login": ("AUTH", "535 5.7.8 bad credentials", "user name or the password"),
    "hanging up": ("MAIL", "", "ended the connection"),
    "no encryption": ("STARTTLS", "502 what is that", "secure connection"),
}
#: What no user should read.
TECHNICAL = re.compile(r"SMTP\w|Errno|Traceback|Error\b|\b[45]\d\d\b|b'|\\n|Exception")


class Refusing(socketserver.ThreadingTCPServer):
    """A mail server that answers one command as it is told: `with Refusing("RCPT", "550 no")`."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, command: str, answer: str) -> None:
        self.command, self.answer = command, answer
        super().__init__(("127.0.0.1", 0), Session)
        self.port = self.server_address[1]

    def __enter__(self) -> "Refusing":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_exception) -> None:
        self.shutdown()
        self.server_close()


class Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 refusing.example")
        for line in self.rfile:
            command = line.split()[0].decode().upper() if line.split() else ""
            if command == self.server.command:
                if not self.server.answer:
                    return
                self.say(self.server.answer)
            elif command == "EHLO":
                self.say("250-refusing.example\r\n250 AUTH PLAIN LOGIN")
            elif command == "DATA":
                self.say("354 go on")
            elif command == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 OK")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture(scope="module")
def mailing(odoo_server):
    """Return a client, and a mail server's record that goes where it is told."""
    client = odoo_server.client()
    values = {"name": "Refusing", "smtp_host": "127.0.0.1", "smtp_port": 25, "sequence": 1}
    server = client("ir.mail_server", "create", {**values, "smtp_encryption": "none"})
    client("res.users", "write", [client.user_id], {"email": "seller@ours.example"})
    deal = {"name": "Unsent", "type": "opportunity", "email_from": "client@client.example"}
    [deal] = client("crm.lead", "create", [deal])
    followup = client("crm.lead", "action_deal_new_followup", [deal])["res_id"]
    yield client, server, followup
    client("deal.followup", "unlink", [followup])
    client("crm.lead", "write", [deal], {"active": False})
    client("ir.mail_server", "unlink", [server])


def send_test(client, followup: int) -> str:
    """Send a test message, and return what the user reads of its failure."""
    with pytest.raises(xmlrpc.client.Fault) as failure:
        client("deal.followup", "action_send_test", [followup])
    return failure.value.faultString


@pytest.mark.parametrize("case", ANSWERS)
def test_each_refusal_is_told_in_words(mailing, case):
    client, server, followup = mailing
    command, answer, words = ANSWERS[case]
    values = {
        "smtp_user": "seller" if command == "AUTH" else False,
        "smtp_pass": "secret" if command == "AUTH" else False,
        "smtp_encryption": "starttls" if command == "STARTTLS" else "none",
    }
    with Refusing(command, answer) as refusing:
        client("ir.mail_server", "write", [server], {**values, "smtp_port": refusing.port})
        told = send_test(client, followup)
    assert words in told, told
    assert not TECHNICAL.search(told)


def test_a_server_that_is_not_there_is_told_in_words(mailing):
    client, server, followup = mailing
    values = {"smtp_user": False, "smtp_encryption": "none", "smtp_port": free_port()}
    client("ir.mail_server", "write", [server], values)
    told = send_test(client, followup)
    assert "could not be reached" in told
    assert not TECHNICAL.search(told)


def test_an_offer_says_in_words_who_refused_it(mailing):
    """Odoo keeps the error's text with the notification; the offer says what it means."""
    client, server, _followup = mailing
    [calculated] = client("crm.lead", "search", [("deal_variant_ids", "!=", False)], limit=1)
    [deal] = client("crm.lead", "copy", [calculated])
    [partner] = client("res.partner", "create", [{"name": "No", "email": "no@client.example"}])
    offer = client("deal.offer", "create", {"lead_id": deal})
    context = client("deal.offer", "action_send", [offer])["context"]
    values = {"smtp_user": False, "smtp_encryption": "none"}
    with Refusing("RCPT", "550 5.1.1 no such user") as refusing:
        client("ir.mail_server", "write", [server], {**values, "smtp_port": refusing.port})
        composer = {"partner_ids": [[6, 0, [partner]]]}
        composer = client("mail.compose.message", "create", composer, context=context)
        client("mail.compose.message", "action_send_mail", [composer], context=context)
    [row] = client("deal.offer", "read", [offer], ["delivery_note"])
    client("crm.lead", "write", [deal], {"active": False})
    client("res.partner", "write", [partner], {"active": False})
    assert "refused the recipient's address" in row["delivery_note"]
    assert not TECHNICAL.search(row["delivery_note"])
