"""The kinds of duplicates with their shares, and how a deal comes to be entered twice."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import NamedTuple

from . import edits_contact as reach
from . import edits_names as write
from .cards import Draft, Edit, Lead, card, careless, entered_again, single, thin
from .people import Contact, World

Pairs = dict[tuple[int, int], str]

CHAIN = "through_a_third"
"""The kind of a pair whose leads are both duplicates of a third one in the same group."""

NAMES = ("company", "person")
"""The fields of the names."""

CONTACT = ("email", "phone")
"""The fields by which somebody is reached."""


class Kind(NamedTuple):
    """A kind of duplicates: its share, how it comes about and what remains to tell it by.

    Both leads show the fields of "keep" and one of those of "either"; those of "hide" are mostly
    left out on one side, so that the kind is not told by something else.
    """

    name: str
    share: float
    edit: Edit
    keep: tuple[str, ...] = NAMES
    hide: tuple[str, ...] = CONTACT
    either: tuple[str, ...] = ()
    lands: str = ""
    private: float = 0.0


def _mail(name: str, share: float, edit: Edit, private: float = 0.15) -> Kind:
    """Return a kind that the mailbox tells."""
    return Kind(name, share, edit, ("email",), ("phone",), (), "", private)


def _phone(name: str, share: float, edit: Edit, lands: str = "", private: float = 0.12) -> Kind:
    """Return a kind that the telephone tells."""
    return Kind(name, share, edit, ("phone",), ("email",), (), lands, private)


def _named(name: str, share: float, edit: Edit, lands: str = "") -> Kind:
    """Return a kind that company and person tell, together with city or title."""
    return Kind(name, share, edit, NAMES, CONTACT, (), lands)


def _weak(
    name: str,
    share: float,
    edit: Edit,
    keep: tuple[str, ...] = NAMES,
    lands: str = "",
    private: float = 0.0,
) -> Kind:
    """Return a kind whose names tell only together with mailbox or telephone."""
    return Kind(name, share, edit, keep, (), CONTACT, lands, private)


KINDS: tuple[Kind, ...] = (
    _mail("same_mailbox", 4.5, reach.same_mailbox),
    _mail("mailbox_alone", 2.0, reach.mailbox_alone),
    _mail("mailbox_dressed", 3.0, reach.mailbox_dressed),
    _mail("mailbox_tag_public", 1.5, reach.tag_public, 0.4),
    _mail("mailbox_tag_firm", 1.5, reach.tag_firm, 0.0),
    _mail("mailbox_gmail_dots", 1.5, reach.gmail_dots, 0.5),
    Kind("mailbox_of_firm", 2.0, reach.shared_mailbox, ("email", "person"), ("phone",)),
    _mail("answer_of_mail", 1.5, reach.answer_of_mail, 0.0),
    Kind("mailbox_slip", 2.5, reach.mailbox_slip, ("email", *NAMES), ("phone",)),
    Kind("mailbox_private", 3.0, reach.private_mailbox, ("email", *NAMES), ("phone",)),
    Kind("mailbox_other_domain", 1.5, reach.other_domain, ("email", *NAMES), ("phone",)),
    Kind("mailbox_other_name", 1.5, reach.other_local_part, ("email", *NAMES), ("phone",)),
    _phone("same_phone", 4.0, reach.same_phone),
    _phone("phone_notation", 4.5, reach.phone_notation),
    _phone("phone_country", 3.0, reach.phone_country),
    _phone("phone_digits", 1.2, reach.phone_digits, "IR AE"),
    _phone("phone_several", 2.5, reach.phone_several),
    _phone("phone_of_sheet", 1.5, reach.phone_of_sheet),
    Kind("phone_extension", 1.5, reach.phone_extension, ("phone", "person"), ("email",)),
    Kind("phone_slip", 2.0, reach.phone_slip, ("phone", *NAMES), ("email",)),
    _named("slip_company", 4.0, write.slip_company),
    _named("slip_person", 4.0, write.slip_person),
    _named("slip_both", 2.5, write.slip_both),
    _named("two_slips", 2.0, write.two_slips),
    _named("cut_off", 1.0, write.cut_off),
    _named("wrong_code_page", 1.5, write.wrong_code_page),
    _named("initial", 2.0, write.initial),
    _weak("surname_only", 2.0, write.surname_only),
    _weak("given_only", 1.2, write.given_only),
    _named("middle_name", 1.5, write.middle_name),
    _named("double_surname", 1.5, write.double_surname),
    _weak("married_name", 0.8, write.married_name),
    _weak("nickname", 2.0, write.nickname),
    _named("title", 2.5, write.with_title),
    _named("surname_first", 2.5, write.surname_first),
    _named("letter_case", 1.5, write.letter_case),
    _named("legal_form_left_out", 4.0, write.legal_form_left_out),
    _named("legal_form_otherwise", 4.0, write.legal_form_otherwise),
    _named("trade_left_out", 2.0, write.trade_left_out),
    _named("trade_short", 1.5, write.trade_short),
    _weak("acronym", 0.8, write.acronym),
    _named("words_in_front", 1.2, write.words_in_front),
    _named("ampersand", 1.2, write.ampersand),
    _named("words_exchanged", 1.5, write.words_exchanged),
    _named("blanks", 1.5, write.blanks),
    _named("persian_letters", 1.2, write.persian_letters, "IR"),
    _named("half_space", 0.6, write.half_space, "IR"),
    _named("arabic_letters", 0.6, write.arabic_letters, "AE"),
    _named("marks_left_out", 2.5, write.marks_left_out),
    _named("umlauts", 1.5, write.umlauts, "DE AT CH"),
    _weak("transliteration", 1.5, write.transliteration, lands="UA IR AE"),
    Kind("website_only", 1.5, write.website_only, ("person", "website"), CONTACT),
    _weak("fields_exchanged", 1.0, write.fields_exchanged),
    _weak("one_field", 1.5, write.one_field),
    _weak("company_missing", 2.0, reach.company_missing, ("person",)),
    _weak("person_missing", 2.0, reach.person_missing, ("company",)),
    Kind("same_tax_number", 1.5, reach.same_tax_number, ("tax_id", *NAMES)),
    _weak("brand", 0.8, write.brand),
    _named("remark", 1.5, write.remark),
    _named("city_in_name", 1.0, write.city_in_name),
    _named("other_city_name", 1.0, write.other_city_name),
    Kind("double_click", 3.0, reach.double_click, (), (), (*CONTACT, "company"), "", 0.1),
    Kind("by_telephone", 1.5, reach.by_telephone, ("phone",), (), ()),
    _weak("card_of_fair", 1.5, reach.card_of_fair),
)
"""All kinds of duplicates; the shares are relative to each other."""

_SMALL = Kind("small_variation", 0.0, reach.small_variation, NAMES, (), CONTACT)
_ALONE = [
    "slip_company",
    "slip_person",
    "slip_both",
    "initial",
    "title",
    "surname_first",
    "letter_case",
    "middle_name",
    "trade_left_out",
    "trade_short",
    "marks_left_out",
    "remark",
    "mailbox_dressed",
    "mailbox_private",
    "mailbox_slip",
    "phone_several",
    "phone_slip",
]
_STEADY = (_SMALL, *(kind for kind in KINDS if kind.name in _ALONE))
_SUMS = [sum(kind.share for kind in KINDS[: at + 1]) for at in range(len(KINDS))]


def meanings() -> dict[str, str]:
    """Return what each kind stands for."""
    found = {kind.name: kind.edit.__doc__ or "" for kind in (*KINDS, _SMALL)}
    return found | {CHAIN: "Both leads are duplicates of a third one."}


def drawn(rng: random.Random) -> Kind:
    """Return a kind according to the shares."""
    return rng.choices(KINDS, cum_weights=_SUMS)[0]


def contact_for(world: World, kind: Kind) -> Contact:
    """Return a contact of a country in which the kind occurs."""
    lands = kind.lands.split()
    land = lands[int(world.rng.random() * len(lands))] if lands else ""
    return world.contact(land, kind.private)


def _pair(world: World, kind: Kind, concrete: bool) -> tuple[Contact, Draft, Draft]:
    """Return a contact and its two drafts, trying until the kind suits the contact."""
    while True:
        contact = contact_for(world, kind)
        one, two = card(world, contact), card(world, contact)
        entered_again(world, contact.deal, one, two, concrete)
        if kind.edit(world, contact, one, two):
            return contact, one, two


def _settle(rng: random.Random, kind: Kind, one: Draft, two: Draft, concrete: bool) -> None:
    """Leave fields empty in both drafts, but not what the kind needs to be recognised."""
    keep = kind.keep
    if kind.either:
        keep = (*keep, rng.choice([name for name in kind.either if getattr(two, name)]))
    if kind.hide:
        keep = keep if concrete and rng.random() < 0.6 else (*keep, "city")
        side = one if rng.random() < 0.5 else two
        for name in kind.hide:
            if rng.random() < 0.8:
                setattr(side, name, "")
    thin(rng, one, keep)
    thin(rng, two, keep)


def twins(world: World, kind: Kind) -> tuple[Contact, list[Draft]]:
    """Return a contact and the two drafts of its deal, in the order in which they were entered."""
    concrete = kind.keep == NAMES and world.rng.random() < 0.6
    contact, one, two = _pair(world, kind, concrete)
    if kind.edit is reach.double_click:
        way = world.rng.choice(kind.either if one.company else CONTACT)
        thin(world.rng, one, ("person", way))
        return contact, [one, replace(one, day=two.day)]
    _settle(world.rng, kind, one, two, concrete)
    if world.rng.random() < 0.5:
        one.day, two.day = two.day, one.day
        return contact, [two, one]
    return contact, [one, two]


def pair_group(world: World) -> tuple[list[Lead], Pairs]:
    """Return a deal entered twice, with the kind of the pair, and perhaps leads of colleagues."""
    rng = world.rng
    kind = drawn(rng)
    contact, drafts = twins(world, kind)
    if rng.random() < 0.3 and kind.edit is not reach.double_click:
        careless(rng, drafts[0])
    leads = [draft.lead() for draft in drafts]
    while contact.firm and rng.random() < 0.2:
        leads.append(single(world, world.contact(firm=contact.firm), NAMES))
    return leads, {(0, 1): kind.name}


def cluster_group(world: World) -> tuple[list[Lead], Pairs]:
    """Return a deal entered three to five times; the first lead shows all that is known."""
    rng = world.rng
    contact = world.contact(private=0.0)
    first = card(world, contact)
    leads, pairs = [first.lead()], {}
    for place in range(1, 3 + int(2.6 * rng.random() ** 2)):
        kind, draft = _further(world, contact, first)
        leads.append(draft.lead())
        for other in range(1, place):
            pairs[other, place] = CHAIN
        pairs[0, place] = kind
    return leads, pairs


def _further(world: World, contact: Contact, first: Draft) -> tuple[str, Draft]:
    """Return one more draft of a deal and its kind, without any change of the first draft."""
    rng = world.rng
    while True:
        kind = _STEADY[int(rng.random() * len(_STEADY))]
        base, draft = replace(first), card(world, contact)
        entered_again(world, contact.deal, base, draft, True)
        if kind.edit(world, contact, base, draft):
            keep = kind.hide if kind.keep == NAMES else kind.keep
            shown = [name for name in CONTACT if name in keep] or CONTACT
            return kind.name, thin(rng, draft, (*NAMES, rng.choice(shown)))
