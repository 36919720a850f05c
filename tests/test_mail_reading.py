"""What Odoo can read, it reads with the addon as without: the same values, files and log lines."""

import base64
import email
import json

import pytest

from scripts import databases, odoo
from tests.mails import Mail, broken, generated, hostile, senders, well_formed

GENERATED = generated.make(600)
#: Odoo alone needs from ten seconds to hours for them, or more memory than there is.
SLOW = {
    "parts_100000",
    "parts_5000_typed",
    "nested_lines",
    "subject_5mb",
    "references_5mb",
    "encoded_words",
    "to_commas",
    "quotes_by_turns",
    "to_quotes",
    "to_words",
    "to_many",
    "content_type_bomb",
    "html_comments",
    "html_brackets",
    "html_siblings",
    "html_style",
    "html_encodings",
}
REFUSED = "Odoo raises an error while it reads the mail"
LOST = "a charset does not fit: Odoo loses characters"
NUL = "a NUL character: PostgreSQL refuses the text"
SKIPPED = "a container without parts: Odoo skips its text"
LONG = "a Message-Id that PostgreSQL's index refuses, unless it can be compressed"
#: The described mails that are read in another way than without the addon, by the reason.
DIFFERENT = {
    REFUSED: {
        "utf8_as_unknown",
        "utf8_as_codec",
        "parts_with_unknown_charsets",
        "file_of_rare_type",
        "nested_2000",
        "messages_nested_3000",
        "to_parentheses",
        "message_id_broken",
        "message_id_bracket",
        "content_type_parentheses",
        "disposition_parentheses",
    },
    LOST: {
        "subject_latin2",
        "utf8_undeclared",
        "utf8_as_ascii",
        "latin2_as_utf8",
        "ascii_as_utf16",
        "lone_surrogate",
        "csv_without_charset",
        "csv_with_wrong_charset",
        "broken_rfc822",
        "random_body",
        "random_part",
        "word_with_bare_bytes_mended",
        "words_and_bare_bytes",
    },
    NUL: {
        "nul_in_text",
        "nul_in_subject",
        "nul_in_encoded_subject",
        "nul_in_sender",
        "nul_in_filename",
    },
    SKIPPED: {"other_boundary", "no_boundary", "boundary_in_boundary"},
    LONG: {"long_message_id", "message_id_random"},
}

#: Reads mails up to the search for a route, and prints what was read and logged.
READING = '''
import base64, email.message, hashlib, json, logging, re
from unittest.mock import patch

lines = []

class Keeper(logging.Handler):
    def emit(self, record):
        lines.append(f"{record.levelname} {record.getMessage()}")

logger = logging.getLogger("odoo.addons.mail.models.mail_thread")
logger.addHandler(Keeper())
logger.setLevel(logging.INFO)

def plain(value):
    if isinstance(value, email.message.EmailMessage):
        return ["mail", plain(value.as_bytes())]
    if isinstance(value, bytes):
        return ["bytes", len(value), hashlib.sha256(value).hexdigest()]
    if isinstance(value, str):
        return re.sub(r"<[\\d.]+@localhost>", "<no@localhost>", value)
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    return value.ids if hasattr(value, "ids") else value

def read(raw, save_original):
    found = {}
    def keep(self, message, message_dict, *args, **kwargs):
        found.update(plain(message_dict))
        raise InterruptedError
    del lines[:]
    threads = env["mail.thread"]
    with patch.object(type(threads), "message_route", keep):
        try:
            threads.message_process(False, raw, save_original=save_original)
        except InterruptedError:
            pass
        except Exception as error:
            found["error"] = repr(error)
    for name in ("to", "recipients", "to_filtered"):
        # Odoo makes them of sets.
        found[name] = sorted(re.split(", ?", found.get(name) or ""))
    # Dates that can't be read are today's.
    if any("Failed to parse Date" in line for line in lines):
        found.pop("date")
    return {"values": found, "lines": [plain(line) for line in lines]}

with open(PATH) as mails:
    raws = json.load(mails)
print(json.dumps({
    # The settings of a mail server may have the originals kept.
    name: read(base64.b64decode(raw), name.startswith("generated_") and name[-1] in "02468")
    for name, raw in raws.items()
}))
'''


@pytest.fixture(scope="module")
def readings(settings, tmp_path_factory):
    """Return what is read without and with the addon, by the mail's name."""
    path = tmp_path_factory.mktemp("mails") / "mails.json"
    raws = {mail.name: base64.b64encode(mail.raw).decode() for mail in _mails()}
    path.write_text(json.dumps(raws))
    script = f"PATH = {str(path)!r}\n" + READING
    found = []
    for template in (databases.base(settings), databases.with_addon(settings)):
        with databases.copied(settings, template) as database:
            output = odoo.shell(settings, database, script)
        found.append(json.loads(output.splitlines()[-1]))
    return found


def test_what_odoo_reads_is_read_as_without_the_addon(readings):
    different = {}
    for mail in _described():
        if reason := _why_different(mail, *readings):
            different.setdefault(reason, set()).add(mail.name)
    reasons = different.keys() | DIFFERENT.keys()
    others = {r: different.get(r, set()) ^ DIFFERENT.get(r, set()) for r in reasons}
    assert not {reason: names for reason, names in others.items() if names}


def test_chance_finds_no_mail_that_is_read_in_another_way_without_need(readings):
    reasons = [_why_different(mail, *readings) for mail in GENERATED]
    assert "none" not in reasons
    assert {REFUSED, LOST, NUL, SKIPPED} <= set(reasons)
    assert reasons.count("") > len(GENERATED) / 4


def test_every_mail_can_be_read(readings):
    _before, after = readings
    assert [name for name, reading in after.items() if "error" in reading["values"]] == []


def _why_different(mail: Mail, before: dict, after: dict) -> str:
    """Return why a mail is read in another way, "none" if no reason is known, or ""."""
    if before[mail.name] == after[mail.name]:
        return ""
    values = before[mail.name]["values"]
    if "error" in values:
        return REFUSED
    text = json.dumps(values, ensure_ascii=False)
    if "\ufffd" in text:
        return LOST
    if "\\u0000" in text:
        return NUL
    if len(values["message_id"]) > 2600:
        return LONG
    parts = email.message_from_bytes(mail.raw).walk()
    kinds = [(part.get_content_maintype(), part.is_multipart()) for part in parts]
    return SKIPPED if ("multipart", False) in kinds else "none"


def _mails() -> list[Mail]:
    return [*_described(), *GENERATED]


def _described() -> list[Mail]:
    quick = [mail for mail in hostile.MAILS if mail.name not in SLOW and len(mail.raw) < 20_000_000]
    return [*well_formed.MAILS, *broken.READABLE, *senders.MAILS, *quick]
