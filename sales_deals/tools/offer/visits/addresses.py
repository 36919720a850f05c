"""Addresses of readers, as far as they tell one from another."""

import ipaddress

#: The part of an IPv6 address that a subscriber is given; they choose the rest of it at will.
SUBSCRIBER = 64


def find_subscriber(address):
    """Return the part of an address that one subscriber has, or all that is no address.

    >>> find_subscriber('203.0.113.9'), find_subscriber('::ffff:203.0.113.9')
    ('203.0.113.9', '203.0.113.9')
    >>> find_subscriber('2001:db8:1:2:aaaa::7') == find_subscriber('2001:db8:1:2:bbbb::8')
    True
    """
    try:
        known = ipaddress.ip_address(address.partition('%')[0])
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, SUBSCRIBER), strict=False))
