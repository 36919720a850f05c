"""PDF of an offer's HTML by WeasyPrint; no ORM, no network, no files.

The caller provides style sheets, fonts and pictures by their paths.
"""

import binascii
import mimetypes
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from . import pictures

#: The document's own address. The domain cannot exist (RFC 2606).
BASE = 'http://offer.invalid'
#: The only data URLs allowed: pictures.
DATA_URL = re.compile(r'data:image/\w+;base64,(.*)', re.DOTALL)
STATIC = re.compile(r'/(\w+)/static/([\w./ -]+)')
#: What a PDF can need of an addon.
STATIC_TYPES = ('text/css', 'font/', 'image/')

#: A part of a text: its end, or up to the end of a line, a blank or, without any, 400 letters.
PART = re.compile(r'.{1,400}\Z|.{1,399}(?:\n|(?= ))|.{1,400}', re.DOTALL)

mimetypes.add_type('font/woff2', '.woff2')


def make_pdf(html: str, fetch: Callable[[str], tuple[bytes, str] | None]) -> bytes:
    """Convert a whole HTML document; nothing is attached to it.

    :param html: the document, with relative URLs, or pictures as data URLs
    :param fetch: receives path and query of a relative URL (``/web/image/7?unique=a``), returns
        content and type, or None if nothing is there; the PDF leaves out what is missing
    :return: the PDF
    """
    document = HTML(string=html, base_url=f'{BASE}/', url_fetcher=_Fetcher(fetch))
    for element in document.etree_element.iter():
        if 'attachment' in element.get('rel', '').lower():
            element.attrib.pop('rel')
    for element in list(document.etree_element.find('body').iter()):
        if element.tag != 'style':
            _divide_texts(element)
    return document.write_pdf()


def read_static(url: str, folders: Mapping[str, Path]) -> tuple[bytes, str] | None:
    """Return content and type of an addon's static file, for ``fetch``.

    :param url: ``/<addon>/static/<file>``, with any query
    :param folders: the folder of each addon whose files may be read
    :return: None for other URLs, for files of other types, and for missing ones
    """
    match = STATIC.fullmatch(unquote(urlsplit(url).path))
    if not match or match[1] not in folders:
        return None
    file = _find_within(Path(folders[match[1]], 'static'), match[2])
    content_type = mimetypes.guess_type(file.name)[0] if file else None
    if not content_type or not content_type.startswith(STATIC_TYPES):
        return None
    return file.read_bytes(), content_type


def _find_within(folder, name):
    """Return the file of a folder, or of one in it; None where it would lie elsewhere.

    By its name, for Debian's package has links in the folder that lead to fonts elsewhere.
    """
    top = os.path.abspath(folder)
    path = os.path.abspath(os.path.join(top, name))
    is_within = path.startswith(top + os.sep) and os.path.isfile(path)
    return Path(path) if is_within else None


def _divide_texts(element):
    """Divide the long texts in an element by places where a line may end.

    For each line of a text the layout looks at the whole rest of it.
    """
    element.text, *others = _divide(element.text)
    content = [_make_break(element, text) for text in others]
    for child in element:
        child.tail, *others = _divide(child.tail)
        content += [child, *(_make_break(element, text) for text in others)]
    element[:] = content


def _divide(text):
    return PART.findall(text or '') or [text]


def _make_break(element, text):
    place = element.makeelement('wbr', {})
    place.tail = text
    return place


class _Fetcher(URLFetcher):
    """Get everything from the caller."""

    def __init__(self, ask):
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._ask = ask

    def fetch(self, url, headers=None):
        found = _decode(url) or (url.startswith(f'{BASE}/') and self._ask(url[len(BASE) :]))
        if not found:
            raise ValueError(f'Not part of the offer: {url[:200]}')
        content, content_type = found
        return URLFetcherResponse(url, content, {'Content-Type': content_type})


def _decode(url):
    """Return content and type of a data URL's picture, as a PDF can take it; or None."""
    match = DATA_URL.fullmatch(url)
    if not match:
        return None
    try:
        return pictures.prepare_for_pdf(binascii.a2b_base64(unquote_to_bytes(match[1])))
    except binascii.Error:
        return None
