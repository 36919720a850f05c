"""Mails that Odoo's job fetches: they are gone from the mailbox, whatever happens here."""

import logging
import random
import time

from psycopg2 import IntegrityError, OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError

_logger = logging.getLogger(__name__)

#: Errors that another transaction causes: a lock that it holds, or the same record made twice.
DISTURBANCES = (ConcurrencyError, IntegrityError, OperationalError)
#: Tries of one mail. The waits between them are a minute in the end. What is made twice is found in
#: the second try; what is refused again would be refused always.
TRIES, TRIES_OF_TWINS, LONGEST_WAIT = 12, 3, 8.0


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    @api.model
    def _process_undisturbed(self, process):
        """Process a mail; try again where a fetched one meets another transaction.

        Odoo's server does so for requests. The job that fetches mails marks them as read, and POP
        deletes them, whether or not they could be processed.

        :param process: a function without arguments
        :return: its result
        """
        if not self.env.context.get('default_fetchmail_server_id'):
            return process()
        for number in range(1, TRIES):
            try:
                result = process()
                self.env.cr.flush()
                return result
            except DISTURBANCES as error:
                if isinstance(error, IntegrityError) and number >= TRIES_OF_TWINS:
                    raise
                self._begin_anew(number, error)
        return process()

    @api.model
    def _begin_anew(self, number, error):
        """Roll back and wait: each fetched mail has a transaction of its own.

        :param int number: of the try that failed, from 1 on
        :param Exception error: what it failed for
        """
        self.env.cr.rollback()
        self.env.transaction.reset()
        self.env.registry.reset_changes()
        # No secret: the wait is random so that two do not meet again.
        wait = random.uniform(0, min(2**number / 10, LONGEST_WAIT))  # nosec B311
        _logger.info("A fetched mail is tried again in %.1f s: %r", wait, error)
        time.sleep(wait)
