"""Duplicates whose names are written otherwise: companies and persons in all their notations.

Every function changes the second draft of a deal, sometimes also the first one, and tells whether
it could: where nothing is written with marks, none can be left out.  Its docstring says how the
two leads came to differ.
"""

from __future__ import annotations

from . import names
from .cards import FOREIGN, Draft, company, forms, full_name, own_name, titled
from .lands import EXONYMS, LANDS, SAME_SOUND
from .people import Contact, World, slug
from .slips import arabic_keys, damaged, loose_arabic, slip

_REMARKS = (
    " (pilne)",
    " - oddzwonić",
    " / stary klient",
    " (neu)",
    " - call back",
    " (2)",
    " !!!",
    " - targi",
    " (Messe)",
)
_SEPARATORS = (" - ", ", ", " / ", "; ", " | ")


def _wrong_core(world: World, contact: Contact) -> str:
    """Return the telling part of the company's name with one slip."""
    return slip(world.rng, contact.employer.core)


def _some_form(world: World, contact: Contact) -> str:
    """Return the usual legal form, or none."""
    return forms(contact)[0] if world.rng.random() < 0.6 else "{}"


def slip_company(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """One slip of the pen in the company's name."""
    core = _wrong_core(world, contact)
    two.company = company(contact, core=core, form=_some_form(world, contact))
    return core != contact.employer.core


def slip_person(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """One slip of the pen in the person's name."""
    two.person = slip(world.rng, two.person)
    return two.person != one.person


def slip_both(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """One slip in the company's name and one in the person's."""
    return slip_company(world, contact, one, two) and slip_person(world, contact, one, two)


def two_slips(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Two slips in the same name, which is long enough to be recognised."""
    rng = world.rng
    if contact.firm and rng.random() < 0.5 and len(contact.employer.core) > 8:
        core = slip(rng, _wrong_core(world, contact))
        two.company = company(contact, core=core, form=_some_form(world, contact))
        return core != contact.employer.core
    first = slip(rng, two.person, 6)
    two.person = slip(rng, first, 6)
    return len(one.person) > 12 and len({one.person, first, two.person}) == 3


def cut_off(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A column of an import was too short for the company's name."""
    one.company = company(contact, form=forms(contact)[0])
    width = world.rng.choice((16, 20, 24))
    two.company = one.company[:width].rstrip()
    return len(one.company) > width and len(two.company) > len(contact.employer.core)


def wrong_code_page(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """An import spoilt the letters that are not English (MÃ¼ller, M?ller)."""
    if contact.person.land in FOREIGN:
        return False
    two.company, two.person = damaged(world.rng, two.company), damaged(world.rng, two.person)
    return (two.company, two.person) != (one.company, one.person)


def initial(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Only the initial of the given name is entered."""
    given = names.latin(contact.person.given) if contact.latin else contact.person.given
    two.person = own_name(contact).replace(given, given[0] + ".", 1)
    return contact.person.land not in ("IR", "AE") or contact.latin


def surname_only(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Only the surname is entered, sometimes with a title."""
    surname = names.latin(contact.person.surname) if contact.latin else contact.person.surname
    two.person = surname if world.rng.random() < 0.5 else titled(world.rng, contact.person, surname)
    return contact.person.land != "TR"


def given_only(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Only the given name is entered."""
    given = contact.person.given
    two.person = names.latin(given) if contact.latin else given
    return True


def middle_name(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A second given name or its initial is entered only once."""
    person, rng = contact.person, world.rng
    middle = (names.WOMEN if person.female else names.MEN)[person.land].draw(rng)
    middle = names.latin(middle) if contact.latin else middle
    shown = middle if rng.random() < 0.5 or person.land in ("IR", "AE") else middle[0] + "."
    given = names.latin(person.given) if contact.latin else person.given
    two.person = own_name(contact).replace(given, f"{given} {shown}", 1)
    return middle != given


def double_surname(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """One of two surnames is left out (Anna Nowak-Lis, Anna Nowak)."""
    person, rng = contact.person, world.rng
    other = names.SURNAMES[person.land].draw(rng)
    other = names.feminine(person.land, other) if person.female else other
    joint = " " if person.land == "ES" or rng.random() < 0.25 else "-"
    one.person = full_name(person, contact.latin, surname=f"{person.surname}{joint}{other}")
    return person.land not in ("IR", "AE", "SE", "NL") and other != person.surname


def married_name(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A woman's new surname, while mailbox or telephone stay what they were."""
    person = contact.person
    surname = names.feminine(person.land, names.SURNAMES[person.land].draw(world.rng))
    two.person = own_name(contact, surname=surname)
    return person.female and surname != person.surname and person.land not in ("IR", "AE", "ES")


def nickname(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The short form of a given name (Kasia for Katarzyna)."""
    land = contact.person.land
    short = names.NICKNAMES.get(SAME_SOUND.get(land, land), {}).get(contact.person.given, "")
    two.person = own_name(contact, given=short)
    return bool(short) and not contact.latin


def with_title(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A title, a degree or a salutation is written before the name."""
    two.person = titled(world.rng, contact.person, own_name(contact))
    return not contact.latin


def surname_first(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The surname comes first, with or without a comma."""
    person, rng = contact.person, world.rng
    parts = [person.surname, person.given]
    if contact.latin:
        parts = [names.latin(part) for part in parts]
    two.person = rng.choice((", ", " ", " ")).join(parts)
    if rng.random() < 0.2:
        two.person = two.person.replace(parts[0], parts[0].upper(), 1)
    return True


def letter_case(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Company and person are typed in capitals or in small letters."""
    change = str.upper if world.rng.random() < 0.6 else str.lower
    two.company, two.person = change(two.company), change(two.person)
    return (two.company, two.person) != (one.company, one.person)


def legal_form_left_out(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The legal form is given once and left out once."""
    one.company = company(contact, form=world.rng.choice(forms(contact)))
    two.company = company(contact)
    return one.company != two.company


def legal_form_otherwise(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The same legal form is written in two ways, within the customs of its country."""
    found = forms(contact)
    if len(found) < 2:
        return False
    first, second = world.rng.sample(found, 2)
    one.company, two.company = company(contact, form=first), company(contact, form=second)
    return True


def trade_left_out(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The word for the trade is left out (Hartmann for Hartmann Maschinenbau)."""
    two.company = company(contact, trade=-1, form=_some_form(world, contact))
    return bool(contact.employer.trades) and len(contact.employer.core) > 3


def trade_short(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The word for the trade is abbreviated."""
    two.company = company(contact, trade=1, form=_some_form(world, contact))
    return len(contact.employer.trades) > 1


def acronym(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The company's name is given by its initials, while mailbox or telephone are the same."""
    words = company(contact).replace("-", " ").split()
    letters = "".join(word[0] for word in words if word[0].isupper())
    two.company = forms(contact)[0].format(letters)
    return len(letters) > 2


def words_in_front(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The words in front are shortened, written out or left out (PHU, P.H.U.)."""
    firm, rng = contact.employer, world.rng
    if not firm.fronts:
        return False
    ways = [*range(len(firm.fronts)), -1]
    first, second = rng.sample(ways, 2)
    form = _some_form(world, contact)
    one.company = company(contact, front=first, form=form)
    two.company = company(contact, front=second, form=form)
    return True


def ampersand(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The sign & is written as a word, as a plus sign or without blanks."""
    firm, rng = contact.employer, world.rng
    joiner = rng.choice((LANDS[firm.land].joiner, LANDS[firm.land].joiner, "+"))
    two.company = company(contact, joiner=joiner, form=_some_form(world, contact))
    if rng.random() < 0.2:
        two.company = company(contact).replace(" & ", "&")
    return "{&}" in firm.core


def words_exchanged(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The words of the company's name change places (Transport Nowak, Nowak Transport)."""
    form = _some_form(world, contact)
    two.company = company(contact, swap=True, form=form)
    return bool(contact.employer.trades) and contact.employer.land not in ("AE", "IR", "UA")


def blanks(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Blanks and hyphens within the company's name come and go (Stal-Bud, Stalbud, Stal Bud)."""
    text, rng = company(contact), world.rng
    sign = "-" if "-" in text else " "
    new = rng.choice(("", " ")) if sign == "-" else rng.choice(("", "-"))
    two.company = text.replace(sign, new, 1)
    return sign in text and "{&}" not in contact.employer.core and two.company.count(" ") < 3


def persian_letters(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A Persian name is typed on an Arabic keyboard (ي and ك for ی and ک)."""
    two.company, two.person = arabic_keys(two.company), arabic_keys(two.person)
    return not contact.latin and two.company != one.company


def half_space(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The half-space of a Persian name becomes a blank or nothing."""
    sign = "\u200c"
    instead = " " if world.rng.random() < 0.6 else ""
    two.company, two.person = (text.replace(sign, instead) for text in (two.company, two.person))
    return not contact.latin and sign in one.company + one.person


def arabic_letters(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """An Arabic name without hamza and with ه and ي in place of ة and ى."""
    two.company, two.person = loose_arabic(two.company), loose_arabic(two.person)
    return not contact.latin and (two.company, two.person) != (one.company, one.person)


def marks_left_out(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Letters lose their marks (Łódź, Lodz; Müller, Muller; Çelik, Celik)."""
    two.company, two.person = names.plain(two.company), names.plain(two.person)
    two.city = names.plain(two.city)
    return (two.company, two.person) != (one.company, one.person) and _own_alphabet(contact)


def umlauts(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """German letters are written with two signs (ue for ü, ss for ß)."""
    two.company, two.person = names.spelled(two.company), names.spelled(two.person)
    two.city = names.spelled(two.city)
    return (two.company, two.person) != (one.company, one.person)


def _own_alphabet(contact: Contact) -> bool:
    """Tell whether the contact's country uses Latin letters with marks."""
    return contact.person.land not in FOREIGN


def transliteration(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Names in their own letters and in Latin ones, while mailbox or telephone are the same."""
    contact.latin = False
    one.company, one.person = company(contact, form=forms(contact)[0]), own_name(contact)
    contact.latin = True
    two.company, two.person = company(contact, form=forms(contact)[0]), own_name(contact)
    two.city = names.latin(contact.city)
    return True


def website_only(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The company is given by its website only, in that field or in the name's."""
    if not contact.employer.domain or contact.employer.domain not in one.website:
        return False
    two.company = two.website if world.rng.random() < 0.3 else ""
    return True


def fields_exchanged(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Company and person stand in each other's field."""
    two.company, two.person = two.person, two.company
    return True


def one_field(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Company and person stand together in one field."""
    parts = [two.company, two.person]
    if world.rng.random() < 0.5:
        parts.reverse()
    text = world.rng.choice(_SEPARATORS).join(parts)
    if world.rng.random() < 0.3:
        text = f"{parts[0]} ({parts[1]})"
    two.company, two.person = (text, "") if world.rng.random() < 0.6 else ("", text)
    return True


def brand(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The company's brand in place of its name; person and mailbox or telephone are the same."""
    if not contact.employer.domain:
        return False
    stem = contact.employer.domain.partition(".")[0]
    two.company = world.coined() if world.rng.random() < 0.6 else stem.upper()
    return two.company != slug(contact.employer.core, False)


def remark(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Somebody added a remark to the name of the company or of the person."""
    note = world.rng.choice(_REMARKS)
    if world.rng.random() < 0.5:
        two.company += note
    else:
        two.person += note
    return True


def city_in_name(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The city is added to the company's name."""
    city = names.latin(contact.city) if contact.latin else contact.city
    two.company = f"{company(contact)} {city}"
    two.city = city
    return True


def other_city_name(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The city is entered under its name in another language (Wien, Vienna)."""
    other = EXONYMS.get(contact.city, "")
    one.city, two.city = contact.city, other
    two.company = company(contact)
    return bool(other) and not contact.latin
