"""What reads each kind of file or text, step by step as the addon does."""

import email
import email.policy
import importlib
import time
from datetime import date
from xml.sax.saxutils import quoteattr

from sales_deals.tools import filters, identifiers, matching
from sales_deals.tools.language import (
    day_words,
    days,
    directions,
    greetings,
    numerals,
    persian,
    units,
)
from sales_deals.tools.mail import (
    absence,
    automatic,
    failures,
    headers,
    limits,
    repair,
    sameness,
    slow_html,
    subjects,
)
from sales_deals.tools.offer import pdf, placeholders, rich_text, visits
from sales_deals.tools.offer.visits import addresses, agents, robots
from sales_deals.tools.pricing import arithmetic, tables
from sales_deals.tools.pricing.tables import (
    columns,
    currencies,
    encodings,
    formats,
    splitting,
    texts,
)
from sales_deals.tools.renames import database, sheets, views
from sales_deals.tools.renames.greetings import renew
from sales_deals.tools.renames.texts import Renamer

from . import mails

# Functions of the package hide its modules of the same names.
folding, keys, names, scores = (
    importlib.import_module(f"sales_deals.tools.matching.{name}")
    for name in ("folding", "keys", "names", "scores")
)
COUNTRIES = ["PL", "IR", "US"]
SENT = date(2026, 12, 1)
RENAMER = Renamer({("m", "old"): "new"}, {("m", "up"): "m"}, {("m", "mine"): "deal_mine"})
SHEET = {"lists": {"1": {"model": "m"}}, "pivots": {"1": {"model": "m"}}}


def read_table(content: bytes) -> object:
    """Read a file as the dialogue does that adds lines: as a text, as a table, as values.

    :return: the reason why it cannot be read, or the number of rows
    """
    text = tables.read_file(content)
    if isinstance(text, tables.Sheets):
        text = tables.read_file(content, sheet=text.names[-1])
    if isinstance(text, tables.Problem):
        return text.reason
    table = tables.read_table(text)
    if isinstance(table, tables.Problem):
        return table.reason
    units = tables.names_of_currency("PLN", "zł")
    decimal = tables.decimal_sign(tables.number_texts(table), units) or "."
    foreign = tables.foreign_currencies(table, units, {"EUR", "PLN"})
    for row in table.rows:
        values, _problems = tables.values_of(table, row, decimal, units, (), foreign)
        tables.spellings(values.code or values.name or "")
        tables.fold(values.name or "")
    return len(table.rows)


def split_table(text: str) -> object:
    """Split a text into rows, as far as it is a table."""
    try:
        return list(splitting.split(text))
    except splitting.BrokenTable:
        return None


def read_mail(raw: bytes) -> object:
    """Read a mail as the gateway does before Odoo, and all headers that somebody asks for.

    :return: whether it is attached as it came
    """
    is_excessive = limits.is_excessive(raw)
    if is_excessive:
        raw = limits.make_substitute(raw, "unread").as_bytes()
    message = email.message_from_bytes(limits.shorten_headers(raw), policy=email.policy.SMTP)
    headers.parse_once(message)
    kept = repair.keep(message)
    repair.must_mend(message)
    repair.mend(message)
    repair.has_lost({"body": "\ufffd"}, kept)
    automatic.automatic_kind(message)
    automatic.has_failed(message)
    repair.make_identifier(message)
    content = sameness.make("", "", "", raw.decode("latin-1"), [sameness.get_checksum(raw)])
    sameness.make_identifier("", content)
    sameness.is_same(content, content._replace(sender=content.sender))
    sameness.has_date(str(message.get("Date") or ""))
    for name in set(message.keys()):
        for value in message.get_all(name):
            str(value)
    return is_excessive


def record_of(text: str) -> object:
    """Return a record all of whose parts are a text, as a deal's may be."""
    named = dict.fromkeys(("company", "person", "email", "phone", "website", "tax_id"), text)
    return matching.read_record(**named, city=text, countries=COUNTRIES, home="PL")


def weigh(text: str) -> object:
    """Compare what two deals with subjects that are alike are about."""
    subjects = (matching.content_words(given, text) for given in (text, text[::-1]))
    contents = (matching.Content(subject=subject) for subject in subjects)
    return matching.weigh(matching.NO_MATCH, *contents)


def compare(text: str) -> object:
    """Compare two records that are alike, but not the same."""
    return matching.compare(record_of(text), record_of(text[::-1]))


#: What reads a text that users or clients give: by the functions that it tries.
READERS = {
    "filters.field_paths": lambda text: filters.field_paths(text, text, text),
    "identifiers.plain": identifiers.plain,
    "identifiers.is_nip": identifiers.is_nip,
    "identifiers.is_polish_registry": identifiers.is_polish_registry,
    "identifiers.is_iranian_id": identifiers.is_iranian_id,
    "identifiers.is_iranian_tax_id": identifiers.is_iranian_tax_id,
    "language.day_words.fold": day_words.fold,
    "language.days.find_days": lambda text: days.find_days(text, SENT),
    "language.directions.direction_of": lambda text: directions.direction_of(text, "rtl"),
    "language.greetings.greet": lambda text: greetings.greet(text, "fa_IR"),
    "language.greetings.split_title": greetings.split_title,
    "language.numerals.group": numerals.group,
    "language.numerals.percent": lambda text: numerals.percent(text, text),
    "language.units.said": lambda text: units.said(text, 1, text),
    "language.persian.number": persian.number,
    "mail.absence.back_on": lambda text: absence.back_on(text, SENT),
    "mail.failures.kind_of_text": failures.kind_of_text,
    "mail.slow_html.is_slow": slow_html.is_slow,
    "mail.slow_html.has_many_quotes": slow_html.has_many_quotes,
    "mail.slow_html.without_quotes": slow_html.without_quotes,
    "mail.slow_html.to_text": slow_html.to_text,
    "mail.subjects.names_number": lambda text: subjects.names_number(text, text[::2]),
    "matching.folding.fold_text": matching.fold_text,
    "matching.contents.content_words": lambda text: matching.content_words(text, text[::2]),
    "matching.contents.weigh": weigh,
    "matching.folding.fold_forms": folding.fold_forms,
    "matching.folding.has_legal_form": folding.has_legal_form,
    "matching.folding.fold_company": matching.fold_company,
    "matching.folding.fold_person": matching.fold_person,
    "matching.keys.email_keys": matching.email_keys,
    "matching.keys.email_domain": keys.email_domain,
    "matching.keys.is_public_provider": keys.is_public_provider,
    "matching.keys.is_role_address": keys.is_role_address,
    "matching.keys.phone_keys": lambda text: matching.phone_keys(text, COUNTRIES),
    "matching.keys.website_key": matching.website_key,
    "matching.keys.tax_id_key": lambda text: matching.tax_id_key(text, "PL"),
    "matching.keys.plain_digits": keys.plain_digits,
    "matching.keys.national_digits": keys.national_digits,
    "matching.searching.search_text": lambda text: matching.search_text([text], [text]),
    "matching.searching.read_question": matching.read_question,
    "matching.keys.phone_end": matching.phone_end,
    "matching.keys.is_same_phone": lambda text: keys.is_same_phone(text, text[::2]),
    "matching.records.read_record": record_of,
    "matching.names.likeness": lambda text: names.likeness(text, text[::-1]),
    "matching.scores.compare": compare,
    "matching.blocks.blocks": lambda text: matching.blocks(record_of(text)),
    "matching.blocks.name_blocks": lambda text: matching.name_blocks(record_of(text)),
    "offer.pdf.read_static": lambda text: pdf.read_static(f"/sales_deals/static/{text}", {}),
    "offer.placeholders.find_faults": lambda text: placeholders.find_faults(text, {"a"}),
    "offer.placeholders.find_names": placeholders.find_names,
    "offer.placeholders.fill": lambda text: placeholders.fill(text, {"a": "b"}),
    "offer.placeholders.mark": lambda text: placeholders.mark(text, {"a"}),
    "offer.placeholders.fill_marked": lambda text: placeholders.fill_marked(text, {"a": "b"}),
    "offer.rich_text.clean": rich_text.clean,
    "offer.visits.addresses.find_subscriber": addresses.find_subscriber,
    "offer.visits.agents.find_product": agents.find_product,
    "offer.visits.agents.find_machine": agents.find_machine,
    "offer.visits.agents.find_fault": agents.find_fault,
    "offer.visits.agents.device_class": agents.device_class,
    "offer.visits.agents.cut": agents.cut,
    "offer.visits.request.classify_request": lambda text: visits.classify_request(
        text, text, dict.fromkeys(visits.HEADERS, text), False
    ),
    "offer.visits.robots.find_robot": lambda text: robots.find_robot(agents.cut(text)),
    "pricing.arithmetic.is_step": arithmetic.is_step,
    "pricing.tables.columns.column_of": columns.column_of,
    "pricing.tables.columns.read_heading": columns.read_heading,
    "pricing.tables.columns.headings_of": lambda text: columns.headings_of([text, "code"]),
    "pricing.tables.currencies.names_of_currency": currencies.names_of_currency,
    "pricing.tables.currencies.foreign_currency": lambda text: currencies.foreign_currency(
        text, ["pln"], {"EUR"}
    ),
    "pricing.tables.currencies.names_currency": currencies.names_currency,
    "pricing.tables.encodings.likely_encodings": lambda text: encodings.likely_encodings(
        text.encode("utf-16-le"), "cp1252"
    ),
    "pricing.tables.formats.read_format": formats.read_format,
    "pricing.tables.formats.show": lambda text: formats.show(42, text),
    "pricing.tables.files.read_file": lambda text: read_table(text.encode()),
    "pricing.tables.numbers.parse_number": lambda text: tables.parse_number(text, ",", ["zł", "a"]),
    "pricing.tables.numbers.decimal_sign": lambda text: tables.decimal_sign([text], ["zł", "a"]),
    "pricing.tables.rows.read_table": tables.read_table,
    "pricing.tables.rows.write_table": lambda text: tables.write_table([[text]]),
    "pricing.tables.splitting.split": split_table,
    "pricing.tables.splitting.find_delimiter": splitting.find_delimiter,
    "pricing.tables.texts.fold": tables.fold,
    "pricing.tables.texts.clean": texts.clean,
    "pricing.tables.texts.plain_digits": texts.plain_digits,
    "pricing.tables.texts.spellings": tables.spellings,
    "renames.database.defined_filters": lambda text: list(database.defined_filters(text)),
    "renames.greetings.renew": lambda text: renew(text, "pl_PL", False),
    "renames.sheets.rename_sheet": lambda text: sheets.rename_sheet(
        RENAMER, {**SHEET, "sheets": [{"cells": {"A1": f"={text}", "A2": text}}]}
    ),
    "renames.views.rename_view": lambda text: views.rename_view(
        RENAMER, "m", f"<data><xpath expr={quoteattr(text)} position='after'/></data>"
    ),
    "renames.views.rename_board": lambda text: views.rename_board(RENAMER, {}, text),
}
#: Methods of Renamer that read texts.
RENAMED = ("path", "domain", "context", "key", "paths", "order", "keys", "expression", "code")
RENAMED += ("evaluated", "model_of", "template")
READERS |= {
    f"renames.texts.Renamer.{name}": lambda text, name=name: getattr(RENAMER, name)("m", text)
    for name in RENAMED
}
#: In an element, where its attributes are read.
READERS["renames.texts.Renamer.template"] = lambda text: [
    RENAMER.template("m", given) for given in (text, f"<a {text}>")
]
#: Functions that read no text of strangers.
NO_READERS = {
    "cadence.timing": "moments, numbers and days",
    "language.amount_words.decimals_of": "a number",
    "language.money.as_read": "a number, and a code of the database",
    "language.money.in_tomans": "a number",
    "language.money.smallest": "a number, and a code of the database",
    "language.amount_words.spell": "a number, and codes of the database",
    "language.day_words.alternatives": "words of the code",
    "language.periods": "days",
    "language.persian.is_persian": "a language's code",
    "mail.failures.kind_of": "an error",
    "mail.limits": "mails: test_hostile_mails.py",
    "mail.repair": "mails: test_hostile_mails.py",
    "mail.sameness": "mails: test_hostile_mails.py",
    "mail.automatic": "mails: test_hostile_mails.py",
    "mail.headers": "mails: test_hostile_mails.py",
    "matching.names.word_weights": "counts",
    "matching.scores.is_certain": "a match",
    "matching.scores.persons_decide": "rules",
    "offer.choice": "lines of an offer",
    "offer.colors": "colours, checked when they are saved",
    "offer.pdf.make_pdf": "pages: tests of the PDF",
    "offer.pictures": "pictures: test_pictures.py",
    "offer.digits": "numbers",
    "offer.sections": "lines of an offer",
    "offer.totals": "numbers",
    "offer.visits.verdicts": "verdicts",
    "offer.visits.visit": "visits",
    "pricing.arithmetic": "numbers",
    "pricing.precision": "numbers",
    "pricing.tables.columns.choose_roles": "headings that read_heading has read",
    "pricing.tables.numbers.number_text": "a number",
    "pricing.tables.rows.values_of": "tables that read_file has read",
    "pricing.tables.rows.foreign_currencies": "tables that read_file has read",
    "pricing.tables.rows.number_texts": "tables that read_file has read",
    "pricing.tables.workbooks": "workbooks: test_hostile_tables.py",
    "renames.database": "the database",
    "renames.source.text_of": "a node",
    "report.proportions": "numbers",
    "language.persian": "days",
}


def read_headers(which: tuple[str, int]) -> dict[str, float]:
    """Read mails with a header of each piece.

    :param which: the header's name and size
    :return: the processor's seconds for each piece
    """
    took = {}
    for piece in mails.PIECES:
        mail = mails.headed(which[0], piece, which[1])
        begin = time.process_time()
        read_mail(mail)
        took[piece] = time.process_time() - begin
    return took
