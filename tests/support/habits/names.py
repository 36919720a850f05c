"""Given names and surnames of many countries, a few of them very frequent, most of them rare."""

from __future__ import annotations

import random
import unicodedata
from functools import cache
from importlib import import_module
from typing import NamedTuple

from .lands import LANDS, SAME_SOUND

_LOCALES = {
    "PL": "pl_PL",
    "DE": "de_DE",
    "AT": "de_AT",
    "CH": "de_CH",
    "GB": "en_GB",
    "IE": "en_IE",
    "US": "en_US",
    "FR": "fr_FR",
    "IT": "it_IT",
    "ES": "es_ES",
    "NL": "nl_NL",
    "CZ": "cs_CZ",
    "UA": "uk_UA",
    "TR": "tr_TR",
    "RO": "ro_RO",
    "SE": "sv_SE",
}
_CITY_LISTS = {
    "PL": "cities",
    "DE": "cities",
    "AT": "cities",
    "CH": "cities",
    "NL": "cities",
    "CZ": "cities",
    "UA": "city_names",
    "RO": "cities",
    "SE": "cities",
    "IT": "states",
    "GB": "counties",
    "IE": "counties",
    "US": "states",
}

_MEN = {
    "PL": "Jan|Piotr|Tomasz|Marcin|Krzysztof|Andrzej|Paweł|Michał|Marek|Adam|Jakub|Grzegorz"
    "|Wojciech|Łukasz|Stanisław|Rafał|Dariusz|Jerzy|Zbigniew|Maciej|Tadeusz|Jacek",
    "DE": "Thomas|Michael|Andreas|Stefan|Peter|Wolfgang|Klaus|Jürgen|Hans|Markus|Christian|Uwe"
    "|Jörg|Matthias|Johannes|Friedrich|Alexander|Maximilian",
    "GB": "David|John|Michael|James|Robert|William|Andrew|Christopher|Richard|Thomas|Anthony"
    "|Daniel|Matthew|Edward|Charles|Joseph",
    "FR": "Jean|Pierre|Michel|Philippe|Nicolas|Christophe|Frédéric|François|Jean-Pierre|Éric"
    "|Stéphane|Jérôme|Thierry|Jean-Luc",
    "IT": "Marco|Giuseppe|Andrea|Antonio|Giovanni|Francesco|Luca|Alessandro|Salvatore|Luigi",
    "ES": "José|Antonio|Manuel|Francisco|David|Juan|Javier|José Luis|Jesús|Ignacio|Enrique",
    "NL": "Jan|Johannes|Pieter|Willem|Hendrik|Cornelis|Marcel|Erik|Jeroen|Bas",
    "CZ": "Jiří|Jan|Petr|Josef|Pavel|Martin|Jaroslav|Tomáš|Miroslav|Zdeněk|František|Ondřej",
    "UA": "Олександр|Сергій|Володимир|Андрій|Микола|Іван|Юрій|Дмитро|Василь|Тарас|Олексій",
    "TR": "Mehmet|Mustafa|Ahmet|Ali|Hüseyin|Hasan|İbrahim|Murat|Emre|Serkan|Çağlar|Gökhan",
    "RO": "Andrei|Alexandru|Ion|Gheorghe|Constantin|Mihai|Ștefan|Adrian|Cristian|Florin",
    "SE": "Lars|Anders|Johan|Erik|Karl|Per|Fredrik|Björn|Mikael|Göran|Åke",
    "IR": "محمد:Mohammad|علی:Ali|رضا:Reza|حسین:Hossein|مهدی:Mehdi|امیر:Amir|حسن:Hassan"
    "|محمدرضا:Mohammadreza|سعید:Saeed|مجید:Majid|حمید:Hamid|بهرام:Bahram|کامران:Kamran"
    "|فرهاد:Farhad|داریوش:Dariush|کوروش:Kourosh|آرش:Arash|بابک:Babak|یاسین:Yasin|کیوان:Keyvan"
    "|امیرحسین:Amirhossein|ابراهیم:Ebrahim|مسعود:Masoud|پیمان:Peyman|سیاوش:Siavash",
    "AE": "محمد:Mohammed|أحمد:Ahmed|علي:Ali|خالد:Khalid|عبدالله:Abdullah|عمر:Omar|سعيد:Saeed"
    "|حسن:Hassan|يوسف:Yousef|إبراهيم:Ibrahim|راشد:Rashid|سلطان:Sultan|ماجد:Majid|طارق:Tariq"
    "|عبدالرحمن:Abdulrahman|فيصل:Faisal|زايد:Zayed|حمدان:Hamdan|ناصر:Nasser|سالم:Salem",
}
_WOMEN = {
    "PL": "Anna|Katarzyna|Małgorzata|Agnieszka|Barbara|Ewa|Joanna|Magdalena|Monika|Elżbieta"
    "|Aleksandra|Zofia|Maria|Dorota|Beata|Iwona|Justyna|Karolina|Grażyna",
    "DE": "Sabine|Susanne|Claudia|Petra|Andrea|Monika|Katharina|Elisabeth|Birgit|Stefanie|Anja"
    "|Christine|Heike|Ursula|Jutta|Käthe|Bärbel",
    "GB": "Susan|Sarah|Margaret|Elizabeth|Patricia|Jennifer|Deborah|Katherine|Karen|Emma|Linda",
    "FR": "Marie|Nathalie|Isabelle|Sylvie|Catherine|Valérie|Céline|Hélène|Anne-Marie|Stéphanie",
    "IT": "Maria|Anna|Giulia|Francesca|Laura|Elena|Paola|Chiara|Alessandra|Giuseppina",
    "ES": "María|Carmen|Ana|Isabel|Dolores|María José|Cristina|Pilar|Concepción|Lucía",
    "NL": "Maria|Johanna|Elisabeth|Anna|Ingrid|Marieke|Sanne|Petra",
    "CZ": "Jana|Marie|Eva|Hana|Kateřina|Lenka|Lucie|Alena|Věra|Zdeňka",
    "UA": "Олена|Наталія|Тетяна|Ірина|Оксана|Катерина|Марія|Юлія|Людмила|Ганна",
    "TR": "Fatma|Ayşe|Emine|Zeynep|Elif|Gülşen|Özlem|Şule|Çiğdem|Tuğba",
    "RO": "Maria|Elena|Ana|Ioana|Mihaela|Andreea|Cristina|Gabriela|Ștefania",
    "SE": "Maria|Anna|Karin|Kristina|Birgitta|Åsa|Annika|Märta|Elisabeth",
    "IR": "فاطمه:Fatemeh|زهرا:Zahra|مریم:Maryam|نرگس:Narges|سارا:Sara|لیلا:Leila|شیرین:Shirin"
    "|نازنین:Nazanin|پریسا:Parisa|مینا:Mina|الهام:Elham|کیمیا:Kimia|مهسا:Mahsa|شیوا:Shiva",
    "AE": "فاطمة:Fatima|مريم:Mariam|عائشة:Aisha|نورة:Noura|سارة:Sara|ليلى:Layla|هند:Hind"
    "|أمينة:Amina|خديجة:Khadija|شيخة:Sheikha|لطيفة:Latifa|منى:Mona",
}
_SURNAMES = {
    "PL": "Nowak",
    "DE": "Müller|Schmidt|Schneider|Fischer|Weber|Meyer|Wagner|Becker|Schulz"
    "|Hoffmann|Schäfer|Koch|Bauer|Richter|Klein|Wolf|Schröder|Neumann|Schwarz|Zimmermann|Krüger"
    "|Hartmann|Groß|Weiß|Jäger",
    "AT": "Gruber|Huber|Bauer|Wagner|Müller|Pichler|Steiner|Moser|Mayer|Hofer|Leitner|Berger",
    "CH": "Müller|Meier|Schmid|Keller|Weber|Huber|Schneider|Meyer|Steiner|Fischer|Gerber|Brunner",
    "GB": "Smith|Jones|Williams|Taylor|Brown|Davies|Evans|Wilson|Thomas|Johnson|Roberts|Walker",
    "IE": "Murphy|Kelly|O'Sullivan|Walsh|Smith|O'Brien|Byrne|Ryan|O'Connor|O'Neill|O'Reilly|Doyle",
    "US": "",
    "FR": "",
    "IT": "Rossi|Russo|Ferrari|Esposito|Bianchi|Romano|Colombo|Ricci|Marino",
    "ES": "García|González|Rodríguez|Fernández|López|Martínez|Sánchez|Pérez|Gómez|Martín|Jiménez",
    "NL": "de Jong|Jansen|de Vries|van den Berg|van Dijk|Bakker|Janssen|Visser|Smit|de Boer|Mulder",
    "CZ": "Novák|Svoboda|Novotný|Dvořák|Černý|Procházka|Kučera|Veselý|Horák|Němec|Pokorný",
    "UA": "Шевченко|Мельник|Коваленко|Бондаренко|Бойко|Ткаченко|Кравченко|Ковальчук|Ковальський",
    "TR": "Yılmaz|Kaya|Demir|Şahin|Çelik|Yıldız|Yıldırım|Öztürk|Aydın|Özdemir|Arslan|Doğan|Kılıç",
    "RO": "Popa|Popescu|Ionescu|Radu|Dumitru|Stan|Stoica|Gheorghe|Matei|Ciobanu|Rusu|Munteanu",
    "SE": "Andersson|Johansson|Karlsson|Nilsson|Eriksson|Larsson|Olsson|Persson|Svensson",
}
_STEMS = {
    "IR": "محمد:Mohammad|حسین:Hossein|احمد:Ahmad|رضا:Reza|کریم:Karim|رحیم:Rahim|جعفر:Jafar"
    "|قاسم:Ghasem"
    "|صادق:Sadegh|موسی:Mousa|نور:Nour|ملک:Malek|شریف:Sharif|کاظم:Kazem|سلیمان:Soleiman"
    "|یوسف:Yousef"
    "|عباس:Abbas|حیدر:Heydar|مراد:Morad|فرج:Faraj|هاشم:Hashem|اکبر:Akbar|صالح:Saleh"
    "|باقر:Bagher",
    "AE": "منصوري:Mansoori|هاشمي:Hashimi|نعيمي:Nuaimi|مكتوم:Maktoum|كعبي:Kaabi|شامسي:Shamsi"
    "|زعابي:Zaabi"
    "|مزروعي:Mazrouei|كتبي:Ketbi|سويدي:Suwaidi|بلوشي:Blooshi|فلاسي:Falasi|مهيري:Muhairi"
    "|حمادي:Hammadi"
    "|ظاهري:Dhaheri|عامري:Ameri|رميثي:Romaithi|قاسمي:Qasimi|مطروشي:Matrooshi|نقبي:Naqbi",
}
_ENDS = {
    "IR": "ی:i|ی‌نژاد:i-Nejad|‌پور:pour|‌زاده:zadeh|ی‌فر:i-Far|یان:ian|ی اصل:i Asl|ی‌راد:i-Rad",
    "AE": "",
}
_BUILT = {
    "TR": (
        "Kara|Ak|Öz|Koca|Demir|Taş|Gök|Güneş|Altın|Bal|Kır|Yalçın|Şen|Er|Çınar|Uz|Tan|Bay|Boz|Sarı",
        "oğlu|kaya|taş|türk|demir|çelik|soy|han|er|dağ|men|tekin|can|kan|bulut|su|bey|ay|lı",
    ),
    "RO": (
        "Pop|Ion|Vasil|Gheorgh|Stoen|Marin|Petr|Constantin|Dumitr|Georg|Nicol|Mihăil|Ștefăn"
        "|Tudor"
        "|Lup|Negr|Rădul|Florescul|Manol|Bărbul",
        "escu|eanu|aru|oiu|ache|ea|ică|in|ovici|an",
    ),
}

NICKNAMES: dict[str, dict[str, str]] = {
    land: dict(pair.split(":") for pair in pairs.split("|"))
    for land, pairs in {
        "PL": "Katarzyna:Kasia|Małgorzata:Gosia|Anna:Ania|Agnieszka:Aga|Joanna:Asia|Barbara:Basia"
        "|Aleksandra:Ola|Magdalena:Magda|Elżbieta:Ela|Zofia:Zosia|Krzysztof:Krzysiek"
        "|Tomasz:Tomek|Piotr:Piotrek|Grzegorz:Grzesiek|Wojciech:Wojtek|Jakub:Kuba"
        "|Zbigniew:Zbyszek|Jerzy:Jurek|Tadeusz:Tadek|Maciej:Maciek|Dariusz:Darek|Jan:Janek"
        "|Stanisław:Staszek|Andrzej:Jędrek",
        "DE": "Johannes:Hannes|Maximilian:Max|Katharina:Kathi|Elisabeth:Lisa|Friedrich:Fritz"
        "|Andreas:Andi|Michael:Michi|Susanne:Susi|Alexander:Alex|Stefanie:Steffi"
        "|Ursula:Uschi",
        "GB": "Robert:Bob|William:Bill|Richard:Dick|James:Jim|Michael:Mike|Elizabeth:Liz"
        "|Margaret:Peggy|Katherine:Kate|Thomas:Tom|Charles:Charlie|Edward:Ted|John:Jack"
        "|Patricia:Trish|Jennifer:Jen|Susan:Sue|Deborah:Debbie|Anthony:Tony|Joseph:Joe"
        "|Christopher:Chris|Daniel:Dan|Matthew:Matt|Andrew:Andy|David:Dave",
        "FR": "Frédéric:Fred|Nicolas:Nico|Stéphanie:Steph|Christophe:Chris|Philippe:Phil",
        "IT": "Giuseppe:Beppe|Giovanni:Gianni|Luigi:Gigi|Alessandro:Sandro|Francesca:Franca",
        "ES": "Francisco:Paco|José:Pepe|Manuel:Manolo|Dolores:Lola|Concepción:Concha|Ignacio:Nacho"
        "|Enrique:Quique|Jesús:Chus|Isabel:Isa",
        "NL": "Johannes:Hans|Cornelis:Kees|Willem:Wim|Hendrik:Henk|Pieter:Piet|Elisabeth:Els",
        "CZ": "Jan:Honza|Josef:Pepa|Jiří:Jirka|František:Franta|Jaroslav:Jarda|Kateřina:Katka",
        "UA": "Олександр:Саша|Володимир:Вова|Катерина:Катя|Марія:Марічка|Наталія:Наталка",
        "RO": "Gheorghe:Gigi|Alexandru:Alex|Constantin:Costel|Gabriela:Gabi|Mihaela:Miha",
        "SE": "Karl:Kalle|Lars:Lasse|Fredrik:Fredde|Birgitta:Gitta|Mikael:Micke",
    }.items()
}

_CYRILLIC = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'ʼ",
        [
            "a",
            "b",
            "v",
            "h",
            "g",
            "d",
            "e",
            "ie",
            "zh",
            "z",
            "y",
            "i",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "iu",
            "ia",
            "",
            "",
        ],
        strict=False,
    )
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_BARE = str.maketrans("łŁøØđıİß", "lLoOdiIs")

LATIN: dict[str, str] = {}
"""The Latin transcription of Persian and Arabic words."""


class Pool(NamedTuple):
    """Values of which the first ones are drawn far more often than the last ones."""

    values: tuple[str, ...]
    shift: float
    ratio: float

    def draw(self, rng: random.Random) -> str:
        """Return one value; its frequency falls with its place (Zipf's law)."""
        return self.values[int(self.shift * (self.ratio ** rng.random() - 1.0))]


def pool(values: list[str], shift: float) -> Pool:
    """Return the values without repetition; a small shift makes the first ones more frequent."""
    unique = tuple(dict.fromkeys(value for value in values if value))
    return Pool(unique, shift, (len(unique) + shift - 1e-6) / shift)


def split_pairs(text: str) -> list[str]:
    """Return the words before the colons and remember their transcriptions."""
    words = []
    for entry in text.split("|"):
        word, _, latin = entry.partition(":")
        words.append(word)
        if latin:
            LATIN[word] = latin
    return words


def _faker(land: str, kind: str, attribute: str) -> list[str]:
    """Return a list of Faker's provider for the land, in an order that is mixed but fixed."""
    if land not in _LOCALES:
        return []
    module = import_module(f"faker.providers.{kind}.{_LOCALES[land]}")
    values = [
        value
        for value in getattr(module.Provider, attribute, ())
        if len(value) > 2 and "," not in value
    ]
    random.Random(17).shuffle(values)
    return values


def _given(land: str, table: dict[str, str], attribute: str) -> Pool:
    """Return the given names of a land, the frequent ones first."""
    frequent = split_pairs(table[SAME_SOUND.get(land, land)])
    return pool(frequent + _faker(land, "person", attribute), 1.2)


def _joined(land: str) -> list[str]:
    """Return surnames put together from stems and endings."""
    if land in _BUILT:
        stems, ends = (part.split("|") for part in _BUILT[land])
        names = [stem + end for stem in stems for end in ends]
        random.Random(5).shuffle(names)
        return names
    if land not in _STEMS:
        return []
    names = []
    for end in _ENDS[land].split("|"):
        for stem in _STEMS[land].split("|"):
            names.append(_paired(stem, end, "ال" if land == "AE" else ""))
    return names


def _paired(stem: str, end: str, article: str) -> str:
    """Return one surname in its own letters and remember its transcription."""
    word, _, latin = stem.partition(":")
    tail, _, latin_tail = end.partition(":")
    name = article + word + tail
    LATIN[name] = ("Al " if article else "") + latin + latin_tail
    return name


def _surnames(land: str) -> Pool:
    """Return the surnames of a land in their form for men, the frequent ones first."""
    names = _SURNAMES.get(land, "").split("|")
    if land == "PL":
        names += import_module("faker.providers.person.pl_PL").Provider.male_last_names
        names += _faker(land, "person", "unisex_last_names")
    elif land in ("CZ", "UA"):
        names += _faker(land, "person", "last_names_male")
    elif land in ("US", "FR"):
        module = import_module(f"faker.providers.person.{_LOCALES[land]}")
        names += list(module.Provider.last_names)
    else:
        names += _faker(land, "person", "last_names")
    return pool(names + _joined(land), 1.2)


def _cities(land: str) -> Pool:
    """Return the cities of a land, the large ones first."""
    names = split_pairs(LANDS[land].cities)
    if land in _CITY_LISTS:
        names += _faker(land, "address", _CITY_LISTS[land])
    return pool(names, 3.0)


def feminine(land: str, surname: str) -> str:
    """Return a woman's form of a surname where the language has one."""
    if land == "PL" and surname.endswith(("ski", "cki", "dzki")):
        return surname[:-1] + "a"
    if land == "UA" and surname.endswith("ий"):
        return surname[:-2] + "а"
    return _czech(surname) if land == "CZ" else surname


def _czech(surname: str) -> str:
    """Return the woman's form of a Czech surname."""
    if surname.endswith("ý"):
        return surname[:-1] + "á"
    if surname.endswith(("ek", "ec")):
        return surname[:-2] + surname[-1] + "ová"
    return (surname[:-1] if surname.endswith(("a", "e")) else surname) + "ová"


@cache
def latin_word(word: str) -> str:
    """Return a word in Latin letters: from the lists, or Cyrillic ones letter by letter."""
    if word in LATIN:
        return LATIN[word]
    out = [_CYRILLIC.get(sign.lower(), sign) for sign in word]
    text = "".join(out)
    return text[:1].upper() + text[1:] if word[:1].isupper() else text


def latin(text: str) -> str:
    """Return a text in Latin letters, known names as a whole, other words one by one."""
    if text.isascii():
        return text
    return LATIN.get(text) or " ".join(latin_word(word) for word in text.split(" "))


@cache
def plain(text: str) -> str:
    """Return the text with its letters' marks left out."""
    if text.isascii():
        return text
    spread = unicodedata.normalize("NFD", text.replace("ß", "ss").translate(_BARE))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


@cache
def spelled(text: str) -> str:
    """Return the text with ae, oe, ue and ss for the German letters."""
    return text.translate(_UMLAUTS).replace("ß", "ss")


MEN: dict[str, Pool] = {land: _given(land, _MEN, "first_names_male") for land in LANDS}
"""Men's given names by country."""

WOMEN: dict[str, Pool] = {land: _given(land, _WOMEN, "first_names_female") for land in LANDS}
"""Women's given names by country."""

SURNAMES: dict[str, Pool] = {land: _surnames(land) for land in LANDS}
"""Surnames by country, in the form for men."""

CITIES: dict[str, Pool] = {land: _cities(land) for land in LANDS}
"""Cities by country."""

GIVEN: frozenset[str] = frozenset(
    name for pools in (MEN, WOMEN) for land in pools for name in pools[land].values
)
"""All given names, to tell a slip of the pen from another name."""

_FAMILIES = {land: frozenset(found.values) for land, found in SURNAMES.items()}


def is_surname(land: str, word: str) -> bool:
    """Tell whether a word is one of the surnames of a land."""
    return word in _FAMILIES[land]
