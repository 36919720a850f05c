"""The job that sends follow-ups: resumable, one worker at a time for each, each message once.

Before the mail server takes a message, its line is marked as being sent, and that is committed; so
a line that a dead worker has left in this state may have arrived, and is never sent by itself.
"""

import logging
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models, modules
from odoo.fields import Domain
from odoo.tools import SQL

from . import deal_followup  # noqa: F401 (extended below)
from .deal_followup_delivery import ConnectionFailure
from .deal_followup_session import Outcome, tell

_logger = logging.getLogger(__name__)

#: Messages that are made ready at a time; fewer where each has a PDF to be drawn.
BATCH, BATCH_WITH_FILES = 250, 10
#: Minutes until the next attempt when the mail server can't be reached; the last one repeats.
PATIENCE = (1, 2, 5, 10, 30)
#: Which advisory locks of the database are ours.
LOCK_CLASS = 0x5DF0


class Batch(NamedTuple):
    """Lines that were decided together, and the messages that some of them get."""

    lines: models.Model
    #: From the way to a mail server to the messages that go there.
    packed: dict


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Send what is due, each follow-up in turn, as long as the job may run."""
        self._begin_scheduled()
        skipped = self.browse()
        is_time_left = self._tell_progress(0, skipped)
        while followup := self._get_due(skipped):
            with followup._reserve() as is_ours:
                if is_ours:
                    is_time_left = followup._try_turn(skipped, is_time_left)
            self.env.invalidate_all()
            if not is_time_left:
                break
            skipped |= self.browse() if is_ours else followup
        self._schedule_next()

    @api.model
    def _begin_scheduled(self):
        due = Domain('state', '=', 'scheduled') & Domain('next_on', '<=', fields.Datetime.now())
        self.search(due).write({'state': 'sending'})

    @api.model
    def _get_due(self, skipped, limit=1):
        """The follow-up whose turn it is; none when all wait for their time."""
        domain = self._get_due_domain() & Domain('id', 'not in', skipped.ids)
        return self.search(domain, order='next_on, id', limit=limit)

    @api.model
    def _get_due_domain(self):
        """Also those that were cancelled, to do what follows on what was sent before."""
        is_open = Domain('state', 'in', ('sending', 'cancelled'))
        return is_open & Domain('next_on', '<=', fields.Datetime.now())

    @api.model
    def _tell_progress(self, done, skipped):
        """Commit, and say how far the job is.

        :param int done: how many messages were dealt with
        :return: whether there is time for more
        """
        remaining = self._count_remaining(skipped)
        return bool(self.env['ir.cron']._commit_progress(done, remaining=remaining))

    @api.model
    def _count_remaining(self, skipped):
        """Messages that can be sent at once; those of a rate have their own time."""
        domain = self._get_due_domain() & Domain('id', 'not in', skipped.ids)
        due = self.search(domain).filtered(lambda followup: followup.timing != 'spread')
        lines = self.env['deal.followup.line']
        return lines.search_count([('followup_id', 'in', due.ids), ('state', '=', 'waiting')])

    @api.model
    def _schedule_next(self):
        """Call the job for the next that waits for its time."""
        states = ('scheduled', 'sending', 'cancelled')
        waiting = [('state', 'in', states), ('next_on', '!=', False)]
        following = self.search(waiting, order='next_on', limit=1)
        if following:
            self._trigger_job(max(following.next_on, fields.Datetime.now()))

    @contextmanager
    def _reserve(self):
        """Keep other workers, on this host and on others, away from this follow-up.

        The lock lives as long as its connection: that of a killed worker is free at once.

        :return: whether it is ours
        """
        self.ensure_one()
        with self.env.registry.cursor() as guard:
            guard.execute(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK_CLASS, self.id))
            yield guard.fetchone()[0]

    def _try_turn(self, skipped, is_time_left):
        """Send messages; what goes wrong with one follow-up does not stop the others.

        :return: whether the job has time for more
        """
        try:
            is_time_left = self._take_turn(skipped, is_time_left)
            self._keep()
        except TransactionRollbackError:
            # Somebody has changed it at the same moment, as by cancelling: look at it anew.
            self.env.cr.rollback()
            is_time_left = self._tell_progress(0, skipped)
        except Exception as error:
            if modules.module.current_test:
                raise
            _logger.exception("Follow-up %s could not be sent", self.id)
            self.env.cr.rollback()
            self._postpone(error)
            is_time_left = self._tell_progress(0, skipped)
        return is_time_left

    def _take_turn(self, skipped, is_time_left):
        """Send batch after batch; while one is on its way, the next one is written.

        :return: whether the job has time for more
        """
        self._settle_left()
        if self.state == 'cancelled':
            self._drop_waiting()
        following = self._prepare_batch()
        while batch := following:
            following = None
            try:
                with self._under_way(batch.packed):
                    if is_time_left and self._get_due(skipped, limit=2) == self:
                        following = self._prepare_batch(batch.lines)
                self._forget_trouble()
            except ConnectionFailure as failure:
                following = None
                self._postpone(failure.__cause__)
            self._keep()
            self._settle(batch.lines)
            is_time_left = self._tell_progress(len(batch.lines), skipped)
        if not self._take_lines(limit=1):
            self._finish()
        return is_time_left

    def _prepare_batch(self, under_way=None):
        """Write the next messages.

        :param under_way: ``deal.followup.line`` records that are being sent at this moment
        :return: :class:`Batch`; None when there is nothing to do
        """
        lines = self._take_lines(under_way)
        if not lines or self.state != 'sending':
            return None
        self._update_lines(lines)
        waiting = lines.filtered(lambda line: line.state == 'waiting')
        letters = self._write_letters(waiting)
        self._save_letters(letters)
        self._plan_next_batch(len(letters))
        batch = Batch(lines, self._pack(letters))
        self._keep()
        return batch

    def _take_lines(self, under_way=None, limit=None):
        """The next lines, as many as may be sent now."""
        domain = Domain('followup_id', '=', self.id) & Domain('state', '=', 'waiting')
        if under_way:
            domain &= Domain('id', 'not in', under_way.ids)
        limit = limit or self._get_batch_size()
        return self.env['deal.followup.line'].search(domain, order='id', limit=limit)

    def _get_batch_size(self):
        size = BATCH
        if self.offer_mode == 'attach' or self.attachment_ids:
            size = BATCH_WITH_FILES
        if self.timing == 'spread':
            size = min(size, max(1, self.hourly_rate // 60))
        return size

    def _plan_next_batch(self, count):
        """What is sent at a rate goes on after the time that these messages take of it."""
        now = fields.Datetime.now()
        pause = timedelta(hours=count / self.hourly_rate) if self.timing == 'spread' else None
        self.next_on = now + pause if pause else now

    def _finish(self):
        """Nothing is left to be sent."""
        self._settle()
        is_cancelled = self.state == 'cancelled'
        self.write({'state': 'cancelled' if is_cancelled else 'done', 'next_on': False})

    def _write_letters(self, lines):
        """Fill in the messages; a deal for which that can't be done does not stop the others."""
        if not lines:
            return []
        try:
            return list(self._render_lines(lines).values())
        except Exception as error:  # whatever an expression in a text may raise
            if len(lines) == 1:
                self._record([Outcome(lines.id, 'failed', tell(error))])
                return []
        return [letter for line in lines for letter in self._write_letters(line)]

    def _postpone(self, error):
        """Try again later: the mail server does not answer, which is not the messages' fault."""
        self._forget_lines()
        minutes = PATIENCE[min(self.attempts, len(PATIENCE) - 1)]
        self.write(
            {
                'trouble': tell(error),
                'attempts': self.attempts + 1,
                'next_on': fields.Datetime.now() + timedelta(minutes=minutes),
            }
        )

    def _forget_trouble(self):
        """The mail server answers again."""
        if self.attempts:
            self.write({'trouble': False, 'attempts': 0})

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _keep(self):
        """Commit, so that a dead worker leaves the truth behind; a test takes its changes back."""
        self.env.flush_all()
        if not modules.module.current_test:
            self.env.cr.commit()  # pylint: disable=invalid-commit
