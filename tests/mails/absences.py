"""Out-of-office replies as people write them, and when their writers are back.

All were sent on Tuesday, 1 December 2026; that is 10 Azar 1405.
"""

from datetime import date

from .absences_abroad import FRENCH, GERMAN, PERSIAN, POLISH

SENT = date(2026, 12, 1)
ENGLISH = [
    ("2026-12-15", "I am out of the office until 14 December"),
    ("2026-12-14", "I am out of the office until Monday 14 December"),
    ("2026-12-14", "back on 14 December"),
    ("2026-12-14", "Returning on 14th December"),
    ("2026-12-07", "I'll be back on Monday"),
    ("2026-12-15", "I'm away from 1 to 14 December"),
    ("2026-12-15", "I am away between 1.12 and 14.12.2026"),
    ("2026-12-15", "I am out of office until 12/14/2026"),
    ("2026-12-15", "I am out of office until 14/12/2026"),
    ("2026-12-07", "I am away until Monday"),
    ("2026-12-05", "I am away until Friday"),
    ("2027-01-01", "until the end of December I'm on holiday"),
    ("2026-12-07", "I'll be back next week"),
    (
        "2026-12-15",
        "I will be out of the office starting 12/01/2026 and will not return until 12/15/2026.",
    ),
    ("2026-12-15", "I will not be back in the office until Tuesday, December 15."),
    ("2026-12-15", "I won't be able to respond until the 15th."),
    (
        "2026-12-15",
        "Thank you for your email. I am out of the office from December 1 to December 14, "
        "2026. For urgent matters call +48 601 234 567.",
    ),
    ("2026-12-15", "I'm on annual leave until 14th December inclusive."),
    ("2026-12-15", "I am on PTO through Mon, Dec 14 and will respond when I'm back."),
    ("2027-01-04", "Our office is closed for the holidays from December 24 through January 3."),
    ("2027-01-04", "The office will reopen on Monday, January 4th."),
    ("2026-12-02", "I am out of the office today."),
    ("2026-12-02", "I'm out of office today, back tomorrow."),
    ("2026-12-05", "I'll be out of the office on Friday."),
    ("2026-12-07", "I am away all week."),
    ("2026-12-08", "I will be back on Tuesday next week."),
    ("2027-02-01", "I am on parental leave until February 2027."),
    ("2027-03-01", "I will return in March 2027."),
    ("2026-12-15", "OOO 1-14 December"),
    ("2026-12-15", "OOO Dec 1 - 14"),
    ("2026-12-15", "OOO: Dec 1 – Dec 14"),
    ("2026-12-15", "Out of office 2026-12-01 to 2026-12-14"),
    (
        "2026-12-15",
        "I'm currently on vacation (Dec. 1st - Dec. 14th) with limited access to email.",
    ),
    ("2026-12-15", "I have no access to my e-mail until 14.12.2026."),
    ("2026-12-15", "I'm traveling on business, returning December 15th, 2026."),
    ("2026-12-15", "I return to work on 15/12."),
    ("2026-12-15", "Return date: 15/12/2026"),
    (
        "2026-12-16",
        "I'm away until 14 December and will be back at my desk on Wednesday 16 December.",
    ),
    (
        "2026-12-15",
        "Please note that I'll be back in the office 15 December. For orders valid until 31 "
        "December, contact Ann.",
    ),
    ("2026-12-15", "I am away from 12/01 to 12/14."),
    ("2026-12-06", "I am away until 05/12."),
    ("2026-12-06", "I am away until 12/05."),
    ("2027-05-07", "I am away until 05/06/2027, back soon."),
    ("2026-12-15", "I am away until 14.12.2026. Our offer is valid until 31.12.2026."),
    (
        "2026-12-15",
        "I will be out of the office from Monday, 7 December, through Monday, 14 December.",
    ),
    (
        "2026-12-14",
        "I will be out of the office from Tuesday and I will be back on Monday, 14 December.",
    ),
    (
        "2027-01-05",
        "Happy holidays! I am out of office from 22 December until 4 January and will "
        "answer when I'm back.",
    ),
    ("2027-01-12", "I'll be back January 12th, 2027."),
    ("2027-01-12", "Jan 12 is when I return."),
    ("2026-12-15", "Not in the office and back on 15 December"),
    ("2026-12-15", "Hi, thanks for reaching out! I'm OOO until Dec 14 (inclusive)."),
    (
        "2026-12-15",
        "I'm away from the office until the 14th of December, with sporadic access to emails.",
    ),
    (
        "2026-12-15",
        "I'm currently out of the office and will return on Tuesday, December 15, 2026. If "
        "you need immediate help, please contact Bob at (555) 123-4567 or bob@x.com.",
    ),
    (
        "2026-12-15",
        "I am on holiday from 1st to 14th December. I will be back in the office on the 15th.",
    ),
    ("2026-12-15", "I will be away December 1st through December 14th."),
    ("2026-12-15", "I am away from Tuesday 1 December until (and including) Monday 14 December."),
    ("2026-12-15", "Out of office, returning 15-Dec-2026."),
    ("2026-12-15", "Out: 1 Dec - 14 Dec; back: 15 Dec"),
    ("2026-12-15", "I'm not checking my emails until 15 December"),
    ("2026-12-15", "Unfortunately I'm unavailable until 14 December 2026."),
    (
        "2026-12-21",
        "I'll be out of the office for the next two weeks, returning Monday, December 21st.",
    ),
    ("2026-12-15", "I will respond to your email as soon as possible after December 14."),
    ("2026-12-15", "Please expect a reply after 14/12/2026."),
    ("2026-12-15", "My next working day is 15 December."),
    ("2027-01-02", "I am away until 1 January."),
    ("2026-12-16", "I will be available again as of 16.12.2026."),
    ("2026-12-16", "I'll be offline starting Dec 2 and back online Dec 16."),
    ("2026-12-07", "I'll get back to you on Monday."),
    ("2026-12-07", "I will be out for the rest of the week."),
    ("2026-12-15", "I am out of the office from 9am 1 December to 5pm on 14 December."),
    ("2026-12-15", "I am out of office until 14 December at 17:00."),
    ("2026-12-02", "I am out of office until 3 pm on 1 December"),
    ("2026-12-15", "Out of office 12/1–12/14. Back 12/15."),
    ("2026-12-15", "OOO 11/30/26-12/14/26"),
    ("2026-12-15", "Back in office 12/15/26"),
    ("2026-12-14", "I'm away from the office until Monday 14 December"),
    ("2026-12-15", "On leave from Monday until Monday 14 December"),
    ("2026-12-14", "I'm away from the office until Monday, 14 December, so please ask Ann."),
    ("2026-12-02", "Away today, back Wed."),
    ("2026-12-05", "Out of office until Fri"),
    (
        "2026-12-15",
        "Hello! I've checked out for a bit and won't be reading mail before Tuesday the "
        "15th of December.",
    ),
    (
        "2026-12-10",
        "Thanks for getting in touch. I'm attending a trade show this week and next and "
        "will be at my desk again on Thursday, 10 December.",
    ),
    (
        "2027-01-05",
        "Season's greetings! We close at noon on Dec 23 and reopen Tuesday, Jan 5, 2027. "
        "Orders placed before Dec 20 ship this year.",
    ),
    ("2026-12-19", "I am currently on jury duty and expect to be out through 12/18."),
    ("2026-12-07", "Off sick at the moment - hoping to be back Monday."),
    (
        "2027-06-01",
        "I'm on maternity leave till 31 May 2027; Sarah Lee (sarah@x.com, ext. 1214) is "
        "covering for me.",
    ),
    ("2026-12-09", "OOO 12/2 - 12/8, limited email. For urgent needs text 555-0112."),
    ("2026-12-03", "I'll be in meetings all day tomorrow and back at my computer on Thursday."),
    ("2027-01-07", "Wir machen Betriebsurlaub vom 24.12.26 bis 06.01.27."),
    ("2026-12-17", "My last day before vacation was Nov 27; my first day back is Dec 17."),
    (
        "2026-12-15",
        "I will be on leave beginning December 1, returning to the office December 15. "
        "Invoice 4711 of 12/10/2026 will be paid on December 20.",
    ),
    (
        "2027-01-11",
        "Please be advised that I am out until the new year, back on Monday 11 January 2027.",
    ),
    (
        "2026-12-08",
        "I'm travelling and in a different time zone until the 7th of December, so replies "
        "may be slow.",
    ),
    ("2026-12-14", "I'm out this week and next. I return Monday, the 14th."),
    ("2026-12-10", "Out of the office: Tuesday 12/8 and Wednesday 12/9. Back Thursday 12/10."),
    ("2026-12-15", "Am on hols til 14th dec. cheers, dave"),
    (
        "2026-12-15",
        "I'm on vacation and will have no internet until Dec 14th. I'll catch up on mail on "
        "the 15th.",
    ),
    ("2026-12-15", "As of today I am out of office. My return is scheduled for 15 December 2026."),
    (
        "2026-12-21",
        "Auto-reply: away Dec 5–Dec 20. For sales: +1 415 555 12 12. Black Friday prices "
        "valid until Dec 4!",
    ),
    ("2026-12-10", "I'm at a conference until Wednesday evening, 9 December."),
    ("2026-12-03", "I'm off on Wednesday 2nd December."),
    ("2026-12-14", "I'll be unreachable for a while: back at it Mon 14 Dec."),
    ("2027-01-02", "The shop will be closed from 12/24/2026 to 1/1/2027."),
    ("2026-12-18", "Office closure: 10.12.2026 - 17.12.2026 (incl.)"),
    ("2026-12-19", "Greetings from the slopes! Skiing until the 18th. Emergencies: ext 2012."),
    ("2026-12-08", "I will be working reduced hours and will be fully back Tuesday 8th Dec."),
    ("2027-01-05", "Office hours over Christmas: closed 25 Dec to 4 Jan inclusive."),
    ("2026-12-12", "My out of office runs from December 5th through the 11th."),
    (
        "2026-12-10",
        "Hi! Gone fishing. Will return your message on or after Thursday, December 10th.",
    ),
    ("2026-12-15", "I am out-of-office Dec 1-14 and will have intermittent access."),
    ("2026-12-15", "Currently OOO, back 15th Dec."),
    ("2026-12-04", "I'm not working on Thursday 3 December."),
    ("2026-12-09", "I am away from my desk Dec. 7th and 8th."),
    ("2027-01-11", "Elternzeit bis 10.1.2027, Vertretung: Frau Maier, Tel. 0711/12 12 12."),
    ("2026-12-22", "Absence du 07/12 au 21/12 : merci de contacter Paul au 06.12.12.12.12."),
    ("2026-12-16", "I'm on leave (returning 16/12/26)."),
    ("2026-12-15", "Out sick since Nov 28, expected return date: Dec 15"),
]
#: With other mails below, signatures, or two languages.
QUOTED = [
    (
        "2026-12-15",
        "I am out of office till 14/12.\n\nOn Mon, 30 Nov 2026 at 10:00, Jan Kowalski "
        "<jan@x.pl>\nwrote:\n> will you be back on 20 December?",
    ),
    (
        "2026-12-15",
        "I am out of office till 14/12.\n\nFrom: Jan <jan@x.pl>\nSent: Monday, November 30, "
        "2026 10:00\nTo: Ann\nSubject: back on 20 December",
    ),
    (
        "2026-12-15",
        "Jestem na urlopie do 14 grudnia.\n\nOd: Jan\nWysłano: poniedziałek, 30 listopada "
        "2026\nDo: Anna\nTemat: wracam 20 grudnia",
    ),
    (
        "2026-12-07",
        "تا ۱۵ آذر در مرخصی هستم.\n\nاز: علی\nارسال شده: ۹ آذر ۱۴۰۵\nبه: رضا\nموضوع: ۲۰ آذر "
        "برمی‌گردم",
    ),
    (
        "2026-12-15",
        "Jestem na urlopie do 14 grudnia.\n\nW dniu 30.11.2026 o 10:00, Jan pisze:\n> Czy "
        "wraca Pan 20 grudnia?",
    ),
    (
        "2026-12-15",
        "Ich bin bis 14.12. im Urlaub.\n\nAm 30.11.2026 um 10:00 schrieb Jan:\n> zurück am 20.12.",
    ),
    (
        "2026-12-15",
        "Je suis absent jusqu'au 14 décembre.\n\nLe lun. 30 nov. 2026 à 10:00, Jan <j@x.fr> a "
        "écrit :\n> de retour le 20",
    ),
    (
        "2026-12-15",
        "I am back on 15 December.\n\nKind regards\nAnn\nVisit us at the fair on 12-14 January, "
        "back wall",
    ),
    (
        "2026-12-15",
        "Dzień dobry,\ndziękuję za wiadomość.\nOd 30 listopada do 14 grudnia przebywam na "
        "urlopie i nie mam dostępu do poczty.\n\nPozdrawiam\nAnna Nowak\ntel. 22 123 45 67",
    ),
    (
        "2026-12-15",
        "(English below)\n\nJestem poza biurem do 14.12.\n\nPozdrawiam\nJan\n\nI am out of the "
        "office until 14.12.",
    ),
    ("2026-12-15", "Pozdrawiam\nJan\n\nI am out of the office until 14.12."),
    (
        "2026-12-15",
        "Thank you for your message.\n\nI am out of the office from Monday, November "
        "30th,\nuntil Monday, December 14th, with no access to\nemail.\n\nRegards,\nTom",
    ),
]
#: That tell no day, or none that can be meant.
NO_DAY = [
    "My mobile is 0912 12 14, back office ext. 12/14.",
    "I am away. Happy new year!",
    "Hello, thanks for your mail. Order 12/14/2026, tel. 601 234 567",
    "Thanks\n\nOn Mon, Dec 14, 2026 Jan wrote:\n> back on 14 December",
    "I may not respond as quickly as usual.",
    "I am out of the office with limited access. I may reply late.",
    "Please return the signed contract by 14 December.",
    "I am out of the office from 1 December.",
    "I only work Monday to Thursday.",
    "Our office is open Monday to Friday, 9-17.",
    "Biuro czynne od poniedziałku do piątku w godz. 8.00-16.00.",
    "Our offer 2026/12/14 is valid until 31 December.",
    "Oferta ważna do 31.12.2026.",
    "I'm away until 28 November 2026.",
    "Back on 3 February 2028.",
    "I am on leave. Call +48 22 14.12.55 or 12/12/12.",
    "",
    "Out of office",
    "Guten Morgen, ich bin zurzeit nicht im Büro.",
    "Jestem na urlopie.\n\nPozdrawiam\nJan\nPromocja do 14.12.",
    "I'm out of the office but available 24/7 by phone.",
    "Until Feb 30 I'm away.",
    "I left the company on 30 November 2026. Please write to sales@x.com from now on.",
    (
        "Thank you for contacting support. We will answer within 2 working days. Our "
        "offices are closed on Saturday and Sunday."
    ),
    "Your ticket #12/14 was received on 1 December 2026 at 10:12.",
    "Dziękujemy za zgłoszenie nr 14/12/2026. Odpowiemy w ciągu 2 dni roboczych.",
    "I am out of the office. The next board meeting is on 14 December 2026.",
    "I'm no longer with Acme as of December 1, 2026. Contact info@acme.com.",
    "Dziękuję za wiadomość z 30 listopada. Odpowiem jak najszybciej.",
    "Jestem na urlopie. Promocja -20% trwa od 1 do 14 grudnia!",
    "با سلام، در حال حاضر در مرخصی هستم. فاکتور شماره ۱۲/۱۴ ارسال شد.",
    "Unsere Bürozeiten: Mo-Fr 8-16 Uhr. Angebot gültig bis 31.12.2026.",
    "I am on sick leave without a return date. My assistant is in on 14 December.",
]
#: With the first day at work.
ALL = [*ENGLISH, *POLISH, *GERMAN, *FRENCH, *PERSIAN, *QUOTED]
