"""Parsing of mails in pure Python, for every mail that the database receives.

:mod:`.limits` bounds mails before they are parsed, :mod:`.headers` has headers parsed once,
:mod:`.repair` mends what breaks the standards (with :mod:`.slow_html` for pages that take long to
clean), :mod:`.automatic` tells which mails no person has written, :mod:`.sameness` whether a mail
came before, :mod:`.absence` when the writer of an out-of-office reply is back.
``models/mail/mail_thread_gateway.py`` applies them to all mails where Odoo alone can't read them;
``models/mail/mail_thread.py`` and ``mail_thread_again.py`` ask the last two, and make identifiers,
for mails about deals.
"""
