"""Words by which an out-of-office reply says what happens on a day; folded as days are.

English, Polish, German, French and Persian. Patterns end and begin at whole words.
"""

import re

#: Words right before a day, by what they mean for it; those that come first win.
_BEFORE_A_DAY = {
    'through': 'through|thru|up to|لغایت',
    'until': 'until|untill|till?|do|az do|bis|jusquau|jusqua|jusquen|jusque|تا|الی',
    'to': 'to|au',
    'after': 'after|following|po|nach|apres|بعد از|پس از',
    'before': 'before|prior to|przed|vor|avant|قبل از|پیش از',
    'by': 'by|spatestens|najpozniej',
    'from': 'on or after|from|as of|as from|starting|beginning|effective|od|z dniem|ab|'
    'a partir d[ue]|qua partir d[ue]|a compter d[ue]|des|از',
    'since': 'since|vom|von|du|seit|depuis',
    'and': 'and|a|i|und|et|و',
    'on': 'on|in|at|w|we|dnia|am|im|le|en|در|this|for|na',
}
_FILLERS = (
    r'the|dem|den|zum|der|die|le|la|lundi|day|date|dnia|and|including|inclusive|incl\.?|'
    r'einschliesslich|einschl\.?|inkl\.?|mit|z|wlacznie|approx\w*|around|about|ok\.?|okolo|at|least|'
    r'early|late|morning|evening|afternoon|of|end|close|business|cob|eod|konca|rana|next|this|ca\.?|'
    r'voraussichtlich|wahrscheinlich|prawdopodobnie|najblizsz\w+|przyszl\w+|nachste\w*|kommende\w*|'
    r'on|\d\d?(?:[:.]\d\d)? ?(?:am|pm|uhr)|\d\d?:\d\d|godz\.?|noon|midnight|'
    r'روز|تاریخ|مورخه?|صبح|پایان|وقت|اداری|mo\.?|di\.?|mi\.?|do[.,]|fr\.?|sa\.?|so\.?'
)
#: What a word before a day and the day may have between them.
_GAP = rf'(?:[ ,():*"_-]|(?<!\w)(?:{_FILLERS})(?!\w))*'
BEFORE_A_DAY = re.compile(
    r'(?<!\w)(?:'
    + '|'.join(rf'(?P<{name}>(?:{words})(?![\w.]|,\s))' for name, words in _BEFORE_A_DAY.items())
    + rf'){_GAP}\Z'
)
#: A dash or a word between the first day of an absence, or its number, and the last one.
RANGE = re.compile(rf'[. ]{{0,3}}(?:r\. ?)?(?:-{{1,2}}|>){_GAP}')
RANGE_OF_NUMBERS = re.compile(rf'(?<![\w/:])\d\d?(?:st|nd|rd|th|er)?\.? ?-{{1,2}}{_GAP}\Z')
#: A word before the first day.
FROM = re.compile(r'(?<!\w)(?:from|od|vom|von|du|des|w dniach)(?!\w)')
#: The number of the first day, right before the word that comes before the last one.
NUMBER = re.compile(r'(?<!\w)\d\d?(?:st|nd|rd|th|er)?[., ]{0,3}\Z')
BETWEEN = re.compile(r'\b(?:between|pomiedzy|miedzy|zwischen|entre)\b|بین')
INCLUDED = re.compile(
    r'\b(?:inclusive\w*|included|including|incl|wlacznie|einschliesslich|einschl|inklusive|inkl|'
    r'inclus)\b'
)
#: Where a part of a sentence ends.
PARTS = re.compile(
    r'\||, | - |[()]| (?:and|but|und|aber|sondern|i|oraz|a|ale|natomiast|et|mais|و|ولی|اما) '
)

_NOT_PERSIAN = r'(?:نیست|نخواه|نمی|ندار|نباش)\w*'
_REPLY_PERSIAN = 'در دسترس|پاسخ\\w*|حاضر|در خدمت|در دفتر|در شرکت|سر ?کار|محل کار|حضور|جواب'
#: What is given back, but for messages.
_NO_THING = r'(?! (?:the|your(?! (?:message|call|e?-?mail))|it|a|this|all)\b)'
#: From what somebody comes back: it is no absence then.
_FROM_LEAVE = (
    r'(?: (?:from|z|de|des|du|از)(?: (?:my|annual|parental|maternity|sick|the|mes|mon))? (?:leave|'
    'vacation|holidays?|trip|urlopu|zwolnienia|delegacji|vacances|conges?|مرخصی|سفر|ماموریت))?'
)
#: What the writer does: comes back, can be reached, is away, or does not. A line for each language,
#: or two; those that come first win.
_DOINGS = {
    'not_back': [rf'(?:{_REPLY_PERSIAN})[^|.,]{{0,25}}?(?<!\w){_NOT_PERSIAN}'],
    'away': [
        r'out of (?:the |my )?office|ooo|out|away|absen[ct]\w*|leave|vacations?|holidays?|off|pto',
        'unavailable|travell?ing|closed|closure|sick|limited|trip|conference|unable|offline',
        'on the road|no (?:access|internet|e-?mails?|reception)',
        r'niedostepn\w*|nieobecn\w*|urlop\w*|poza (?:biurem|firma|praca)|zwolnieni\w*|delegacj\w*',
        r'wyje[zd]\w*|wyjazd\w*|zamkniet\w*|nieczynn\w*|przerw\w*|chorob\w*|konferencj\w*|targach',
        r'wakacj\w*|l4|szkoleni\w*',
        r'abwesen\w*|urlaub\w*|ausser haus|unterwegs|krank\w*|elternzeit|dienstreise|geschlossen',
        'betriebsferien|ferien|verreist|messe|schulung',
        'conges?|vacances|indisponible|injoignable|deplacement|formation|fermee?s?',
        r'مرخصی|خارج از|سفر|ماموریت|در (?:نمایشگاه|همایش|جلسه)|تعطیل\w*|غایب|غیبت|عدم حضور',
    ],
    'back': [
        rf'(?:back|return(?:s|ing|ed)?{_NO_THING}){_FROM_LEAVE}',
        r'see you|resum\w+|reopen\w*|rejoin\w*',
        rf'(?:wrac\w+|wroc\w+|powr[oa]\w+){_FROM_LEAVE}|z powrotem|ponownie|do zobaczenia',
        r'zuruck\w*|wieder|ruckkehr',
        rf'(?:retour\w*|rentr\w+){_FROM_LEAVE}|reprend\w*|reprise|revien\w*',
        rf'(?:برگشت\w*|بازگشت\w*|مراجعت){_FROM_LEAVE}|بازگشایی',
        r'برم ?ی? ?گرد\w*|بر ?می ?گرد\w*|باز ?می ?گرد\w*',
        r'(?:باز|بر) ?خواه\w* گشت|شروع به کار',
    ],
    'reply': [
        r'again|reachable|available|repl(?:y|ies|ying)|respon[sd]\w*|answer\w*|in (?:the )?office',
        'at work|get to|read|working day|contact me|reach me',
        r'dostepn\w+|odpowie\w*|odpisz\w*|osiagaln\w+|w (?:biurze|pracy)|zajm\w+|kontaktu',
        r'dzien roboczy|czyta\w*|przeczyta\w*|sprawdz\w*',
        r'erreichbar|anzutreffen|antwort\w*|beantwort\w+|im (?:buro|haus|dienst)|verfugbar',
        r'bearbeit\w*',
        r'disponible|joignable|repond\w*|present\w*|traite\w*|lirai',
        _REPLY_PERSIAN,
    ],
    'english_not': ['not|wont|cannot|cant|isnt'],
    'not': [r'nie|nicht|kein\w*|pas|without', _NOT_PERSIAN],
}
DOINGS = re.compile(
    '|'.join(rf'(?P<{name}>(?<!\w)(?:{"|".join(lines)})(?!\w))' for name, lines in _DOINGS.items())
)
#: What else has a last day: offers, prices, orders, payments.
OTHER_DEADLINES = re.compile(
    r'(?<!\w)(?:valid|offers?|promo\w*|prices?|discounts?|deadline|regist\w*|apply|pay\w*|orders?|'
    r'deliver\w*|invoices?|quot\w*|meeting|fair|wazn\w*|ofert\w*|cen[aye]?|promocj\w*|zamowi\w*|'
    r'rabat\w*|platn\w*|zaplat\w*|faktur\w*|dostaw\w*|spotkan\w*|gultig\w*|angebot\w*|bestell\w*|'
    r'rechnung\w*|zahl\w*|preis\w*|valables?|offres?|prix|commandes?|factures?|'
    r'اعتبار|معتبر|قیمت\w*|سفارش\w*|فاکتور\w*|پرداخت|تخفیف\w*|جلسه|نمایشگاه)(?!\w)'
)

#: Lines that come before a quoted mail.
WROTE = re.compile(
    r'(?:\bwrote|\bwrites|\bnapisal|\bnapisala|\bnapisal\(a\)|\bpisze|\bschrieb\b.{0,80}|\ba ecrit|'
    r'نوشت|نوشته است|نوشته)\W{0,3}:\W{0,3}\Z'
)
WROTE_BEGINS = re.compile(r'\W{0,3}(?:on|w dniu|dnia|am|le|در)\b')
ORIGINAL = re.compile(
    r'\W{2,}(?:original message|original appointment|oryginalna wiadomosc|wiadomosc oryginalna|'
    r'wiadomosc przekazana|forwarded message|ursprungliche nachricht|originalnachricht|'
    r'message dorigine|پیام اصلی)\W{2,}|_{10,}'
)
QUOTED_FROM = re.compile(r'\W{0,3}(?:from|od|von|de|از|فرستنده)\W{0,3}:')
QUOTED_SENT = re.compile(
    r'\W{0,3}(?:sent|date|wyslano|wyslane|data|gesendet|datum|envoye|ارسال|ارسال شده|تاریخ)\W{0,3}:'
)
CLOSING = re.compile(
    r'\W*(?:(?:best|kind|warm) regards|regards|best wishes|sincerely|yours sincerely|cheers|best|'
    r'many thanks|thanks|pozdrawiam.{0,20}|z powazaniem|z wyrazami szacunku|lacze pozdrowienia|'
    r'(?:mit )?(?:freundlichen?|vielen?|besten?) gruss?en?|mfg|cordialement|bien cordialement|'
    r'bien a vous|با احترام|با تشکر|ارادتمند)\W*'
)
