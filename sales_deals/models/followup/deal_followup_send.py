"""The job that sends follow-ups: resumable, one worker at a time for each, each message once.

Before a mail server takes a message, its line is marked as being sent, and that is committed. So a
line that a killed worker has left in this state may have arrived, and is never sent by itself.
"""

import logging
from contextlib import contextmanager
from datetime import timedelta

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models, modules
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.mail import email_split_and_format_normalize

from ..company.mail_failure import describe_error
from . import deal_followup  # noqa: F401 (extended below)
from .deal_followup_smtp import (
    MESSAGE_FIELDS,
    ConnectionFailure,
    Route,
    SmtpSession,
)

_logger = logging.getLogger(__name__)

#: Messages that are prepared at a time; fewer where each has a PDF to be drawn.
BATCH, BATCH_WITH_FILES = 250, 10
#: Minutes until the next attempt when the mail server can't be reached; the last one repeats.
RETRY_MINUTES = (1, 2, 5, 10, 30)
#: The first key of our advisory locks in the database.
LOCK_CLASS = 0x5DF0


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    # The job

    @api.model
    def _cron_send(self):
        """Send what is due, each follow-up in turn, as long as the job may run."""
        self._begin_scheduled()
        skipped = self.browse()
        is_time_left = self._report_progress(0, skipped)
        while followup := self._get_due(skipped):
            with followup._reserve() as is_ours:
                if is_ours:
                    is_time_left = followup._send_safely(skipped)
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
        """Return the follow-ups that go on now, the one that waits longest first.

        Also cancelled ones, to complete what was sent before.
        """
        domain = Domain('state', 'in', ('sending', 'cancelled')) & Domain(
            'next_on', '<=', fields.Datetime.now()
        )
        domain &= Domain('id', 'not in', skipped.ids)
        return self.search(domain, order='next_on, id', limit=limit)

    @api.model
    def _report_progress(self, done, skipped):
        """Commit, and tell the scheduler how far the job is.

        :param int done: number of messages that were dealt with
        :return: whether the job has time left
        """
        # Those of a rate have their own time.
        due = self._get_due(skipped, limit=None).filtered(lambda one: one.timing != 'spread')
        remaining = self.env['deal.followup.line'].search_count(
            [('followup_id', 'in', due.ids), ('state', '=', 'waiting')]
        )
        return bool(self.env['ir.cron']._commit_progress(done, remaining=remaining))

    @api.model
    def _schedule_next(self):
        """Trigger the job for the next follow-up that waits for its time."""
        states = ('scheduled', 'sending', 'cancelled')
        waiting = [('state', 'in', states), ('next_on', '!=', False)]
        if following := self.search(waiting, order='next_on', limit=1):
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

    # One follow-up

    def _send_safely(self, skipped):
        """Send batches; an error of one follow-up does not stop the others.

        :return: whether the job has time left
        """
        try:
            is_time_left = self._send_batches(skipped)
            self._commit()
        except TransactionRollbackError:
            # Somebody has changed it at the same moment, as by cancelling: look at it anew.
            self.env.cr.rollback()
            is_time_left = self._report_progress(0, skipped)
        except Exception as error:
            if modules.module.current_test:
                raise
            _logger.exception("Follow-up %s could not be sent", self.id)
            self.env.cr.rollback()
            self._postpone(error)
            is_time_left = self._report_progress(0, skipped)
        return is_time_left

    def _send_batches(self, skipped):
        """Send batch after batch, until it is another follow-up's turn.

        :return: whether the job has time left
        """
        self._settle_interrupted()
        if self.state == 'cancelled':
            self._drop_waiting()
        is_time_left, is_our_turn = True, True
        while is_time_left and is_our_turn and (lines := self._get_waiting_lines()):
            self._send_batch(lines)
            is_time_left = self._report_progress(len(lines), skipped)
            is_our_turn = self.state == 'sending' and self._get_due(skipped, limit=2) == self
        if not self._get_waiting_lines(limit=1):
            self._finish()
        return is_time_left

    def _send_batch(self, lines):
        self._update_lines(lines)
        rendered_list = self._render_safely(lines.filtered(lambda line: line.state == 'waiting'))
        self._save_messages(rendered_list)
        self._plan_next_batch(len(rendered_list))
        self._commit()
        try:
            self._deliver(rendered_list)
            if self.attempts:
                self.write({'trouble': False, 'attempts': 0})
        except ConnectionFailure as failure:
            self._postpone(failure.__cause__)
        self._commit()
        self._settle(lines)

    def _get_waiting_lines(self, limit=None):
        """Return the next lines, at most a batch of them."""
        domain = [('followup_id', '=', self.id), ('state', '=', 'waiting')]
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
        """Set when it goes on: at a rate, after the time that these messages take of it."""
        now = fields.Datetime.now()
        is_spread = self.timing == 'spread'
        self.next_on = now + timedelta(hours=count / self.hourly_rate) if is_spread else now

    def _finish(self):
        """Close a follow-up of which nothing is left to be sent."""
        self._settle()
        is_cancelled = self.state == 'cancelled'
        self.write({'state': 'cancelled' if is_cancelled else 'done', 'next_on': False})

    def _postpone(self, error):
        """Try again later: that the mail server does not answer is not the messages' fault."""
        self._invalidate_lines()
        _logger.info("The mail server of a follow-up did not answer: %r", error)
        minutes = RETRY_MINUTES[min(self.attempts, len(RETRY_MINUTES) - 1)]
        self.write(
            {
                'trouble': describe_error(self.env, error),
                'attempts': self.attempts + 1,
                'next_on': fields.Datetime.now() + timedelta(minutes=minutes),
            }
        )

    def _commit(self):
        """Commit, so that a killed worker leaves the truth behind; tests roll back."""
        self.env.flush_all()
        if not modules.module.current_test:
            self.env.cr.commit()  # pylint: disable=invalid-commit

    # The messages of a batch

    def _render_safely(self, lines):
        """Render the messages; a deal for which that can't be done does not stop the others."""
        if not lines:
            return []
        try:
            return list(self._render_lines(lines).values())
        except TransactionRollbackError:
            raise
        except Exception as error:  # whatever an expression in a text may raise
            if len(lines) == 1:
                lines.write({'state': 'failed', 'failure': describe_error(self.env, error)})
                return []
        return [rendered for line in lines for rendered in self._render_safely(line)]

    def _find_routes(self, rendered_list):
        """Find the mail server of each message.

        :return: dictionary from a :class:`Route` to a list of :class:`RenderedMessage`
        """
        servers = self.env['ir.mail_server'].sudo().search([], order='sequence, id')
        found, routes = {}, {}
        for rendered in rendered_list:
            message = rendered.line.message_id
            key = (message.mail_server_id, message.record_alias_domain_id, rendered.email_from)
            if key not in found:
                found[key] = self._find_route(servers, *key)
            routes.setdefault(found[key], []).append(rendered)
        return routes

    def _find_route(self, servers, server, domain, email_from):
        """Find the mail server for a sender, by Odoo's rules.

        :return: :class:`Route`
        """
        if server:
            return Route(server.id, domain.id, email_from)
        addresses = email_split_and_format_normalize(email_from)
        owners = (self.user_id.browse(), self.user_id)
        server, smtp_from = (
            Route(False, domain.id, '')
            .get_mailer(self.env)
            ._find_mail_server(
                addresses[0] if addresses else email_from,
                servers.filtered(lambda one: one.owner_user_id in owners),
            )
        )
        return Route(server.id if server else False, domain.id, smtp_from)

    def _deliver(self, rendered_list):
        """Send messages over one connection to each mail server.

        :param rendered_list: :class:`RenderedMessage` objects whose lines are committed
        :raise ConnectionFailure: when a mail server can't be reached
        """
        messages = (rendered.line.message_id for rendered in rendered_list)
        self.env['mail.message'].union(*messages).fetch(MESSAGE_FIELDS)
        with self._open_journal() as journal:
            for route, of_route in self._find_routes(rendered_list).items():
                with SmtpSession(self.env, route) as session:
                    outcome = None
                    for rendered in of_route:
                        is_marked = journal.mark(rendered.line.id, outcome)
                        outcome = session.send(rendered) if is_marked else None
                    if outcome:
                        journal.mark(None, outcome)
