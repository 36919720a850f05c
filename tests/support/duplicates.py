"""Synthetic deals with known duplicates of every kind, and strangers that look like ones.

The same seed makes the same deals. Names are made of syllables, common trades and common names,
so that rare and common words are spread as in a real customer base: Polish, Persian, English.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from random import Random
from typing import NamedTuple

from sales_deals.tools import matching
from sales_deals.tools.matching.keys import is_public_provider

from . import habits

#: Kinds of duplicates.
KINDS = (
    "other_mail",  # the same person, from another mailbox
    "typing",  # typing errors in the company's name, perhaps in the person's
    "legal_form",  # another legal form, or none
    "phone_format",  # the same number written otherwise
    "persian_letters",  # Arabic letters and digits for Persian ones, half-spaces
    "diacritics",  # Polish letters without their marks
    "word_order",
    "mail_tag",  # plus-tags, dots, capitals
    "website",  # only the names and the website
)
#: Blocks with more records say too little to look at every pair.
MAX_BLOCK = 30


#: A deal as somebody has typed it.
Deal = habits.Lead


class Sample(NamedTuple):
    """Deals, and the pairs of their places that are one, by kind."""

    deals: list[Deal]
    pairs: dict[tuple[int, int], str]
    #: Pairs of places that are two deals of one client.
    repeats: Iterable[tuple[int, int]] = ()


class Country(NamedTuple):
    """What names, numbers and places of a country are made of."""

    code: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    trades: tuple[str, ...]
    syllables: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    cities: tuple[str, ...]
    providers: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


POLAND = Country(
    "PL",
    _words(
        """Anna Piotr Krzysztof Andrzej Katarzyna Małgorzata Stanisław Łukasz Agnieszka Paweł
        Michał Jan Józef Grażyna Żaneta Wojciech Elżbieta Rafał Marek Dorota Przemysław
        Sławomir Halina Magdalena Tomasz Zofia Kamil Grzegorz Iwona Zbigniew"""
    ),
    _words(
        """Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański
        Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Piotrowski
        Grabowski Nowakowski Pawłowski Michalski Adamczyk Dudek Zając Wieczorek
        Jabłoński Król Majewski Olszewski Jaworski Wróbel Malinowski Pawlak Witkowski
        Walczak Stępień Górski Rutkowski Michalak Sikora Ostrowski Baran Duda Szewczyk
        Tomaszewski Pietrzak Marciniak Wróblewski Zalewski Jakubowski Jasiński Zawadzki
        Sadowski Bąk Chmielewski Włodarczyk Borkowski Czarnecki Sawicki Sokołowski
        Urbański Kubiak Maciejewski Szczepański Kucharski Wilk Kalinowski Lis Mazurek
        Wysocki Adamski Kaźmierczak Wasilewski Sobczak Czerwiński Andrzejewski Cieślak
        Głowacki Zakrzewski Kołodziej Sikorski Krajewski Gajewski Szymczak Szulc
        Baranowski Laskowski Brzeziński Makowski Ziółkowski Przybylski"""
    ),
    _words(
        """Meble Transport Budownictwo Instalacje Serwis Okna Drzwi Ogrody Usługi Handel Logistyka
        Elektronika Stolarstwo Dachy Kuchnie Łazienki Projekt Narzędzia Żaluzje
        Oświetlenie Technika Opakowania Kraków Śląsk Polska Hurtownia"""
    ),
    _words(
        """bo ło wi sta rze mie pol ma gór ży dro tex dąb wę kar lin pra so tor wa zdo cze mar ste
        lux kam ber gos tra ków niv del ra pi sil"""
    ),
    ("PHU", "Firma", "FHU"),
    ("sp. z o.o.", "S.A.", "sp.j.", "Spółka z o. o.", "s.c.", "sp. k.", "sp. z o.o. sp.k."),
    (
        *("Warszawa", "Kraków", "Łódź", "Wrocław", "Poznań", "Gdańsk", "Szczecin", "Bydgoszcz"),
        *("Lublin", "Białystok", "Katowice", "Gdynia", "Częstochowa", "Radom", "Rzeszów", "Toruń"),
    ),
    ("gmail.com", "wp.pl", "onet.pl", "o2.pl", "interia.pl"),
)
IRAN = Country(
    "IR",
    _words(
        """محمد علی رضا حسین مهدی فاطمه زهرا مریم سارا نرگس امیر احمد کاظم یاسر پریسا کیانا مجید
        سعید حمید ناصر لیلا شیرین بهرام کوروش یگانه اکبر مصطفی ایمان نیما کامران"""
    ),
    _words(
        """محمدی احمدی حسینی رضایی کریمی موسوی جعفری رحیمی صادقی حیدری مرادی ابراهیمی هاشمی عباسی
        قاسمی نوری شریفی کاظمی یوسفی اکبری سلیمانی باقری نجفی یزدانی کمالی میرزایی طاهری
        فلاحی رستمی زارعی اسدی امینی شیرازی تهرانی اصفهانی کرمانی بهرامی پاکزاد فرهادی
        خسروی دانشور نیکنام یاوری کیانی گلستانی معینی وحیدی آذری سهرابی کوشکی"""
    ),
    _words(
        """بازرگانی صنایع مهندسی ساختمانی خدمات حمل تولیدی کشاورزی الکترونیک تجهیزات پزشکی چوب
        فولاد پلاستیک شیمی نساجی غذایی رایانه ارتباطات طراحی مبلمان ایرانیان پارس"""
    ),
    _words("""آر یا کی سا نو ران پا رس می به کا تک فر دی زا گل مه شا را کن تی وان سی بر هم"""),
    ("شرکت", "مؤسسه", "شرکت مهندسی"),
    ("سهامی خاص", "(سهامی خاص)", "با مسئولیت محدود", "سهامی عام"),
    ("تهران", "مشهد", "اصفهان", "کرج", "شیراز", "تبریز", "قم", "اهواز", "کرمانشاه", "یزد", "کیش"),
    ("gmail.com", "yahoo.com", "chmail.ir"),
)
ENGLAND = Country(
    "GB",
    _words(
        """James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara
        Richard Susan Joseph Jessica Thomas Sarah Charles Karen Emma Oliver Harry George"""
    ),
    _words(
        """Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans
        Walker White Roberts Green Hall Wood Jackson Clarke Harris Lewis Cooper King
        Turner Hill Ward Morris Moore Bennett Carter Mitchell Parker Bailey Collins
        Murphy Shaw Ellis Fox Marsh Barnes Chapman Mason Hunt Palmer Webb Rogers Stone
        Harper Reid"""
    ),
    _words(
        """Trading Services Consulting Systems Furniture Logistics Engineering Design Solutions
        Electronics Kitchens Windows Foods Partners International"""
    ),
    _words(
        """bar wex ton lin mor den ash ford hal ver ster wick nor bel cra dun per tri max qua"""
    ),
    ("The", "", ""),
    ("Ltd", "Limited", "LLP", "plc", "Ltd."),
    (
        "London",
        "Leeds",
        "Bristol",
        "York",
        "Bath",
        "Oxford",
        "Derby",
        "Exeter",
        "Hull",
        "Leicester",
    ),
    ("gmail.com", "outlook.com", "yahoo.co.uk", "btinternet.com"),
)
COUNTRIES = (POLAND, POLAND, IRAN, IRAN, ENGLAND)
_LATIN = str.maketrans(
    dict(
        zip(
            "اآبپتجچحخدرزسشصطعغفقکگلمنوهیئؤضظثذژ",
            "aabptjchkdrzsxstagfqkglmnvhyyvzzszj",
            strict=True,
        )
    )
)
_DIGITS = (str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"), str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
_ARABIC = str.maketrans("یکهآ", "يكةا")


def make_sample(seed: int, size: int, share: float = 0.3) -> Sample:
    """Make about `size` deals, of which `share` are duplicates of others."""
    random = Random(seed)
    deals: list[Deal] = []
    origins: list[int] = []
    kinds: list[str] = []
    while len(deals) < size:
        for deal in _cluster(random):
            origin = len(deals)
            for variant, kind in (deal, ""), *_duplicates(random, deal, share):
                deals.append(variant)
                origins.append(origin)
                kinds.append(kind)
    return Sample(deals, _pairs(origins, kinds))


def make_habits_sample(seed: int, size: int) -> Sample:
    """Make deals as people of many countries enter them, by rules that ours don't know of."""
    sample = habits.make_sample(seed, size)
    return Sample(sample.leads, sample.duplicates, sample.repeats)


def _pairs(origins: list[int], kinds: list[str]) -> dict[tuple[int, int], str]:
    groups = defaultdict(list)
    for place, origin in enumerate(origins):
        groups[origin].append(place)
    return {pair: kinds[pair[1]] for places in groups.values() for pair in combinations(places, 2)}


def _cluster(random: Random) -> Iterator[Deal]:
    """Yield a deal, and perhaps similar ones that are not its duplicates."""
    country = random.choice(COUNTRIES)
    deal = _deal(random, country)
    yield deal
    chance = random.random()
    if chance < 0.2:
        for _ in range(random.randint(1, 3)):
            yield _colleague(random, country, deal)
    elif chance < 0.26:
        yield _namesake(random, country, deal)
    elif chance < 0.34:
        yield _sister(random, country, deal)


def _deal(random: Random, country: Country) -> Deal:
    rare = _rare_word(random, country)
    person = _person(random, country)
    domain = f"{_latin(rare)}.{random.choice(['com', country.code.lower().replace('gb', 'co.uk')])}"
    own = domain if random.random() < 0.6 else random.choice(country.providers)
    return Deal(
        company=_company(random, country, rare),
        person=person if random.random() < 0.92 else "",
        email=_mail(random, person, own) if random.random() < 0.8 else "",
        phone=_phone(random, country) if random.random() < 0.85 else "",
        website=f"https://www.{domain}" if random.random() < 0.6 else "",
        tax_id=_tax_id(random, country) if random.random() < 0.4 else "",
        city=random.choice(country.cities),
        country=country.code,
    )


def _colleague(random: Random, country: Country, deal: Deal) -> Deal:
    """Make a deal with a colleague: often the same phone, sometimes a shared mailbox."""
    person = _person(random, country)
    domain = matching.website_key(deal.website)
    email = _mail(random, person, domain or random.choice(country.providers))
    if domain and random.random() < 0.2:
        email = f"info@{domain}"
    phone = deal.phone if random.random() < 0.4 else _phone(random, country)
    return deal._replace(person=person, email=email, phone=phone)


def _namesake(random: Random, country: Country, deal: Deal) -> Deal:
    return _deal(random, country)._replace(person=deal.person, city=deal.city)


def _sister(random: Random, country: Country, deal: Deal) -> Deal:
    """Make a deal with a sister company: same rare word and website, other trade and tax id."""
    words = matching.fold_company(deal.company).split()
    rare = max((word for word in deal.company.split() if word.isalpha()), key=len, default=words[0])
    return _colleague(random, country, deal)._replace(
        company=_company(random, country, rare),
        tax_id=_tax_id(random, country) if deal.tax_id else "",
    )


def _rare_word(random: Random, country: Country) -> str:
    """Return a surname, or a word that hardly anybody else has."""
    if random.random() < 0.15:
        return random.choice(country.last)
    return "".join(random.choices(country.syllables, k=random.randint(3, 4))).capitalize()


def _company(random: Random, country: Country, rare: str) -> str:
    words = [rare, *random.sample(country.trades, k=random.choice([0, 1, 1, 2]))]
    if country is not ENGLAND:
        words[:1] = random.choice([[rare], [words[-1], rare]]) if len(words) == 2 else [rare]
        words = list(dict.fromkeys(words))
    before = random.choice(country.before) if random.random() < 0.3 else ""
    after = random.choice(country.after) if random.random() < 0.7 else ""
    return " ".join(filter(None, (before, *words, after)))


def _person(random: Random, country: Country) -> str:
    return f"{random.choice(country.first)} {random.choice(country.last)}"


def _latin(text: str) -> str:
    """Return a text as it is spelled in a mail address."""
    return matching.fold_text(text).translate(_LATIN).replace(" ", "") or "x"


def _mail(random: Random, person: str, domain: str) -> str:
    first, last = (_latin(word) for word in person.split())
    local = random.choice([f"{first}.{last}", f"{first[0]}.{last}", f"{last}.{first[:3]}"])
    return f"{local}{random.randint(1, 9999) if is_public_provider(domain) else ''}@{domain}"


def _phone(random: Random, country: Country) -> str:
    number = str(random.randint(1_000_000, 9_999_999))
    return {
        "PL": f"+48 {random.choice('567')}0{number[0]} {number[1:4]} {number[4:]}",
        "IR": f"+98 91{number[0]} {random.randint(100, 999)} {number[1:5]}",
        "GB": f"+44 79{random.choice('0123')}{number[0]} {number[1:4]} {number[4:]}",
    }[country.code]


def _tax_id(random: Random, country: Country) -> str:
    """Draw ids until one has the right check digit, and return it."""
    while True:
        number = {
            "PL": f"{random.randint(101, 998)}{random.randint(0, 9999999):07}",
            "IR": f"{random.choice([101, 102, 140])}{random.randint(0, 99999999):08}",
            "GB": f"{random.randint(100000000, 999999999)}",
        }[country.code]
        if matching.tax_id_key(number, country.code):
            return number


def _duplicates(random: Random, deal: Deal, share: float) -> Iterator[tuple[Deal, str]]:
    if not deal.person:
        return
    # Two in a row happen too; n deals with share * n / (1 - share) duplicates.
    while random.random() < share:
        kind = random.choice([kind for kind in KINDS if _suits(kind, deal)])
        yield _CHANGES[kind](random, deal), kind


def _suits(kind: str, deal: Deal) -> bool:
    needs = {"phone_format": "phone", "mail_tag": "email", "website": "website"}.get(kind)
    if kind == "persian_letters":
        return deal.country == "IR"
    if kind == "diacritics":
        return not f"{deal.company}{deal.person}".isascii() and deal.country == "PL"
    if kind == "word_order":
        return len(deal.company.split()) > 1
    return not needs or bool(getattr(deal, needs))


def _thinned(random: Random, deal: Deal, *fields: str, chance: float = 0.4) -> Deal:
    """Return the deal without some of the given fields, chosen at random."""
    return deal._replace(**{field: "" for field in fields if random.random() < chance})


def _other_mail(random: Random, deal: Deal) -> Deal:
    country = next(country for country in COUNTRIES if country.code == deal.country)
    email = _mail(random, deal.person, random.choice(country.providers))
    return _thinned(random, deal._replace(email=email), "phone", "website", "tax_id")


def _typing(random: Random, deal: Deal) -> Deal:
    changed = deal._replace(
        company=_mistyped(random, deal.company),
        person=_mistyped(random, deal.person) if random.random() < 0.3 else deal.person,
    )
    return _thinned(random, changed, "email", "phone", "website", "tax_id", chance=0.7)


def _mistyped(random: Random, name: str) -> str:
    """Return a name with one or two typing errors, mostly in its longest word."""
    words = name.split()
    for _ in range(random.choice([1, 1, 1, 2])):
        place = max(range(len(words)), key=lambda place: (len(words[place]), place))
        if random.random() < 0.2:
            place = random.randrange(len(words))
        words[place] = _slip(random, words[place])
    return " ".join(words)


def _slip(random: Random, word: str) -> str:
    if len(word) < 4:
        return word
    place = random.randrange(len(word) - 1)
    one, two, rest = word[:place], word[place : place + 2], word[place + 2 :]
    return random.choice(
        [
            one + two[1] + two[0] + rest,
            one + two[1] + rest,
            one + two[0] + two + rest,
            one + random.choice(word.lower()) + two[1] + rest,
        ]
    )


def _legal_form(random: Random, deal: Deal) -> Deal:
    country = next(country for country in COUNTRIES if country.code == deal.country)
    bare = deal.company
    for form in sorted(country.after, key=len, reverse=True):
        bare = bare.removesuffix(f" {form}")
    form = random.choice([*country.after, ""])
    changed = deal._replace(company=f"{bare} {form}".strip())
    return _thinned(random, changed, "email", "phone", "website", "tax_id", chance=0.6)


def _phone_format(random: Random, deal: Deal) -> Deal:
    digits = "".join(filter(str.isdigit, deal.phone))
    national = digits[2:]
    local = national if deal.country == "PL" else f"0{national}"
    phone = random.choice(
        [
            f"00{digits}",
            local,
            f"{local[:4]}-{local[4:7]}-{local[7:]}",
            f"tel. +{digits}",
            f"{local} / {'22 123 45 67' if deal.country == 'PL' else '021 88776655'}",
        ]
    )
    if deal.country == "IR" and random.random() < 0.5:
        phone = phone.translate(random.choice(_DIGITS))
    changed = _thinned(random, deal._replace(phone=phone), "email", "website", "tax_id", "company")
    return _thinned(random, changed, "person", chance=0.1)


def _persian_letters(random: Random, deal: Deal) -> Deal:
    company, person = (name.translate(_ARABIC) for name in (deal.company, deal.person))
    if random.random() < 0.5:
        company = company.replace(" ", "\u200c ", 1).replace("م", "مـ", 1)
    changed = deal._replace(
        company=company,
        person=f"{random.choice(['آقای ', 'دكتر ', 'مهندس ', ''])}{person}",
        phone=deal.phone.translate(random.choice(_DIGITS)),
    )
    return _thinned(random, changed, "email", "phone", "website", "tax_id", chance=0.6)


def _diacritics(random: Random, deal: Deal) -> Deal:
    plain = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
    changed = deal._replace(
        **{field: getattr(deal, field).translate(plain) for field in ("company", "person", "city")}
    )
    return _thinned(random, changed, "email", "phone", "website", "tax_id", chance=0.6)


def _word_order(random: Random, deal: Deal) -> Deal:
    words = matching.fold_company(deal.company).title().split()
    company = " ".join(reversed(words))
    person = ", ".join(reversed(deal.person.split())) if random.random() < 0.7 else deal.person
    changed = deal._replace(company=company, person=person)
    return _thinned(random, changed, "email", "phone", "website", "tax_id", chance=0.6)


def _mail_tag(random: Random, deal: Deal) -> Deal:
    local, _at, domain = deal.email.partition("@")
    if domain == "gmail.com":
        local, domain = f"{local.replace('.', '')}+odoo", random.choice([domain, "googlemail.com"])
    email = random.choice([f"{local}@{domain}".title(), f"Biuro <{local}@{domain}>"])
    changed = _thinned(random, deal._replace(email=email), "phone", "website", "tax_id", "company")
    return _thinned(random, changed, "person", chance=0.1)


def _website(random: Random, deal: Deal) -> Deal:
    host = matching.website_key(deal.website)
    address = random.choice([host, f"http://{host}/kontakt", f"WWW.{host.upper()}:80"])
    kept = random.choice([deal.person, deal.person, deal.person.upper()])
    return Deal(deal.company, kept, website=address, country=deal.country)


_CHANGES = {
    "other_mail": _other_mail,
    "typing": _typing,
    "legal_form": _legal_form,
    "phone_format": _phone_format,
    "persian_letters": _persian_letters,
    "diacritics": _diacritics,
    "word_order": _word_order,
    "mail_tag": _mail_tag,
    "website": _website,
}


# A finder in plain dictionaries: what the database does with indexes.


class Finding(NamedTuple):
    """What was found of a sample."""

    pairs: dict[tuple[int, int], matching.Match]
    compared: int


class Quality(NamedTuple):
    """How much of what is there was found, and how much of what was found is there."""

    recall: float
    precision: float
    kinds: dict[str, tuple[int, int]]


def record_of(deal: Deal) -> matching.Record:
    """Return the keys and folded names of a deal."""
    return matching.read_record(
        company=deal.company,
        person=deal.person,
        email=deal.email,
        phone=deal.phone,
        website=deal.website,
        tax_id=deal.tax_id,
        city=deal.city,
        countries=list(filter(None, (deal.country,))),
        home="PL",
    )


def content_of(deal: Deal, record: matching.Record) -> matching.Content:
    """Return what a deal is about; its days are counted from one that is known."""
    return matching.Content(
        subject=matching.content_words(deal.subject, record.company, record.person),
        value=deal.value,
        decision=deal.closing + 1 if deal.closing >= 0 else 0,
        created=deal.day + 1,
    )


def find(deals: Sequence[Deal], rules: matching.Rules = matching.RULES) -> Finding:
    """Find the pairs that the rules take for duplicates, among all that share a block."""
    records = [record_of(deal) for deal in deals]
    rules = rules._replace(
        company_words=_weights(record.company for record in records),
        person_words=_weights(record.person for record in records),
    )
    candidates = _candidates(records)
    matches = {
        (a, b): matching.compare(records[a], records[b], rules, shown_only=True)
        for a, b in candidates
    }
    contents = [content_of(deal, record) for deal, record in zip(deals, records, strict=True)]
    found = {
        (a, b): matching.weigh(match, contents[a], contents[b], rules)
        for (a, b), match in matches.items()
        if match.score
    }
    return Finding(found, len(candidates))


def judge(sample: Sample, found: Iterable[tuple[int, int]]) -> Quality:
    """Return recall and precision, and for each kind how many were found of how many."""
    found = set(found)
    right = found & set(sample.pairs)
    counts = Counter(sample.pairs.values())
    hits = Counter(sample.pairs[pair] for pair in right)
    return Quality(
        recall=len(right) / len(sample.pairs),
        precision=len(right) / len(found),
        kinds={kind: (hits[kind], count) for kind, count in sorted(counts.items())},
    )


def _weights(names: Iterable[str]) -> dict[str, float]:
    names = list(names)
    counts = Counter(word for name in names for word in set(name.split()))
    return matching.word_weights(counts, len(names))


def _candidates(records: list[matching.Record]) -> set[tuple[int, int]]:
    blocks = defaultdict(list)
    for place, record in enumerate(records):
        for key in set(_blocks(record)):
            blocks[key].append(place)
    return {
        pair
        for places in blocks.values()
        if len(places) <= MAX_BLOCK
        for pair in combinations(places, 2)
    }


def _blocks(record: matching.Record) -> Iterator[tuple[str, ...]]:
    """Yield the blocks of a record: exact keys, words, and ends of words alone and combined."""
    yield from (("email", address) for address in record.emails)
    yield from (("phone", phone) for phone in record.phones)
    yield from ((name, key) for name in ("host", "tax_id") if (key := getattr(record, name)))
    person = sorted(record.person.split())
    yield ("person", *person)
    for word in record.company.split():
        yield "word", word
        for end in {word[:4], word[-4:]}:
            yield "end", end
            yield from (("both", end, name[:4]) for name in person)
            yield from (("both", end, name[-4:]) for name in person)
            yield "town", end, record.city
