"""Duplicates which mailbox, telephone or tax number tell, and those which nothing distinguishes.

Every function changes the second draft of a deal, sometimes also the first one, and tells whether
it could.  Its docstring says how the two leads came to differ.
"""

from __future__ import annotations

from . import names
from .cards import Draft, Edit, company, forms, own_name
from .edits_names import (
    initial,
    legal_form_left_out,
    letter_case,
    slip_company,
    slip_person,
    surname_first,
    surname_only,
    trade_left_out,
    with_title,
)
from .lands import LANDS
from .people import Contact, World, entries, slug
from .phones import (
    extended,
    foreign_digits,
    from_sheet,
    international,
    national,
    written,
)
from .slips import slip_address, slip_digit
from .taxes import rewritten

_TAGS = [
    "fair",
    "targi",
    "messe",
    "crm",
    "oferta",
    "offer",
    "web",
    "2024",
    "promo",
    "news",
    "kontakt",
    "anfrage",
]
_ROLES = ["info", "biuro", "office", "kontakt", "sales", "mail", "contact", "verkauf", "einkauf"]
_PERSON_WAYS = (initial, surname_only, surname_first, with_title, slip_person)
_COMPANY_WAYS = (legal_form_left_out, trade_left_out, slip_company, letter_case)


def _loosen(world: World, contact: Contact, one: Draft, two: Draft) -> None:
    """Write person and company otherwise than the first time, as far as they can be."""
    rng = world.rng
    if rng.random() < 0.8:
        _tried(world, contact, one, two, rng.choice(_PERSON_WAYS), "person")
    if contact.firm and rng.random() < 0.8:
        _tried(world, contact, one, two, rng.choice(_COMPANY_WAYS), "company")


def _tried(world: World, contact: Contact, one: Draft, two: Draft, way: Edit, name: str) -> None:
    """Change one field of the second draft by a way, if that way works here."""
    first, second = Draft(one.company, one.person), Draft(two.company, two.person)
    if way(world, contact, first, second):
        setattr(two, name, getattr(second, name))


def same_mailbox(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The personal mailbox is the same; company and person are written otherwise."""
    _loosen(world, contact, one, two)
    return (one.company, one.person) != (two.company, two.person)


def mailbox_alone(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The second time nothing but the personal mailbox is known."""
    two.company = two.person = two.website = ""
    if world.rng.random() < 0.3:
        two.person = two.email
    return True


def _tagged(world: World, contact: Contact, two: Draft) -> bool:
    """Put a tag into the address of the second draft."""
    local, _, host = contact.mailbox.partition("@")
    two.email = f"{local}+{world.rng.choice(_TAGS)}@{host}"
    return True


def tag_public(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A tag in an address of a public provider (anna.nowak+targi@gmail.com)."""
    host = world.rng.choice(("gmail.com", "gmail.com", "outlook.com", "icloud.com"))
    contact.mailbox = one.email = world.private_mailbox(contact.person, host)
    return _tagged(world, contact, two)


def tag_firm(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A tag in an address at the company's own domain (hartmann+fair@firma.de)."""
    return bool(contact.employer.domain) and _tagged(world, contact, two)


def gmail_dots(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Dots within an address of Gmail, or googlemail.com in place of gmail.com."""
    rng = world.rng
    contact.mailbox = one.email = world.private_mailbox(contact.person, "gmail.com")
    local = contact.mailbox.partition("@")[0]
    bare = local.replace(".", "")
    style = rng.random()
    if style < 0.3:
        two.email = f"{local}@googlemail.com"
    else:
        at = 1 + int(rng.random() * (len(bare) - 2))
        dotted = f"{bare[:at]}.{bare[at:]}"
        two.email = f"{bare if style < 0.65 and '.' in local else dotted}@gmail.com"
    return two.email != one.email and world.fresh(two.email)


def mailbox_dressed(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The address in capitals, with the name, with "mailto:" or besides another address."""
    rng, address = world.rng, contact.mailbox
    role = f"{rng.choice(_ROLES)}@{address.partition('@')[2]}"
    own = bool(contact.firm and contact.employer.domain)
    two.email = rng.choice(
        (
            address.upper(),
            address.title(),
            f"{own_name(contact)} <{address}>",
            f"mailto:{address}",
            f"{address};",
            f" {address} ",
            f"<{address}>",
            f"{address}; {role}" if own else f"{address},",
            f"{role}, {address}" if own else f'"{own_name(contact)}" <{address}>',
        )
    )
    _loosen(world, contact, one, two)
    return True


def shared_mailbox(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A mailbox of the whole company and the same person both times."""
    if not contact.employer.domain:
        return False
    one.email = two.email = f"{world.rng.choice(_ROLES[:4])}@{contact.employer.domain}"
    return slip_company(world, contact, one, two)


def mailbox_slip(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A slip of the pen in the address; company and person are the same."""
    two.email = slip_address(world.rng, contact.mailbox)
    return two.email != one.email and world.fresh(two.email)


def private_mailbox(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Once the company's mailbox, once the person's private one."""
    two.email = world.private_mailbox(contact.person)
    return bool(contact.employer.domain)


def other_domain(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The same mailbox at another domain of the company (.pl and .com)."""
    if not contact.employer.domain:
        return False
    local, _, domain = contact.mailbox.partition("@")
    end = world.rng.choice(entries(LANDS[contact.employer.land].tlds))[0]
    two.email = f"{local}@{domain.partition('.')[0]}.{end}"
    two.website = ""
    return two.email != one.email and world.fresh(two.email.partition("@")[2])


def other_local_part(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """Another address of the person at the company's domain (j.nowak, jan.nowak)."""
    two.email = world.mailbox(contact.person, contact.firm)
    return bool(contact.employer.domain) and not any(map(str.isdigit, two.email))


def same_phone(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The personal telephone is the same; company and person are written otherwise."""
    two.phone = one.phone
    _loosen(world, contact, one, two)
    return (one.company, one.person) != (two.company, two.person)


def phone_notation(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The same telephone in another notation, and names not quite the same."""
    _loosen(world, contact, one, two)
    return one.phone != two.phone


def phone_country(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The telephone is entered once with its country's code and once without."""
    one.phone = international(world.rng, contact.phone)
    two.phone = national(world.rng, contact.phone)
    if world.rng.random() < 0.5:
        one.country = two.country = ""
    return True


def phone_digits(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The telephone is entered once in Persian or Arabic digits."""
    one.phone = international(world.rng, contact.phone)
    two.phone = foreign_digits(contact.person.land, national(world.rng, contact.phone))
    return True


def phone_several(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The personal telephone is one of several numbers in the field."""
    rng, land = world.rng, contact.person.land
    other = world.switchboard(contact.firm) if contact.firm else world.phone(land, 0.0)
    parts = [written(rng, contact.phone), written(rng, other)]
    if rng.random() < 0.5:
        parts.reverse()
    two.phone = rng.choice((", ", " / ", "; ", " or ", " lub ")).join(parts)
    return True


def phone_extension(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The company's telephone and the same person, once with the extension."""
    rng, number = world.rng, world.switchboard(contact.employer)
    one.phone = written(rng, number)
    two.phone = extended(rng, number, written(rng, number), 10 + int(rng.random() * 290))
    return True


def phone_slip(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """One wrong digit in the telephone; company and person are the same."""
    two.phone = slip_digit(world.rng, one.phone)
    return one.phone != two.phone


def phone_of_sheet(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A spreadsheet took the plus sign or the leading zero from the telephone."""
    two.phone = from_sheet(world.rng, contact.phone)
    return one.phone != two.phone


def company_missing(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The company is not entered the second time."""
    two.company = two.website = ""
    return True


def person_missing(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The person is not entered the second time; mailbox or telephone are personal."""
    two.person = ""
    return True


def same_tax_number(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The tax number is the same, the company's name is written otherwise."""
    number = world.tax(contact.employer)
    if not number:
        return False
    one.tax_id, two.tax_id = rewritten(world.rng, number), rewritten(world.rng, number)
    _loosen(world, contact, one, two)
    return one.company != two.company


def double_click(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A web form was sent twice; nothing differs but perhaps the day."""
    return True


def small_variation(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """The same data again, with small differences in one or two of the names."""
    _loosen(world, contact, one, two)
    return True


def by_telephone(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A colleague noted a call: names as they were heard, without a mailbox."""
    two.email = two.website = ""
    two.person = names.plain(contact.person.given) + " " + contact.person.surname
    return slip_person(world, contact, one, two) and slip_company(world, contact, one, two)


def answer_of_mail(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A lead made from a mail: the person is as in the address, the company as at its domain."""
    if not contact.employer.domain:
        return False
    local, _, host = contact.mailbox.partition("@")
    two.person = local.replace(".", " ").title()
    two.company = "" if world.rng.random() < 0.5 else host
    two.email = f"{two.person} <{contact.mailbox}>" if world.rng.random() < 0.5 else contact.mailbox
    return host == contact.employer.domain and slug(local, False) != "info"


def card_of_fair(world: World, contact: Contact, one: Draft, two: Draft) -> bool:
    """A business card was typed at a fair: full legal form, title, all numbers."""
    rng = world.rng
    two.company = company(contact, form=rng.choice(forms(contact)))
    with_title(world, contact, one, two)
    phone_several(world, contact, one, two)
    return True
