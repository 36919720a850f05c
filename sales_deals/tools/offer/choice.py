"""What a client chooses of an offer: there must be something to order."""

from collections.abc import Collection

from . import sections


def is_something_chosen(variant: dict, options: Collection[str] = ()) -> bool:
    """Tell whether a variant of an offer, with the ticked options, has something to order.

    A deduction alone is nothing that anybody orders, as long as there is something to tick.

    :param dict variant: of an offer's content
    :param options: keys of the ticked lines

    >>> blinds = {'key': '7', 'type': 'product', 'is_optional': True, 'quantity': 2, 'amount': 90}
    >>> is_something_chosen({'lines': [blinds]}), is_something_chosen({'lines': [blinds]}, ['7'])
    (False, True)
    """
    products = [
        line for line in variant['lines'] if line['type'] == 'product' and line.get('quantity')
    ]
    counted = [line for line in products if not line['is_optional']]
    tickable = [place.line for place in sections.options(variant['lines'])]
    tickable = [line for line in tickable if line.get('quantity')]
    if not tickable:
        return bool(counted)
    ticked = [line for line in tickable if line['key'] in options]
    return any(line['amount'] >= 0 for line in counted + ticked)
