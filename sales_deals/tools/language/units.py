"""Units of measure behind a quantity, as people say them."""

#: Names of Odoo's units, by language -> how they are written after one and after another number.
#: Names that a business has given are its own.
SAID = {
    'en': {
        'Units': ('Unit', 'Units'),
        'Hours': ('Hour', 'Hours'),
        'Days': ('Day', 'Days'),
        'Dozens': ('Dozen', 'Dozens'),
    },
    'pl': {
        'Jednostki': ('szt.', 'szt.'),
        'Godziny': ('godz.', 'godz.'),
        'Dni': ('dzień', 'dni'),
        'Tuzin': ('tuz.', 'tuz.'),
    },
}


def said(name: str, quantity: float, lang: str | None) -> str:
    """Write a unit as it is said after a quantity.

    :param str name: of the unit, in the language
    :param str lang: code of the language; None for English

    >>> said("Units", 1, None), said("Units", 1.5, 'en_GB'), said("m²", 1, 'en_US')
    ('Unit', 'Units', 'm²')
    >>> said("Jednostki", 3, 'pl_PL'), said("Dni", 1, 'pl_PL'), said("عدد", 3, 'fa_IR')
    ('szt.', 'dzień', 'عدد')
    """
    one, many = SAID.get((lang or 'en')[:2], {}).get(name, (name, name))
    return one if quantity == 1 else many
