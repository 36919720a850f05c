"""PDF of an offer's HTML by WeasyPrint; no ORM, no network, no files.

The caller provides style sheets, fonts and pictures by their paths.
"""

import base64
import mimetypes
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

#: The document's own address. The domain cannot exist (RFC 2606).
BASE = 'http://offer.invalid'
#: The only data URLs allowed: pictures.
DATA_URL = re.compile(r'data:(image/[\w.+-]+)(;base64)?,(.*)', re.DOTALL)
STATIC = re.compile(r'/(\w+)/static/([\w./ -]+)')

mimetypes.add_type('font/woff2', '.woff2')


def make_pdf(html: str, fetch: Callable[[str], tuple[bytes, str] | None]) -> bytes:
    """Convert a whole HTML document.

    :param html: the document, with relative URLs, or pictures as data URLs
    :param fetch: receives path and query of a relative URL (``/web/image/7?unique=a``), returns
        content and type, or None if nothing is there; the PDF leaves out what is missing
    :return: the PDF
    """
    return HTML(string=html, base_url=f'{BASE}/', url_fetcher=_Fetcher(fetch)).write_pdf()


def read_static(url: str, folders: Mapping[str, Path]) -> tuple[bytes, str] | None:
    """Return content and type of an addon's static file, for ``fetch``.

    :param url: ``/<addon>/static/<file>``, with any query
    :param folders: the folder of each addon whose files may be read
    :return: None for other URLs and missing files
    """
    match = STATIC.fullmatch(unquote(urlsplit(url).path))
    if not match or match[1] not in folders or '..' in match[2]:
        return None
    file = Path(folders[match[1]], 'static', match[2])
    if not file.is_file():
        return None
    return file.read_bytes(), mimetypes.guess_type(file.name)[0] or 'application/octet-stream'


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
    """Return content and type of a data URL's picture, or None."""
    match = DATA_URL.fullmatch(url)
    if not match:
        return None
    content_type, is_base64, data = match.groups()
    content = unquote_to_bytes(data)
    return (base64.b64decode(content) if is_base64 else content), content_type
