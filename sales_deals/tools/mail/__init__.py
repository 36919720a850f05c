"""Parsing of mails in pure Python, for every mail that the database receives.

:mod:`.limits` bounds mails before they are parsed, :mod:`.repair` mends what breaks the standards
(with :mod:`.slow_html` for pages that take long to clean), :mod:`.automatic` tells which mails no
person has written. ``models/mail/mail_thread_gateway.py`` applies them to all mails;
``models/mail/mail_thread.py`` asks only the last of them, for mails about deals.
"""
