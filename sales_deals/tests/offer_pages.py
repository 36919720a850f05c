"""Offers as templates get them (`page`), made up of data alone: no ORM."""

import copy
from functools import partial
from urllib.parse import quote

from markupsafe import Markup

from ..tools.language.directions import direction_of
from ..tools.offer.colors import palette

PERSIAN = str.maketrans('0123456789.', '۰۱۲۳۴۵۶۷۸۹٫')
#: Wherever a client or a salesperson can type.
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\'{{7*7}}‮'
LANGUAGES = {
    'en_US': {
        'html_lang': 'en-US',
        'direction': 'ltr',
        'font': 'Roboto',
        'color': '#1f5f8b',
        'date': '11/23/2026',
        'valid_until': '12/23/2026',
        'company': (
            "Northlight Windows Ltd",
            ["12 Harbour Street", "Leeds LS1 4AP", "United Kingdom"],
        ),
        'customer': ("Millbrook Housing Association", ["3 Mill Lane", "York YO1 7HB"]),
        'people': ("Emma Clarke", "Oliver Whitmore"),
        'opening': "Dear Ms Clarke, thank you for showing us round the site. Below is what we "
        "propose for the <b>south wing</b>: each variant is complete, delivered and fitted.",
        'closing': "We would be glad to build with you. Whatever is unclear, ask us right here.",
        'terms': "Prices hold until the date above. Scaffolding is not included.",
        'variants': ["Timber, triple glazed", "Aluminium", "PVC, the economical one"],
        'note': "Our recommendation: lasts forty years and needs paint every ten.",
        'conditions': [("Payment", "30 days"), ("Delivery", "6 weeks after the order")],
        'section': ["Ground floor", "Upper floor", "Work on site"],
        'remark': "All sizes are to be taken on site.",
        'products': [
            ("Window 1200 × 1400, tilt and turn", "Triple glazing, Ug 0.5\nHandle with lock"),
            ("Balcony door 900 × 2200", "Low threshold, 20 mm"),
            ("Window sill, oak", ""),
            ("Removal and disposal of old windows", "Including transport to the depot"),
        ],
        'options': [
            ("Outside blinds", "Electric, with remote"),
            ("Maintenance for five years", ""),
        ],
        'unit': ["pcs", "pcs", "m", "h"],
        'money': lambda number: f'${number:,.2f}',
        'number': str,
        'reasons': ["Price too high", "Chose someone else"],
    },
    'pl_PL': {
        'html_lang': 'pl-PL',
        'direction': 'ltr',
        'font': 'Lato',
        'color': '#9c2f2f',
        'date': '23.11.2026',
        'valid_until': '23.12.2026',
        'company': ("Okna Północ Sp. z o.o.", ["ul. Żeglarska 12", "80-001 Gdańsk"]),
        'customer': ("Spółdzielnia Mieszkaniowa „Źródło”", ["ul. Łąkowa 3", "31-443 Kraków"]),
        'people': ("Małgorzata Śliwińska", "Łukasz Wójcik"),
        'opening': "Szanowna Pani, dziękujemy za wizję lokalną. Poniżej nasza propozycja dla "
        "<b>skrzydła południowego</b>: każdy wariant jest kompletny, z dostawą i montażem.",
        'closing': "Chętnie zrealizujemy to wspólnie z Państwem. Pytania można zadać tutaj.",
        'terms': "Ceny obowiązują do podanej daty. Rusztowanie nie jest wliczone.",
        'variants': ["Drewno, trzy szyby", "Aluminium", "PVC, najtańszy"],
        'note': "Nasza rekomendacja: wytrzyma czterdzieści lat, malowanie co dziesięć.",
        'conditions': [("Płatność", "30 dni"), ("Dostawa", "6 tygodni od zamówienia")],
        'section': ["Parter", "Piętro", "Prace na budowie"],
        'remark': "Wymiary do sprawdzenia na budowie.",
        'products': [
            ("Okno 1200 × 1400, rozwierno-uchylne", "Trzy szyby, Ug 0,5\nKlamka z kluczem"),
            ("Drzwi balkonowe 900 × 2200", "Niski próg, 20 mm"),
            ("Parapet dębowy", ""),
            ("Demontaż i utylizacja starych okien", "Z transportem do składu"),
        ],
        'options': [("Rolety zewnętrzne", "Elektryczne, z pilotem"), ("Serwis przez pięć lat", "")],
        'unit': ["szt.", "szt.", "m", "godz."],
        'money': lambda n: (
            f'{n:,.2f} zł'.replace(',', '\xa0').replace('.', ',').replace(' ', '\xa0')
        ),
        'number': str,
        'reasons': ["Za wysoka cena", "Wybraliśmy kogoś innego"],
    },
    'fa_IR': {
        'html_lang': 'fa-IR',
        'direction': 'rtl',
        'font': 'Vazirmatn',
        'color': '#0f766e',
        'date': '۲ آذر ۱۴۰۵',
        'valid_until': '۲ دی ۱۴۰۵',
        'company': ("شرکت پنجره‌های شمال", ["تهران، خیابان ولیعصر، پلاک ۱۲", "کد پستی ۱۴۳۴۸۶۳۱۱۱"]),
        'customer': ("تعاونی مسکن چشمه", ["اصفهان، خیابان چهارباغ، کوچهٔ ۳"]),
        'people': ("مریم رضایی", "علی‌رضا موسوی"),
        'opening': "سرکار خانم رضایی، از اینکه محل پروژه را به ما نشان دادید سپاسگزاریم. پیشنهاد "
        "ما برای <b>ضلع جنوبی</b> در ادامه آمده است؛ هر گزینه کامل است و حمل و نصب را دربر می‌گیرد.",
        'closing': "خوشحال می‌شویم این پروژه را با هم بسازیم. پرسش‌هایتان را همین‌جا بنویسید.",
        'terms': "قیمت‌ها تا تاریخ بالا معتبر است. داربست جزو پیشنهاد نیست.",
        'variants': ["چوبی، سه‌جداره", "آلومینیومی", "یوپی‌وی‌سی، اقتصادی"],
        'note': "پیشنهاد ما: چهل سال دوام دارد و هر ده سال یک بار رنگ می‌خواهد.",
        'conditions': [("پرداخت", "۳۰ روزه"), ("تحویل", "۶ هفته پس از سفارش")],
        'section': ["طبقهٔ همکف", "طبقهٔ بالا", "کارهای محل پروژه"],
        'remark': "همهٔ اندازه‌ها باید در محل گرفته شود.",
        'products': [
            ("پنجرهٔ ۱۲۰۰ × ۱۴۰۰، دوحالته", "شیشهٔ سه‌جداره Ug 0.5\nدستگیرهٔ قفل‌دار"),
            ("درِ بالکن ۹۰۰ × ۲۲۰۰", "آستانهٔ کوتاه، ۲۰ میلی‌متر"),
            ("کف‌پنجرهٔ بلوط", ""),
            ("برچیدن و دفع پنجره‌های قدیمی", "همراه با حمل به انبار"),
        ],
        'options': [("کرکرهٔ بیرونی", "برقی، با کنترل از راه دور"), ("پنج سال نگه‌داری", "")],
        'unit': ["عدد", "عدد", "متر", "ساعت"],
        'money': lambda number: f'{number * 10000:,.0f} ریال'.replace(',', '٬').translate(PERSIAN),
        'number': lambda number: str(number).translate(PERSIAN),
        'reasons': ["قیمت بالا بود", "دیگری را انتخاب کردیم"],
    },
}


def make_page(lang='en_US', layout='classic', variants=2, lines=8, **values):
    """Make a page as `deal.offer._prepare_page()` does; `values` replace what it has."""
    words = LANGUAGES[lang]
    made = [_make_variant(words, index, lines) for index in range(variants)]
    page = {
        'lang': lang,
        'layout': layout,
        **{key: words[key] for key in ('html_lang', 'direction', 'font', 'color')},
        'direction_of': partial(direction_of, around=words['direction']),
        'palette': palette(values.get('color', words['color'])),
        'cover_url': _picture(_COVER, words['color']) if layout == 'modern' else False,
        'logo_url': _picture(_LOGO, words['color']),
        'kind': 'calculation',
        'number': 'OF/2026/00012/2',
        **{key: words[key] for key in ('date', 'valid_until')},
        **_make_parties(words),
        **{key: Markup(f'<p>{words[key]}</p>') for key in ('opening', 'closing', 'terms')},
        'documents': [
            {'name': "Drawings.pdf", 'url': '/offer/1/document/2?access_token=t', 'size': '1.2 MB'}
        ],
        'columns': dict.fromkeys(('unit_price', 'discount', 'pictures', 'section_subtotals'), True),
        'prices': 'net',
        'comparison': _make_comparison(words, made) if variants > 1 else False,
        'variants': made,
        'state': 'open',
        'notice': '',
        'notice_url': False,
        'notice_link': '',
        'error': '',
        'values': {},
        'reasons': [{'id': key, 'name': name} for key, name in enumerate(words['reasons'], 1)],
        'urls': {
            name: f'/offer/1{path}?access_token=t0ken'
            for name, path in {
                'page': '',
                **{key: f'/{key}' for key in ('total', 'accept', 'decline', 'ask', 'seen', 'pdf')},
            }.items()
        },
        'csrf_token': 'c5rf',
        'version': '1',
    }
    return {**page, **values}


def make_preview(**values):
    """Make a page that the salesperson sees: nothing can be sent from it."""
    page = make_page(state='preview', **values)
    return {**page, 'urls': dict.fromkeys(page['urls'], '')}


def make_hostile(page):
    """Return a copy of the page with markup and code in place of every text somebody typed."""
    page = copy.deepcopy(page)
    ours = (
        'lang',
        'html_lang',
        'direction',
        'layout',
        'color',
        'font',
        'palette',
        'state',
        'prices',
    )
    urls = ('urls', 'cover_url', 'logo_url', 'version', 'csrf_token', 'notice_url')
    return {
        key: value if key in ours + urls else _poison(value, key) for key, value in page.items()
    }


def _poison(value, key=''):
    if isinstance(value, dict):
        return {name: _poison(part, name) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_poison(part, key) for part in value)
    is_code = key in ('key', 'type', 'id', 'url', 'image_url') or isinstance(value, Markup)
    return HOSTILE if isinstance(value, str) and not is_code else value


def _make_parties(words):
    (company, address), (customer, customer_address) = words['company'], words['customer']
    contact, salesperson = words['people']
    return {
        'company': {
            'name': company,
            'address': address,
            'vat': 'GB123456789',
            'email': 'office@example.com',
            'phone': '+44 20 7946 0958',
            'website': 'https://www.example.com',
        },
        'customer': {'name': customer, 'address': customer_address, 'vat': ''},
        'contact': contact,
        'salesperson': {
            'name': salesperson,
            'email': 'sales@example.com',
            'phone': '+44 20 7946 0959',
        },
    }


def _make_variant(words, index, count):
    key = f'v{index + 1}'
    lines, net = [], 0
    sections = max(1, min(3, count // 3))
    for number in range(count):
        if number % -(-count // sections) == 0:
            lines.append(_section(words, len(lines), number * sections // count))
        line, amount = _product(words, words['products'], number, index)
        lines.append(line)
        net += amount
    lines.append(_line(f'{key}n', 'note', words['remark']))
    options = [
        {
            **_product(words, words['options'], number, index)[0],
            'key': f'o{number}',
            'ticked': number == 0,
        }
        for number in range(len(words['options']))
    ]
    money = words['money']
    return {
        'key': key,
        'name': words['variants'][index],
        'note': Markup(f"<p>{words['note']}</p>") if index == 0 else '',
        'terms': words['conditions'],
        'lines': lines,
        'options': options,
        'totals': {'net': money(net), 'tax': money(net * 0.2), 'gross': money(net * 1.2)},
        'accepted': False,
    }


def _section(words, number, index):
    subtotal = words['money'](4200 + 310 * index)
    return {**_line(f's{number}', 'section', words['section'][index % 3]), 'subtotal': subtotal}


def _product(words, products, number, index):
    name, description = products[number % len(products)]
    price = round((480 + 37.5 * (number % 7)) * (1 - 0.18 * index), 2)
    quantity = 1 + number % 5
    line = {
        **_line(f'l{number}', 'product', name),
        'description': description,
        'quantity': words['number'](quantity),
        'unit': words['unit'][number % 4],
        'price_unit': words['money'](price),
        'discount': words['number'](10) + '%' if number % 4 == 1 else '',
        'subtotal': words['money'](price * quantity),
        'image_url': _picture(_WINDOW, words['color']) if number % 4 < 2 else False,
    }
    return line, price * quantity


def _line(key, kind, name):
    texts = ('description', 'quantity', 'unit', 'price_unit', 'discount', 'subtotal')
    return {
        'key': key,
        'type': kind,
        'name': name,
        'image_url': False,
        'ticked': False,
        **dict.fromkeys(texts, ''),
    }


def _make_comparison(words, variants):
    return {
        'names': [variant['name'] for variant in variants],
        'rows': [
            {
                'name': name,
                'cells': [
                    f"{words['number'](2 + row)} {words['unit'][row]}" for _variant in variants[1:]
                ]
                + [f"{words['number'](2 + (row * 2) % 4)} {words['unit'][row]}"],
                'differs': row != (row * 2) % 4,
            }
            for row, (name, _description) in enumerate(words['products'])
        ],
        'totals': [variant['totals']['net'] for variant in variants],
    }


def _picture(svg, color):
    return 'data:image/svg+xml,' + quote(svg.replace('COLOR', color))


_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="180" height="48" viewBox="0 0 180 48">'
    '<rect width="44" height="44" y="2" rx="8" fill="COLOR"/>'
    '<path d="M8 10h12v12H8zM24 10h12v12H24zM8 26h12v12H8zM24 26h12v12H24z" fill="#fff"/>'
    '<rect x="56" y="12" width="112" height="10" rx="5" fill="COLOR"/>'
    '<rect x="56" y="28" width="76" height="8" rx="4" fill="#9aa5b1"/></svg>'
)
_COVER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="600" viewBox="0 0 1600 600" '
    'preserveAspectRatio="xMidYMid slice"><defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1">'
    '<stop offset="0" stop-color="#bcd7e8"/><stop offset="1" stop-color="#f6e7d2"/>'
    '</linearGradient></defs><rect width="1600" height="600" fill="url(#g)"/>'
    '<circle cx="1240" cy="190" r="90" fill="#fff4dd"/>'
    '<path d="M0 420 300 250 560 430 860 220 1180 440 1600 260V600H0z" fill="#7f9fb0"/>'
    '<path d="M0 500 420 380 760 520 1100 400 1600 540V600H0z" fill="COLOR" opacity=".75"/></svg>'
)
_WINDOW = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80" viewBox="0 0 80 80">'
    '<rect x="14" y="8" width="52" height="64" fill="#e8f1f6" stroke="COLOR" stroke-width="4"/>'
    '<path d="M40 8v64M14 34h52" stroke="COLOR" stroke-width="3"/></svg>'
)
