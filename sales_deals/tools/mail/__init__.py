"""Parsing of mails in pure Python, for every mail that the database receives.

:mod:`.limits` bounds mails before they are parsed, :mod:`.headers` has headers parsed once,
:mod:`.repair` mends what breaks the standards (with :mod:`.slow_html` for pages that take long to
clean), :mod:`.automatic` tells which mails no person has written.
``models/mail/mail_thread_gateway.py`` applies them to all mails where Odoo alone can't read them;
``models/mail/mail_thread.py`` asks the last of them, and makes identifiers, for mails about deals.
"""
