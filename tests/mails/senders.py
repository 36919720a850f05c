"""Mails by who sends them: clients in all spellings, programs, mail systems, ourselves.

What they find: a client with an open deal, to whom a salesperson has written from it, and some
customers; see `tests/test_mail_gateway.py`.
"""

from dataclasses import dataclass

from . import DOMAIN, TENDERS, WINDOWS

CLIENT = "anna.nowak@okna-plus.example"
COLLEAGUE = "piotr@okna-plus.example"
GMAIL = "ewakowalska@gmail.com"
PERSIAN = "mehdi@panjere.example"
STAFF = f"staff@{DOMAIN}"
CUSTOMERS = {"gmail": GMAIL, "persian": PERSIAN, "employee": STAFF}
#: Of the message that the salesperson has sent from the open deal.
QUESTION = f"<question@{DOMAIN}>"
NUMBER = "{number}"


@dataclass(frozen=True)
class Sent:
    """A mail, and what it becomes: see RESULTS."""

    name: str
    raw: bytes
    result: str

    def __str__(self) -> str:
        return self.name


#: deal: a new one, of nobody who is known; doubt: a new one that looks automatic; customer: a new
#: one, of a customer (see CUSTOMERS, by the first word of the mail's name); asks: a new one that
#: asks whether it belongs to the open deal; answer: a message on the open deal; note: a note there,
#: that no client is told of; failed: the message on the open deal is marked as not delivered, or
#: the client's address as bad; nothing: no record; bounced: nothing, and its sender is told.
RESULTS = ("deal", "doubt", "customer", "asks", "answer", "note", "failed", "nothing", "bounced")


def _mail(name: str, result: str, *headers: str, text: str = "A text.", **values: str) -> Sent:
    """Make a mail to the windows team, unless other headers are given."""
    given = {
        "From": f"{name}@{name.replace('_', '-')}.example",
        "To": WINDOWS,
        "Subject": "Windows",
        "Message-ID": f"<{name}@sender.example>",
        "Date": "Mon, 06 Oct 2025 10:00:00 +0200",
    }
    given |= {key.replace("_", "-"): value for key, value in values.items()}
    lines = [f"{key}: {value}" for key, value in given.items() if value]
    raw = "\r\n".join([*lines, *headers, "", text]).replace("\n", "\r\n").replace("\r\r", "\r")
    return Sent(name, raw.encode(), result)


def _reply(name: str, result: str, *headers: str, **values: str) -> Sent:
    """Make a mail in which the client answers the salesperson's message."""
    answered = (f"In-Reply-To: {QUESTION}", f"References: {QUESTION}")
    return _mail(name, result, *answered, *headers, **{"From": CLIENT, **values})


def _report(
    name: str,
    result: str,
    kind: str = "delivery-status",
    fields: str = "",
    original: str = QUESTION,
    **values: str,
) -> Sent:
    """Make a mail system's report, with the mail that it is about."""
    parts = [
        "Content-Type: text/plain\n\nThis is the mail system.",
        f"Content-Type: message/{kind}\n\n{fields}",
        f"Content-Type: message/rfc822\n\nMessage-ID: {original}\nSubject: s\n\nq",
    ]
    text = "".join(f"--r\n{part}\n" for part in parts) + "--r--"
    content = f'Content-Type: multipart/report; report-type={kind}; boundary="r"'
    given = {"From": "mailer-daemon@okna-plus.example", **values}
    return _mail(name, result, "Return-Path: <>", "MIME-Version: 1.0", content, text=text, **given)


def _status(action: str, status: str) -> str:
    return (
        "Reporting-MTA: dns; mx.okna-plus.example\n\n"
        f"Final-Recipient: rfc822; {CLIENT}\nAction: {action}\nStatus: {status}"
    )


GENERATED = "Auto-Submitted: auto-generated"
REPLIED = "Auto-Submitted: auto-replied"
SUPPRESS = "X-Auto-Response-Suppress: All"

#: Programs answer for people: no deal, and a note where they answer a deal's message.
AUTOMATIC = [
    _mail("outlook_english", "nothing", REPLIED, Subject="Automatic reply: Windows"),
    _mail("outlook_polish", "nothing", SUPPRESS, GENERATED, Subject="Odpowiedź automatyczna: Okna"),
    _mail("outlook_persian", "nothing", "In-Reply-To: <lost@x>", Subject="پاسخ خودکار: پنجره"),
    _mail("outlook_german", "nothing", "Return-Path: <>", Subject="Automatische Antwort: Fenster"),
    _mail("notes_polish", "nothing", REPLIED, Subject="Poza biurem - wracam w poniedziałek"),
    _mail("out_of_office", "nothing", "Return-Path: <>", Subject="Out of Office"),
    _mail(
        "outlook_encoded",
        "nothing",
        "X-Auto-Response-Suppress: DR, OOF",
        GENERATED,
        Subject="=?utf-8?B?T2Rwb3dpZWTFuiBhdXRvbWF0eWN6bmE6IE9rbmE=?=",
    ),
    _reply("exchange", "note", GENERATED, SUPPRESS, Subject="Automatic reply: Forty windows"),
    _reply("exchange_untitled", "note", GENERATED, "X-Auto-Response-Suppress: DR, OOF, AutoReply"),
    _reply("gmail", "note", REPLIED, "Precedence: bulk", "X-Autoreply: yes"),
    _reply("reply_polish", "note", Subject="Odpowiedź automatyczna: Czterdzieści okien"),
    _reply("reply_persian", "note", Subject="پاسخ خودکار: چهل پنجره"),
    _reply("reply_null_path", "note", "Return-Path: <>"),
]
#: Marks of programs, perhaps on what a person has written: a deal that says so.
DOUBTFUL = [
    _mail("rfc_3834", "doubt", REPLIED),
    _mail("sieve", "doubt", "Auto-Submitted: auto-replied (vacation)"),
    _mail("notified", "doubt", "Auto-Submitted: auto-notified; owner-email=x@y"),
    _mail("portal_lead", "doubt", "Auto-Submitted: auto-notified", Subject="New lead: A. Nowak"),
    _mail("null_path", "doubt", "Return-Path: <>"),
    _mail("null_path_spaced", "doubt", "Return-Path: < >"),
    _mail("web_form", "doubt", "Return-Path: <>", GENERATED, Subject="Formularz: nowe zapytanie"),
    _mail("shop_form", "doubt", "Precedence: bulk", Subject="Zapytanie o produkt"),
    _mail("procmail", "doubt", "Precedence: junk"),
    _mail("precedence_reply", "doubt", "Precedence: auto_reply"),
    _mail("x_autoreply", "doubt", "X-Autoreply: yes"),
    _mail("cpanel", "doubt", "X-Autorespond: Windows"),
    _mail("mailman", "doubt", "X-Autoresponder: 1"),
    _mail("ticket_received", "doubt", REPLIED, Subject="[#4711] We have received your request"),
    _mail("titled_only", "doubt", Subject="Automatic reply: Windows"),
    _mail("product_autoresponder", "doubt", Subject="Autoresponder - zapytanie o cenę"),
    _mail("pods", "doubt", Subject="Out of Office - pods and booths, please quote"),
    _mail("desk_elsewhere", "doubt", REPLIED, "In-Reply-To: <lost@x>", Subject="[#5] Re: Windows"),
    _mail(
        "rule_forwards",
        "doubt",
        GENERATED,
        SUPPRESS,
        "Return-Path: <>",
        "In-Reply-To: <clients@mail.example>",
        Subject="FW: Forty windows",
    ),
    _mail("rule_forwards_reply", "doubt", REPLIED, SUPPRESS, Subject="PD: Zapytanie o okna"),
    _mail("rule_redirects", "doubt", GENERATED, SUPPRESS, "Resent-From: biuro@firma.example"),
    _mail("forwards_persian", "doubt", "Return-Path: <>", Subject="ارسال: پنجره"),
]
#: Mail systems tell what has become of ours.
REPORTS = [
    _report("postfix", "failed", fields=_status("failed", "5.1.1")),
    _report("postfix_delayed", "note", fields=_status("delayed", "4.4.1")),
    _report("exchange_delivered", "note", fields=_status("delivered", "2.0.0")),
    _report("relayed", "note", fields=_status("relayed", "2.1.9")),
    _report(
        "read",
        "note",
        "disposition-notification",
        f"Final-Recipient: rfc822; {CLIENT}\nDisposition: manual-action; displayed",
        From=CLIENT,
    ),
    _report(
        "deleted_unread",
        "note",
        "disposition-notification",
        f"Final-Recipient: rfc822; {CLIENT}\nDisposition: manual-action; deleted",
        From=CLIENT,
    ),
    _report("of_unknown_mail", "failed", fields=_status("failed", "5.1.1"), original="<no@x>"),
    _report("delayed_unknown", "nothing", fields=_status("delayed", "4.4.1"), original="<no@x>"),
    _report("spam_complaint", "nothing", "feedback-report", "Feedback-Type: abuse", "<no@x>"),
    _report("to_bounce", "failed", fields=_status("failed", "5"), To=f"bounce@{DOMAIN}"),
    _mail("qmail", "nothing", From="MAILER-DAEMON@x.example", text="Hi. This is qmail-send."),
    _mail(
        "exim",
        "nothing",
        "X-Failed-Recipients: x@y.example",
        From="Mail Delivery System <Mailer-Daemon@x.example>",
    ),
]
#: Programs that bring what people have written.
CARRIERS = [
    _mail("contact_form", "deal", GENERATED, Subject="Contact form: new inquiry"),
    _mail("no_reply_form", "deal", From="No Reply <noreply@shop.example>"),
    _mail("google_group", "deal", "Precedence: list", "List-Id: <sales.x.example>"),
    _mail("list_in_bulk", "deal", "Precedence: bulk", "List-Id: <sales.x.example>"),
    _mail("suppressed_only", "deal", SUPPRESS),
    _mail("not_automatic", "deal", "Auto-Submitted: no"),
    _mail("no_autoreply", "deal", "X-Autoreply: no"),
    _mail("about_an_automatic_reply", "deal", Subject="Re: Automatic reply: Windows"),
    _mail("about_an_office", "deal", Subject="Out of office furniture, please price"),
    _mail("forwarded_reply", "deal", Subject="PD: Odpowiedź automatyczna: Okna"),
    _reply("help_desk", "answer", GENERATED),
    _reply("help_desk_bulk", "answer", GENERATED, "Precedence: bulk"),
    _reply("passed_on", "answer", GENERATED, SUPPRESS, "Return-Path: <>", Subject="FW: Windows"),
    _reply("answer_to_automatic", "answer", Subject="Odp: Automatic reply: Windows"),
]
#: Who it is, however the address is written.
SPELLINGS = [
    _mail("unknown", "deal", From="Ktoś <ktos@nowy.example>"),
    _mail("same_firm_unknown", "deal", From="ktos@okna-plus.example"),
    _mail("same_provider", "deal", From="ewa@gmail.com"),
    _mail("gmail_plain", "customer", From=GMAIL),
    _mail("gmail_dots", "customer", From="Ewa <ewa.kowalska@gmail.com>"),
    _mail("gmail_tag", "customer", From="e.w.a.kowalska+okna@gmail.com"),
    _mail("gmail_googlemail", "customer", From="EwaKowalska@GoogleMail.com"),
    _mail("persian_name", "customer", From=f"مهدی کریمی <{PERSIAN}>"),
    _mail("persian_encoded", "customer", From=f"=?utf-8?B?2YXZh9iv24w=?= <{PERSIAN.upper()}>"),
    _mail("persian_arabic_letters", "customer", From=f'"مهدي كريمي" <{PERSIAN}>'),
    _mail("persian_cc", "customer", From=PERSIAN, To="other@x.example", Cc=WINDOWS),
    _mail("persian_delivered_to", "customer", From=PERSIAN, To="", Delivered_To=WINDOWS),
    _mail("persian_two_senders", "customer", From=f"{PERSIAN}, other@x.example"),
    _mail("reply_to_is_no_sender", "deal", Reply_To=CLIENT),
    _mail("name_of_a_client", "deal", From=f'"{CLIENT}" <thief@evil.example>'),
]
#: With an open deal, or about one.
BELONGING = [
    _mail("client", "asks", From=CLIENT),
    _mail("client_polish", "asks", From=f'"Żółć, Anna" <{CLIENT.upper()}>', Subject="Dzień dobry"),
    _mail("client_unknown_reference", "asks", "In-Reply-To: <lost@x>", From=CLIENT),
    _mail("colleague", "asks", From=COLLEAGUE),
    _mail("client_to_another_team", "asks", From=CLIENT, To=TENDERS),
    _mail("client_other_number", "asks", From=CLIENT, Subject="Invoice 12345/2025"),
    _mail("client_number", "answer", From=CLIENT, Subject=f"Pytanie do {NUMBER}, kolor"),
    _mail("client_number_bracket", "answer", From=CLIENT, Subject=f"Re: [{NUMBER}] kolor"),
    _mail("colleague_number", "answer", From=COLLEAGUE, Subject=f"سؤال دربارهٔ {NUMBER}"),
    _mail("stranger_number", "deal", Subject=f"Re: {NUMBER}"),
    _reply("client_reply", "answer", Subject="Re: Forty windows"),
    _reply("client_reply_persian", "answer", Subject="پاسخ: چهل پنجره"),
    _reply("client_reply_elsewhere", "answer", From="anna.private@home.example"),
    _reply("client_reply_to_team", "answer", To=TENDERS),
    _mail("client_references", "answer", f"References: <lost@x> {QUESTION}", From=CLIENT),
    _mail("client_folded", "answer", f"References: <a@x>\r\n {QUESTION}\r\n <b@x>", From=CLIENT),
]
#: What comes from ourselves, or must not come in.
CLOSED = [
    _mail("from_the_alias", "nothing", From=WINDOWS),
    _mail("from_the_alias_named", "nothing", From=f"Windows <{WINDOWS.upper()}>"),
    _mail("stranger_to_partners", "bounced", To=f"partners@{DOMAIN}"),
    _mail("stranger_to_followers", "bounced", To=f"followers@{DOMAIN}"),
    _mail("stranger_to_employees", "bounced", To=f"employees@{DOMAIN}"),
    _mail("automatic_to_employees", "nothing", REPLIED, To=f"employees@{DOMAIN}"),
    _mail("persian_to_partners", "customer", From=PERSIAN, To=f"partners@{DOMAIN}"),
    _mail("persian_to_employees", "bounced", From=PERSIAN, To=f"employees@{DOMAIN}"),
    _mail("employee_to_employees", "customer", From=STAFF, To=f"employees@{DOMAIN}"),
]
MAILS = [*AUTOMATIC, *DOUBTFUL, *REPORTS, *CARRIERS, *SPELLINGS, *BELONGING, *CLOSED]
