"""Visits to an offer's page: a person, probably a person, or a machine; no ORM.

Before a client reads a mail, gateways follow its links, chats draw previews of them and browsers
fetch them in advance. What tells a person apart is that the page was in view: the page reports by
a beacon for how long, and :data:`VISIBLE_SECONDS` are enough in a browser. Whoever accepts,
declines or asks is a person even without JavaScript. Each verdict has a reason that stays the same
for good, so that it can be stored and translated.

>>> chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36'
>>> classify_request('GET', 'Slackbot-LinkExpanding 1.0', {}, internal=False)
Verdict(kind='machine', reason='link_preview')
>>> request = classify_request('GET', chrome, {}, internal=False)
>>> request
Verdict(kind='probable', reason='no_beacon')
>>> classify_visit(request, visible_seconds=2.0)
Verdict(kind='person', reason='visible')

Nothing that a client sends is trusted: agents are cut before they are searched, for fixed texts
only, and durations are held against the server's clock. What a client sends never raises.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

PERSON, PROBABLE, MACHINE = KINDS = ('person', 'probable', 'machine')
ACTS = ('accept', 'decline', 'ask')

#: For how long a page must be in view before somebody has seen it.
VISIBLE_SECONDS = 2.0
#: After so long without a sign, the same visitor's next page load is another visit.
VISIT_GAP = timedelta(minutes=30)
#: How far a beacon may be ahead of the server: several servers' clocks differ a little.
CLOCK_SLACK = 5.0
#: Real agents are shorter; the app browsers of Facebook and Instagram come nearest.
MAX_AGENT = 512

#: Each reason and the kind of visit that it stands for.
REASONS = {
    'acted': PERSON,  # accepted, declined or asked
    'visible': PERSON,  # in view for VISIBLE_SECONDS, in a browser
    'no_beacon': PROBABLE,  # a browser by its own account that has not reported
    'hidden': PROBABLE,  # reported, but never in view: a tab in the background
    'too_fast': PROBABLE,  # in view for less than VISIBLE_SECONDS
    'internal_user': MACHINE,  # a colleague: no machine, but no client either
    'known_scanner': MACHINE,  # a mail gateway, or a service that looks for malware
    'mail_proxy': MACHINE,  # fetches for a mail program, before or without a reader
    'link_preview': MACHINE,  # a chat or a social network that draws a preview
    'monitor': MACHINE,  # checks that the server answers
    'automated': MACHINE,  # a browser that a program steers
    'http_client': MACHINE,  # a program's library, not a browser
    'crawler': MACHINE,  # a search engine, or what calls itself a robot
    'prefetch': MACHINE,  # a browser that fetches in advance; a person if it is shown after all
    'no_agent': MACHINE,  # no User-Agent; a person if a page reports: some firewalls remove it
    'unknown_agent': MACHINE,  # no browser's name; a person if a page reports
    'head_request': MACHINE,
    'other_method': MACHINE,  # OPTIONS and others that load no page
    'preview_header': MACHINE,  # says itself that it draws a preview
    'no_page': MACHINE,  # no page load is known
}

#: Reasons that a request can have, by how much they tell about the visitor: of several requests of
#: a visit the strongest counts. Who has named itself a machine stays one; a HEAD request beside a
#: page load says little, for a phone's security app may make it for its owner.
_STRENGTH = (
    ('no_page', 'head_request', 'other_method', 'preview_header'),
    ('prefetch', 'no_agent', 'unknown_agent'),
    ('no_beacon',),
    (
        'known_scanner',
        'mail_proxy',
        'link_preview',
        'monitor',
        'automated',
        'http_client',
        'crawler',
    ),
    ('internal_user',),
)
_STRENGTH_OF = {reason: rank for rank, reasons in enumerate(_STRENGTH) for reason in reasons}
#: Reasons that give way to a page that was in view. Chrome loads a page in advance, scripts and
#: all, and shows that very copy later, without a second request.
_UNTIL_SEEN = (*_STRENGTH[1], *_STRENGTH[2])

#: Products by reason: what their User-Agent has in it, in lower case. ``^`` stands for its
#: beginning and ``$`` for its end. The first product that fits is taken, so names that hold
#: others stand first. Most gateways claim to be Chrome; they are 'probable' for want of a beacon.
#: Not here on purpose: avast, avg, avira and norton, which are in the agents of browsers that
#: people use, and harmony, which is in those of Huawei's phones.
AGENTS = {
    'known_scanner': {
        # Asks for a link before it hands it to the browser; Defender's checks look the same.
        'Microsoft Office, Defender': ('^microsoft office', 'ms-office', 'msoffice', 'safelinks'),
        'Barracuda': ('barracuda',),
        'Cisco Secure Email': ('^cisco', 'ciscosecure', 'cisco umbrella', 'ironport'),
        'Check Point': ('check point', 'checkpoint'),
        'Cloudflare': ('cloudflare-radar', 'cloudflareradar', 'cloudflare.com/security'),
        'Forcepoint': ('forcepoint', 'websense'),
        'Fortinet': ('fortinet', 'fortimail', 'fortiguard'),
        'Google Safe Browsing': ('google-safety', 'google safe browsing'),
        'Hornetsecurity': ('hornetsecurity', 'antispameurope'),
        'Mimecast': ('mimecast',),
        'Netcraft': ('netcraft',),
        'Palo Alto Networks': ('palo alto', '^expanse', '^cortex/'),
        'Proofpoint': ('proofpoint',),
        'SafeDNS, Avira SafeSearch': ('safednsbot', 'safesearch microdata'),
        'SlashNext': ('slashnext',),
        'Sophos': ('sophos',),
        'SpamTitan, SpamExperts': ('spamtitan', 'spamexperts'),
        'Splunk Attack Analyzer': ('twinwave',),
        'Sucuri': ('sucuri',),
        'Symantec': ('symantec', 'messagelabs'),
        'Trellix': ('trellix', 'fireeye'),
        'Trend Micro': ('trendmicro', 'trend micro'),
        'Trustwave': ('trustwave', 'mailmarshal'),
        'VirusTotal': ('virustotal',),
        'Vade': ('vadesecure', 'vade secure'),
        'Zscaler': ('zscaler',),
        'urlscan.io': ('urlscan',),
        'Spam filters on mail servers': ('amavis', 'clamav', 'mailscanner', 'rspamd', 'spamassas'),
    },
    'mail_proxy': {
        'Apple Mail Privacy Protection': ('^mozilla/5.0$',),
        'Gmail': ('googleimageproxy', 'ggpht.com'),
        'Yahoo Mail': ('yahoomailproxy', 'yahoo mail proxy'),
        'Fastmail': ('^fastmail',),
        'Microsoft Exchange': ('^microsoft exchange', '^exchangeservices'),
        'Apple calendar and mail services': ('dataaccessd',),
    },
    'link_preview': {
        # Claims to be Facebook's and Twitter's at once, so that pages show it what they show them.
        'iMessage': ('facebookexternalhit/1.1 facebot twitterbot',),
        'KakaoTalk': ('kakaotalk-scrap',),
        'LINE': ('line-poker',),
        'Bing, Outlook': ('bingpreview', 'microsoftpreview'),
        'Bluesky': ('blueskypreview', 'cardyb'),
        'Discord': ('discordbot',),
        'Facebook, Instagram, Messenger': (
            'facebookexternalhit',
            'facebookexternalua',
            'facebookcatalog',
            'facebot',
            'meta-external',
        ),
        'Google': ('google web preview', 'google-pagerenderer', '^googlemessages'),
        'LinkedIn': ('linkedinbot',),
        'Mastodon': ('mastodon/',),
        'Matrix': ('^synapse', 'matrix-media-repo'),
        'Mattermost': ('mattermost-bot',),
        # They document no agent; what begins with their names is no browser.
        'Persian messengers': ('^bale', '^eitaa', '^igap', '^rubika', '^soroush', '^splus'),
        'Pinterest': ('pinterest/0.', 'pinterestbot'),
        'Reddit': ('redditbot',),
        'Rocket.Chat': ('rocket.chat',),
        'Slack': ('slackbot', 'slack-imgproxy'),
        'Snapchat': ('snap url preview', 'snapurlpreview'),
        'Skype, Microsoft Teams': ('skypeuripreview', 'skype-url-preview'),
        'Telegram': ('telegrambot',),
        'Twitter, X': ('twitterbot',),
        'VK, Odnoklassniki': ('vkshare', 'odklbot'),
        'Viber': ('^viber',),
        # Signal uses WhatsApp's name as well. At the beginning only: app browsers may add it.
        'WhatsApp, Signal': ('^whatsapp',),
        'Yahoo': ('yahoo link preview',),
        'Preview services': (
            'embedly',
            'iframely',
            'linkpreview',
            'link preview',
            'link-preview',
            'unfurl',
            'uripreview',
            'urlpreview',
        ),
    },
    'monitor': {
        'Amazon': ('elb-healthchecker', 'amazon-route53-health', 'cloudwatchsynthetics'),
        'Datadog': ('datadog',),
        'Google': ('googlestackdriver', 'chrome-lighthouse'),
        'Kubernetes, Prometheus': ('kube-probe', 'blackbox-exporter', 'blackbox exporter'),
        'New Relic': ('newrelic',),
        'Page speed tests': ('gtmetrix', 'ptst/'),
        'Pingdom': ('pingdom',),
        'Site24x7': ('site24x7',),
        'StatusCake': ('statuscake',),
        'UptimeRobot, Uptime Kuma and others': ('uptime',),
        'Monitors': (
            'catchpoint',
            'checkly',
            'dotcom-monitor',
            'dynatrace',
            'freshping',
            'hetrixtools',
            'montastic',
            'nagios',
            '^check_http',
            'ohdear',
            'prtg network monitor',
            'uptrends',
            'zabbix',
        ),
    },
    'automated': {
        'Headless Chrome': ('headless',),
        'Browser automation': (
            'cypress/',
            'htmlunit',
            'jsdom',
            'phantomjs',
            'playwright',
            'puppeteer',
            'selenium',
            'slimerjs',
            'splash version',
            'webdriver',
        ),
    },
    'http_client': {
        'curl, wget': ('^curl', '^wget', 'libcurl'),
        'Python': ('^python', 'aiohttp', 'httpx/', 'python-requests', 'python-urllib'),
        'Go': ('go-http-client', '^go 1'),
        'Java': ('^java', 'apache-httpclient', 'httpurlconnection', '^jetty', '^ahc/'),
        'Android and iOS apps': ('okhttp', '^dalvik', 'cfnetwork', '^dart'),
        'JavaScript': ('^axios', 'node-fetch', '^node', 'undici', '^got (', '^bun/', '^deno/'),
        'PHP': ('^php', 'guzzlehttp', 'symfony httpclient'),
        'Perl': ('libwww-perl', 'lwp::', '^perl'),
        'Ruby': ('^ruby', 'faraday', 'http.rb'),
        'Rust': ('^rust', 'reqwest', '^hyper/'),
        'Windows': ('powershell', 'winhttp', 'microsoft-cryptoapi', '^microsoft-webdav'),
        'Lua': ('lua-resty-http',),
        'Amazon CloudFront': ('amazon cloudfront',),
        'Test tools': ('postman', 'insomnia', '^httpie', 'apachebench', '^k6/', '^siege'),
    },
    'crawler': {
        'Google': (
            'googlebot',
            'adsbot-google',
            'mediapartners-google',
            'googleother',
            'feedfetch',
        ),
        'Microsoft Bing': ('bingbot', 'adidxbot', 'msnbot'),
        'Apple': ('applebot',),
        'Yandex': ('yandex.com/bots', 'yandexbot'),
        'Yahoo': ('slurp',),
        'Yooz, Parsijoo': ('yoozbot', 'parsijoo'),
        'Internet Archive': ('ia_archiver', 'archive.org_bot', 'heritrix'),
        'Crawlers': ('crawl', 'nutch', 'scraper', 'scrapy', 'spider'),
        # Robots give the address of a page about themselves; browsers never do.
        'Robots that name their page': ('://',),
    },
}
#: A robot by its own word; Cubot makes phones. Of browsers, only old ones are "compatible".
_ROBOT = re.compile(r'(?<!cu)bots?(?![a-z])|compatible;(?! ?(?:msie|konqueror))')

#: How the agents of browsers begin, those of old phones and of text browsers too.
BROWSERS = (
    'mozilla/',
    'opera/',
    'lynx/',
    'w3m/',
    'links ',
    'elinks',
    'dillo/',
    'netsurf/',
    'edbrowse/',
    'blackberry',
    'nokia',
    'samsung-',
    'sonyericsson',
    'ucweb',
)

#: Headers of a request that was not made to be read: name, text within the value, reason.
HEADER_RULES = (
    ('odoo-link-preview', 'true', 'preview_header'),  # Odoo's own previews, in its chatter
    ('x-purpose', 'preview', 'preview_header'),  # Safari's Top Sites, Facebook's apps
    ('purpose', 'preview', 'preview_header'),
    ('sec-purpose', 'prefetch', 'prefetch'),  # the standard; "prefetch;prerender" in Chrome
    ('purpose', 'prefetch', 'prefetch'),  # Chrome before it
    ('x-purpose', 'prefetch', 'prefetch'),
    ('x-purpose', 'instant', 'prefetch'),  # Chrome before that
    ('x-moz', 'prefetch', 'prefetch'),  # Firefox before the standard
)
#: The headers that :func:`classify_request` looks at.
HEADERS = tuple(sorted({name for name, _text, _reason in HEADER_RULES}))

#: Kinds of device: the first with a text that is in the agent. An iPad says that it is a Mac,
#: unless its owner asks for mobile pages; Android tablets leave out the word "Mobile".
DEVICES = (
    ('unknown', ('smart-tv', 'smarttv', 'android tv', 'appletv', 'hbbtv', 'bravia', 'web0s')),
    ('unknown', ('playstation', 'xbox', 'nintendo')),
    ('desktop', ('tablet pc',)),  # Internet Explorer, on a PC with a pen
    ('tablet', ('ipad', 'tablet', 'playbook', 'kindle', 'silk/')),
    ('phone', ('iphone', 'ipod', 'mobile', 'phone;', 'windows phone', 'blackberry', 'bb10')),
    ('phone', ('opera mini', 'opera mobi', 'symbian', 'kaios', 'midp', 'nokia')),
    ('tablet', ('android', 'harmony')),
    ('desktop', ('windows', 'macintosh', 'x11', 'cros', 'linux')),
)


class Verdict(NamedTuple):
    """What a request or a visit is held for: one of KINDS, and the key of REASONS that says why."""

    kind: str
    reason: str


class Hit(NamedTuple):
    """A request for the page.

    ``when`` is the server's clock in UTC; ``headers`` has lower-case names; ``visitor`` is a hash
    of the device's cookie, or of address and agent; ``internal`` means a user of the company.
    """

    when: datetime
    method: str
    user_agent: str
    headers: Mapping
    visitor: str
    internal: bool = False


class Beacon(NamedTuple):
    """The page's report: for how many seconds it has been in view since it was loaded.

    ``webdriver`` is what the browser itself says of being steered by a program.
    """

    visitor: str
    when: datetime
    visible_seconds: float
    webdriver: bool = False


class Act(NamedTuple):
    """The visitor accepted, declined or asked: ``what`` is one of ACTS."""

    visitor: str
    when: datetime
    what: str
    internal: bool = False


class Visit(NamedTuple):
    """What is kept of a visit; :attr:`verdict` follows from it at any time."""

    visitor: str
    began: datetime
    last: datetime
    request: Verdict
    visible_seconds: float | None = None
    webdriver: bool = False
    acted: bool = False
    device: str = 'unknown'

    @property
    def verdict(self):
        return classify_visit(self.request, self.visible_seconds, self.acted, self.webdriver)


def classify_request(method, user_agent, headers, internal):
    """What one request says by itself: a machine, or a browser that has not reported yet.

    :param str method: of HTTP
    :param str user_agent: as it came, or None
    :param headers: mapping of lower-case names to values; at least those in :data:`HEADERS`
    :param bool internal: the request of a user of the company
    :rtype: Verdict
    """
    if internal:
        return _verdict('internal_user')
    agent = _clean(user_agent)
    return _verdict(
        _reason_of_agent(agent)
        or _reason_of_method(method)
        or _reason_of_headers(headers)
        or _reason_of_unknown(agent)
        or 'no_beacon'
    )


def combine(first, second):
    """The verdict of two requests of one visit together; their order does not matter.

    >>> combine(REQUEST['head_request'], REQUEST['no_beacon']).reason
    'no_beacon'
    >>> combine(REQUEST['no_beacon'], REQUEST['crawler']).reason
    'crawler'
    """
    # Within a rank, any order that is always the same.
    return max(first, second, key=lambda verdict: (_strength(verdict), verdict.reason))


def classify_visit(request, visible_seconds=None, acted=False, webdriver=False):
    """The verdict of a whole visit.

    :param Verdict request: of its requests, see :func:`combine`
    :param visible_seconds: the most that a beacon reported, or None without a beacon
    :param bool acted: accepted, declined or asked
    :param bool webdriver: a beacon said that a program steers the browser
    :rtype: Verdict
    """
    if request.reason == 'internal_user':
        return request
    if acted:
        return _verdict('acted')
    if request.reason not in _UNTIL_SEEN:
        return request
    if webdriver:
        return _verdict('automated')
    if _seconds(visible_seconds) >= VISIBLE_SECONDS:
        return _verdict('visible')
    if request.reason != 'no_beacon' or visible_seconds is None:
        return request
    return _verdict('too_fast' if _seconds(visible_seconds) else 'hidden')


def believable_seconds(reported, began, now):
    """The seconds in view that a beacon reports, as far as the server's clock allows them.

    A page cannot be in view for longer than since it was loaded. Who says so is not believed at
    all: sandboxes wind their clocks forward.

    :param datetime began: when the visit began
    :param datetime now: when the beacon came
    """
    seconds = _seconds(reported)
    elapsed = (now - began).total_seconds()
    if seconds > elapsed + CLOCK_SLACK:
        return 0.0
    return max(0.0, min(seconds, elapsed))


def same_visit(previous_when, now):
    """Whether a page load belongs to the visit whose last sign was at ``previous_when``."""
    # The clock may have been set back between the two.
    return bool(previous_when) and abs(now - previous_when) <= VISIT_GAP


def find_product(user_agent):
    """The product that an agent belongs to, where it is a machine that is known, else ''.

    >>> find_product('WhatsApp/2.23.20.0 A')
    'WhatsApp, Signal'
    """
    return _find_product(_clean(user_agent))[0]


def device_class(user_agent):
    """What somebody holds or sits at: 'phone', 'tablet', 'desktop' or 'unknown'.

    >>> device_class('Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148')
    'phone'
    """
    agent = _clean(user_agent)
    found = (name for name, texts in DEVICES if any(text in agent for text in texts))
    return next(found, 'unknown')


def fold(events):
    """The visits that hits, beacons and acts make, in the order in which they arrived.

    :param events: any number of Hit, Beacon and Act
    :rtype: list[Visit]
    """
    visits, latest = [], {}
    for event in events:
        place = latest.get(event.visitor)
        visit = None if place is None else visits[place]
        if begins_visit(visit, event):
            latest[event.visitor] = len(visits)
            visits.append(begin_visit(event))
        elif visit is not None:
            visits[place] = extend_visit(visit, event)
    return visits


def begins_visit(latest, event):
    """Whether an event begins another visit than its visitor's latest, which may be None.

    Page loads alone are parted into visits by time. Beacons and acts come from a page that was
    loaded, however long ago, and belong to the latest visit. A beacon without one counts for
    nothing; an act without one does, for somebody did it.
    """
    if isinstance(event, Hit):
        return latest is None or not same_visit(latest.last, event.when)
    return latest is None and isinstance(event, Act) and event.what in ACTS


def begin_visit(event):
    """The visit that a Hit or an Act begins, see :func:`begins_visit`."""
    visit = Visit(event.visitor, event.when, event.when, _request_of(event))
    if isinstance(event, Hit):
        return visit._replace(device=device_class(event.user_agent))
    return visit._replace(acted=True)


def extend_visit(visit, event):
    """The visit after one more event of its visitor."""
    if isinstance(event, Beacon):
        return _extend_by_beacon(visit, event)
    if isinstance(event, Act) and event.what not in ACTS:
        return visit
    return visit._replace(
        last=event.when,
        request=combine(visit.request, _request_of(event)),
        acted=visit.acted or isinstance(event, Act),
    )


def count_kinds(visits: Iterable[Visit]):
    """How many visits there are of each of KINDS."""
    counts = Counter(visit.verdict.kind for visit in visits)
    return {kind: counts[kind] for kind in KINDS}


def _extend_by_beacon(visit, beacon):
    seconds = believable_seconds(beacon.visible_seconds, visit.began, beacon.when)
    return visit._replace(
        last=beacon.when,
        visible_seconds=max(visit.visible_seconds or 0.0, seconds),
        webdriver=visit.webdriver or bool(beacon.webdriver),
    )


def _request_of(event):
    if isinstance(event, Hit):
        return classify_request(event.method, event.user_agent, event.headers, event.internal)
    return REQUEST['internal_user' if event.internal else 'no_page']


def _reason_of_agent(agent):
    return _find_product(agent)[1] or ('crawler' if _ROBOT.search(agent) else '')


def _find_product(agent):
    for reason, products in AGENTS.items():
        for product, patterns in products.items():
            if any(_fits(pattern, agent) for pattern in patterns):
                return product, reason
    return '', ''


def _fits(pattern, agent):
    if pattern[0] != '^':
        return pattern in agent
    return agent == pattern[1:-1] if pattern[-1] == '$' else agent.startswith(pattern[1:])


def _reason_of_method(method):
    name = _clean(method)
    if name == 'get':
        return ''
    return 'head_request' if name == 'head' else 'other_method'


def _reason_of_headers(headers):
    if not isinstance(headers, Mapping):
        return ''
    found = (why for name, text, why in HEADER_RULES if text in _clean(headers.get(name)))
    return next(found, '')


def _reason_of_unknown(agent):
    if not agent:
        return 'no_agent'
    return '' if agent.startswith(BROWSERS) else 'unknown_agent'


def _clean(value):
    """The beginning of what a client sent as a text, in lower case."""
    if isinstance(value, bytes):
        value = value[:MAX_AGENT].decode('latin-1')
    return value[:MAX_AGENT].strip().lower() if isinstance(value, str) else ''


def _seconds(value):
    """A duration as a client reports it; 0.0 for what is none."""
    if not isinstance(value, int | float):
        return 0.0
    try:
        seconds = float(value)
    except OverflowError:
        return 0.0
    return max(0.0, seconds) if math.isfinite(seconds) else 0.0


def _strength(verdict):
    return _STRENGTH_OF.get(verdict.reason, -1)


def _verdict(reason):
    return Verdict(REASONS[reason], reason)


#: The verdict for each reason that a request can have, for those who have stored the reason alone.
REQUEST = {reason: _verdict(reason) for reason in _STRENGTH_OF}
