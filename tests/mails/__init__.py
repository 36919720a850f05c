"""Mails as clients really send them: well-formed ones, and broken ones as raw bytes.

Each has a sender of its own: Odoo takes many mails of one sender in a short time for a loop.
"""

from dataclasses import dataclass, field

DOMAIN = "deals.example.com"
WINDOWS = f"windows@{DOMAIN}"
TENDERS = f"tenders@{DOMAIN}"


@dataclass(frozen=True)
class Mail:
    """A mail, and what a deal that is made of it must say."""

    name: str
    raw: bytes
    subject: str = ""
    text: str = ""
    attachments: dict[str, bytes] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def sender_of(name: str) -> str:
    """Return the address that a mail comes from."""
    return f"{name}@client.example"


def head(name: str, subject: bytes | None = None, sender: bytes | None = None) -> bytes:
    """Return the first header lines of a raw mail, ended so that more can follow."""
    lines = [
        b"From: " + (sender or sender_of(name).encode()),
        b"To: " + WINDOWS.encode(),
        b"Message-ID: <" + name.encode() + b"@client.example>",
        b"Date: Mon, 06 Oct 2025 10:00:00 +0200",
        b"MIME-Version: 1.0",
    ]
    if subject is not None:
        lines.insert(2, b"Subject: " + subject)
    return b"\r\n".join(lines) + b"\r\n"
