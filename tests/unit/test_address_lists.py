"""Long lists of addresses are parsed piece by piece, with the results of Python's own parser."""

import email
import email.policy
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_deals.tools.mail import headers

#: Addresses as they come, good and bad.
ADDRESSES = (
    "anna@client.example",
    "Anna Nowak <anna@client.example>",
    '"Nowak, Anna" <anna@client.example>',
    "=?utf-8?q?Ma=C5=82gorzata?= <m@client.example>",
    "<anna@client.example>",
    "anna@client.example, ",
    "no address",
    "Anna <anna@client.example> behind",
    "<a,b@client.example>",
    "",
    " ",
    "@",
    "Anna <anna",
    '"Anna',
    "Anna (of Sales, Kraków) <anna@client.example>",
    "Friends: anna@client.example, jan@client.example;",
    "anna@[192.0.2.1]",
    'A\\"B <c@client.example>',
)


def read(addresses: str, once: bool) -> tuple:
    raw = f"From: a@b.example\nTo: {addresses}\n\nText\n".encode()
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    if once:
        headers.parse_once(message)
    header = message["To"]
    return str(header), header.addresses, header.groups, [type(one) for one in header.defects]


@given(st.lists(st.sampled_from(ADDRESSES), min_size=1, max_size=6), st.integers(20, 60))
def test_a_long_list_reads_as_python_reads_it(addresses, times):
    text = ", ".join(addresses * times)
    assert read(text, once=True) == read(text, once=False)


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_kind_alone_reads_as_python_reads_it(address):
    text = ",".join([address] * 300)
    assert read(text, once=True) == read(text, once=False)


def test_ten_times_as_many_take_about_ten_times_as_long():
    times = []
    for count in (1_000, 10_000):
        begin = time.process_time()
        read(", ".join(f"N {number} <u{number}@x.example>" for number in range(count)), once=True)
        times.append(time.process_time() - begin)
    assert times[1] < 20 * times[0]
