"""What a client chooses of an offer: there must be something to order."""

from collections.abc import Collection


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
    counted = [line for line in products if not line['is_optional'] or line['key'] in options]
    if any(line['is_optional'] for line in products):
        return any(line['amount'] >= 0 for line in counted)
    return bool(counted)
