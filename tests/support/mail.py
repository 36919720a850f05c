"""Mails into and out of an Odoo server, through real sockets."""

import email.policy
import xmlrpc.client
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from scripts.server import free_port

from .server import Client


def deliver(client: Client, raw: bytes) -> int | bool:
    """Hand over a mail as `odoo-mailgate` does; the answer is the id of its record.

    :raise xmlrpc.client.Fault: when Odoo refuses it: the mail server then tells the sender
    """
    return client("mail.thread", "message_process", False, xmlrpc.client.Binary(raw))


class Outbox:
    """A mail server that takes all that Odoo sends: `with Outbox() as outbox`."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return the options of an Odoo server that sends its mails here."""
        return ("--smtp=127.0.0.1", f"--smtp-port={self._controller.port}")

    def __enter__(self) -> "Outbox":
        self._controller.start()
        return self

    def __exit__(self, *_exception) -> None:
        self._controller.stop()

    async def handle_DATA(self, _server, _session, envelope) -> str:
        """Take a mail."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message["X-Recipients"] = ", ".join(envelope.rcpt_tos)
        self.mails.append(message)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails that went to an address."""
        return [mail for mail in self.mails if address in mail["X-Recipients"]]
