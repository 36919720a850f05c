"""Mails into and out of an Odoo server, through real sockets."""

import email.policy
import socketserver
import threading
import xmlrpc.client
from collections.abc import Iterable
from email.message import EmailMessage
from typing import BinaryIO

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


class Mailbox:
    """A mailbox to fetch from by POP: `with Mailbox() as mailbox`. What is taken is gone."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self._lock = threading.Lock()
        mailbox = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                mailbox._serve(self.rfile, self.wfile)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self.port = self._server.server_address[1]

    def __enter__(self) -> "Mailbox":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_exception) -> None:
        self._server.shutdown()
        self._server.server_close()

    def put(self, raw: bytes) -> None:
        """Let a mail arrive."""
        with self._lock:
            self.mails.append(raw)

    def _serve(self, commands: Iterable[bytes], answers: BinaryIO) -> None:
        """Answer one session (RFC 1939); what it deletes is gone at its end."""
        with self._lock:
            mails = list(self.mails)
        deleted = set()
        answers.write(b"+OK ready\r\n")
        for command in commands:
            name, *words = command.decode().split()
            number = int(words[0]) if words and words[0].isdecimal() else 0
            if name == "QUIT":
                break
            if name == "DELE":
                deleted.add(number)
            answers.write(self._answer(name, number, mails))
        with self._lock:
            gone = [mails[number - 1] for number in deleted]
            self.mails = [mail for mail in self.mails if mail not in gone]
        answers.write(b"+OK\r\n")

    def _answer(self, name: str, number: int, mails: list[bytes]) -> bytes:
        if name == "STAT":
            return f"+OK {len(mails)} {sum(map(len, mails))}\r\n".encode()
        if name == "LIST":
            sizes = (f"{i} {len(mail)}\r\n" for i, mail in enumerate(mails, 1))
            return f"+OK\r\n{''.join(sizes)}.\r\n".encode()
        if name in ("RETR", "TOP"):
            lines = mails[number - 1].replace(b"\r\n.", b"\r\n..")
            return b"+OK\r\n" + lines + b"\r\n.\r\n"
        return b"+OK\r\n"
