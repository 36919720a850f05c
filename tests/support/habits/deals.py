"""Deals: what is asked for, how much it may bring, when it was entered and when it may close."""

from __future__ import annotations

import random
from dataclasses import dataclass

LAST_DAY = 1500
"""The last day on which a lead is created."""

_THINGS: dict[str, list[str]] = {
    lang: text.split("|")
    for lang, text in {
        "en": "windows|doors|website|roof|heating|solar panels|forklifts|pallets|office furniture"
        "|software licences|packaging|lighting|pumps|air conditioning|training|maintenance",
        "pl": "okna|drzwi|strona www|dach|ogrzewanie|fotowoltaika|wózki widłowe|palety"
        "|meble biurowe|licencje|opakowania|oświetlenie|pompy|klimatyzacja|szkolenie|serwis",
        "de": "Fenster|Türen|Website|Dach|Heizung|Solaranlage|Gabelstapler|Paletten|Büromöbel"
        "|Softwarelizenzen|Verpackung|Beleuchtung|Pumpen|Klimaanlage|Schulung|Wartung",
        "fr": "fenêtres|portes|site web|toiture|chauffage|panneaux solaires|chariots élévateurs"
        "|palettes|mobilier de bureau|licences|emballages|éclairage|pompes|climatisation"
        "|formation|maintenance",
        "it": "finestre|porte|sito web|tetto|riscaldamento|pannelli solari|carrelli elevatori"
        "|pallet|mobili per ufficio|licenze software|imballaggi|illuminazione|pompe|climatizzazione"
        "|formazione|manutenzione",
        "es": "ventanas|puertas|página web|tejado|calefacción|paneles solares|carretillas|palés"
        "|muebles de oficina|licencias|embalajes|iluminación|bombas|aire acondicionado"
        "|formación|mantenimiento",
        "nl": "kozijnen|deuren|website|dak|verwarming|zonnepanelen|heftrucks|pallets"
        "|kantoormeubilair|licenties|verpakking|verlichting|pompen|airco|training|onderhoud",
        "cs": "okna|dveře|webové stránky|střecha|topení|solární panely|vysokozdvižné vozíky|palety"
        "|kancelářský nábytek|licence|obaly|osvětlení|čerpadla|klimatizace|školení|údržba",
        "uk": "вікна|двері|сайт|дах|опалення|сонячні панелі|навантажувачі|палети|офісні меблі"
        "|ліцензії|упаковка|освітлення|насоси|кондиціонери|навчання|обслуговування",
        "fa": "پنجره|درب|وب‌سایت|سقف|گرمایش|پنل خورشیدی|لیفتراک|پالت|مبلمان اداری|لایسنس نرم‌افزار"
        "|بسته‌بندی|روشنایی|پمپ|تهویه مطبوع|آموزش|تعمیر و نگهداری",
        "ar": "نوافذ|أبواب|موقع إلكتروني|سقف|تدفئة|ألواح شمسية|رافعات شوكية|منصات|أثاث مكتبي"
        "|تراخيص برامج|تغليف|إضاءة|مضخات|تكييف|تدريب|صيانة",
        "tr": "pencere|kapı|web sitesi|çatı|ısıtma|güneş paneli|forklift|palet|ofis mobilyası"
        "|yazılım lisansı|ambalaj|aydınlatma|pompa|klima|eğitim|bakım",
        "ro": "ferestre|uși|site web|acoperiș|încălzire|panouri solare|stivuitoare|paleți"
        "|mobilier de birou|licențe software|ambalaje|iluminat|pompe|aer condiționat"
        "|instruire|mentenanță",
        "sv": "fönster|dörrar|webbplats|tak|värme|solpaneler|truckar|pallar|kontorsmöbler"
        "|programlicenser|förpackningar|belysning|pumpar|luftkonditionering|utbildning|underhåll",
    }.items()
}

_TITLES: dict[str, list[str]] = {
    lang: text.split("|")
    for lang, text in {
        "en": "Request for {n} {thing}, {place}|Quote: {thing} {place} ({n})"
        "|{thing} for {place}, {n} pcs",
        "pl": "Zapytanie: {thing}, {n} szt., {place}|Oferta {thing} - {place} ({n} szt.)"
        "|Wycena {thing}, {place}, {n}",
        "de": "Anfrage {n} {thing}, {place}|Angebot {thing} {place} ({n} Stk.)"
        "|{thing} für {place}, {n} St.",
        "fr": "Demande de devis : {n} {thing}, {place}|Devis {thing} {place} ({n})",
        "it": "Richiesta preventivo {n} {thing}, {place}|Offerta {thing} {place} ({n} pz)",
        "es": "Solicitud de presupuesto: {n} {thing}, {place}|Oferta {thing} {place} ({n} uds.)",
        "nl": "Aanvraag {n} {thing}, {place}|Offerte {thing} {place} ({n} st.)",
        "cs": "Poptávka: {thing}, {n} ks, {place}|Nabídka {thing} - {place} ({n} ks)",
        "uk": "Запит: {thing}, {n} шт., {place}|Пропозиція {thing} - {place} ({n} шт.)",
        "fa": "درخواست {n} عدد {thing}، {place}|استعلام {thing} {place} ({n})",
        "ar": "طلب {n} {thing}، {place}|عرض سعر {thing} {place} ({n})",
        "tr": "{n} adet {thing} talebi, {place}|Teklif: {thing} {place} ({n})",
        "ro": "Cerere ofertă {n} {thing}, {place}|Ofertă {thing} {place} ({n} buc.)",
        "sv": "Förfrågan {n} {thing}, {place}|Offert {thing} {place} ({n} st)",
    }.items()
}

_FORMS: dict[str, list[str]] = {
    lang: text.split("|")
    for lang, text in {
        "en": "Web form enquiry|Contact form|New lead from website",
        "pl": "Formularz kontaktowy|Zapytanie ze strony|Kontakt ze strony www",
        "de": "Kontaktanfrage|Kontaktformular|Anfrage über Website",
        "fr": "Formulaire de contact",
        "it": "Richiesta dal sito|Modulo di contatto",
        "es": "Formulario de contacto",
        "nl": "Contactformulier",
        "cs": "Kontaktní formulář|Dotaz z webu",
        "uk": "Заявка з сайту",
        "fa": "فرم تماس",
        "ar": "نموذج الاتصال",
        "tr": "İletişim formu",
        "ro": "Formular de contact",
        "sv": "Kontaktformulär",
    }.items()
}

_GAPS = (0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 3, 5, 7, 9, 12, 14, 20, 27, 40)


@dataclass(slots=True)
class Deal:
    """One deal, whatever it is called where it is entered."""

    lang: str
    thing: int
    count: int
    place: str
    value: float
    day: int
    closing: int
    note: str = ""


def make_deal(rng: random.Random, lang: str, place: str, latest: int = LAST_DAY) -> Deal:
    """Return a new deal entered on any day until the latest one."""
    day = int(rng.random() * (latest + 1))
    closing = day + 20 + int(rng.random() * 160) if rng.random() < 0.55 else -1
    count = int(2 + 60 * rng.random() ** 3)
    return Deal(lang, int(rng.random() * 16), count, place, some_value(rng), day, closing)


def some_value(rng: random.Random) -> float:
    """Return an expected revenue, rounded as people round it."""
    amount = 10 ** (3 + 2.8 * rng.random())
    step = 100 if amount < 20000 else 1000
    return float(round(amount / step) * step)


def subject(rng: random.Random, deal: Deal, style: int = 0) -> str:
    """Return the deal's title: style 0 is the usual one, others are those of a colleague."""
    lang = "en" if style == 3 else deal.lang
    titles = _TITLES[lang]
    text = titles[style % len(titles)].format(
        n=deal.count, thing=_THINGS[lang][deal.thing], place=deal.place
    )
    if style == 2 and rng.random() < 0.4:
        text = rng.choice(("Re: ", "FW: ", "AW: ", "Odp: ")) + text
    return f"{text} {deal.note}" if deal.note else text[:1].upper() + text[1:]


def form_subject(rng: random.Random, lang: str) -> str:
    """Return the title which a web form gives to all its messages."""
    forms = _FORMS["pl" if rng.random() < 0.5 else lang]
    return forms[int(len(forms) * rng.random() ** 2)]


def gap(rng: random.Random) -> int:
    """Return the days until the same deal is entered a second time, mostly few."""
    return _GAPS[int(rng.random() * len(_GAPS))]
