"""The job that sends follow-ups: resumable, one worker at a time for each, each message once.

Before the mail server takes a message, its line is marked as being sent, and that is committed; so
a line that a dead worker has left in this state may have arrived, and is never sent by itself.
"""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models, modules
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.mail import email_split_and_format_normalize

from .deal_followup_session import Courier, Outcome, Packer, Route, tell

_logger = logging.getLogger(__name__)

#: Messages that are made ready at a time; fewer where each has a PDF to be drawn.
BATCH, BATCH_WITH_FILES = 250, 10
#: Connections to a mail server at a time, and how many messages are worth one more.
CONNECTIONS, WORTH_A_CONNECTION = 3, 10
#: Minutes until the next attempt when the mail server can't be reached; the last one repeats.
PATIENCE = (1, 2, 5, 10, 30)
#: Which advisory locks of the database are ours.
LOCK_CLASS = 0x5DF0


class ConnectionFailure(Exception):
    """A mail server does not answer; its cause says why."""


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Send what is due, a batch of each follow-up in turn, as long as the job may run."""
        self._begin_scheduled()
        skipped = self.browse()
        while followup := self._get_due(skipped):
            with followup._reserve() as is_ours:
                done = followup._try_batch() if is_ours else 0
                skipped |= self.browse() if is_ours else followup
            remaining = self._count_remaining(skipped)
            is_time_left = self.env['ir.cron']._commit_progress(done, remaining=remaining)
            self.env.invalidate_all()
            if not is_time_left:
                break
        self._schedule_next()

    @api.model
    def _begin_scheduled(self):
        due = Domain('state', '=', 'scheduled') & Domain('next_on', '<=', fields.Datetime.now())
        self.search(due).write({'state': 'sending'})

    @api.model
    def _get_due(self, skipped):
        """The follow-up whose turn it is; none when all wait for their time."""
        domain = self._get_due_domain() & Domain('id', 'not in', skipped.ids)
        return self.search(domain, order='next_on, id', limit=1)

    @api.model
    def _get_due_domain(self):
        return Domain('state', '=', 'sending') & Domain('next_on', '<=', fields.Datetime.now())

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
        waiting = [('state', 'in', ('scheduled', 'sending')), ('next_on', '!=', False)]
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

    def _try_batch(self):
        """Send the next messages; what goes wrong with one follow-up does not stop the others."""
        try:
            return self._send_batch()
        except Exception as error:
            if modules.module.current_test:
                raise
            _logger.exception("Follow-up %s could not be sent", self.id)
            self.env.cr.rollback()
            self._postpone(error)
            return 0

    def _send_batch(self):
        """Send the next messages.

        :return: how many were dealt with
        """
        self._settle_interrupted()
        lines = self._take_lines()
        self._update_lines(lines)
        waiting = lines.filtered(lambda line: line.state == 'waiting')
        letters = self._write_letters(waiting)
        self._save_letters(letters)
        self._plan_next_batch(len(letters))
        self._keep()
        self._deliver(letters)
        self._keep()
        self._settle(lines)
        if not self._take_lines(limit=1):
            self._finish()
        return len(lines)

    def _take_lines(self, limit=None):
        """The next lines, as many as may be sent now."""
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
        """What is sent at a rate goes on after the time that these messages take of it."""
        now = fields.Datetime.now()
        pause = timedelta(hours=count / self.hourly_rate) if self.timing == 'spread' else None
        self.next_on = now + pause if pause else now

    def _finish(self):
        self._settle()
        self.write({'state': 'done', 'next_on': False, 'trouble': False})

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

    # The mail server

    def _deliver(self, letters):
        """Hand the messages over to their mail servers."""
        for route, of_route in self._find_routes(letters).items():
            parcels, failed = Packer(self.env, route).pack(of_route)
            self._record(failed)
            try:
                self._send_out(route, parcels)
            except ConnectionFailure as failure:
                _logger.info("Follow-up %s: no mail server: %s", self.id, failure)
                self._postpone(failure.__cause__)
                return

    def _find_routes(self, letters):
        """Through which server each message goes, by Odoo's rules.

        :return: dictionary from :class:`Route` to a list of messages
        """
        servers = self.env['ir.mail_server'].sudo().search([], order='sequence, id')
        found = {}
        routes = {}
        for letter in letters:
            message = letter.line.message_id
            key = (message.mail_server_id, message.record_alias_domain_id, letter.email_from)
            if key not in found:
                found[key] = self._find_route(servers, message, letter.email_from)
            routes.setdefault(found[key], []).append(letter)
        return routes

    def _find_route(self, servers, message, email_from):
        domain = message.record_alias_domain_id
        if message.mail_server_id:
            return Route(message.mail_server_id.id, domain.id, email_from)
        addresses = email_split_and_format_normalize(email_from)
        own = self.user_id
        allowed = servers.filtered(lambda server: server.owner_user_id in (own.browse(), own))
        finder = Route(False, domain.id, '').get_mailer(self.env)
        server, smtp_from = finder._find_mail_server(
            addresses[0] if addresses else email_from, allowed
        )
        return Route(server.id if server else False, domain.id, smtp_from)

    def _send_out(self, route, parcels):
        """Send over some connections at a time: most of the time, one waits for an answer.

        :raise ConnectionFailure: when the mail server does not answer
        """
        if modules.module.current_test:
            self._run_courier(self.env, route, parcels)
            return
        self._keep()
        count = min(self._get_connection_count(route), -(-len(parcels) // WORTH_A_CONNECTION)) or 1
        with ThreadPoolExecutor(count) as pool:
            runs = [
                pool.submit(self._run_apart, route, parcels[number::count])
                for number in range(count)
            ]
        for run in runs:
            run.result()

    def _get_connection_count(self, route):
        """How many connections to a mail server are used at a time; one to a user's own."""
        if self.env['ir.mail_server'].sudo().browse(route.server_id or []).owner_user_id:
            return 1
        # A technical parameter that tells nothing of anybody.
        parameters = self.env['ir.config_parameter'].sudo()
        return int(parameters.get_param('sales_deals.followup_connections', CONNECTIONS))

    def _run_apart(self, route, parcels):
        """In a thread, with a cursor of its own."""
        threading.current_thread().dbname = self.env.cr.dbname
        with self.env.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            self._run_courier(env, route, parcels)

    @staticmethod
    def _run_courier(env, route, parcels):
        try:
            courier = Courier(env, route)
        except Exception as error:  # whatever a mail server or its settings may raise
            raise ConnectionFailure from error
        with courier:
            courier.deliver(parcels)

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

    # What follows

    def _settle_interrupted(self):
        """What a worker was sending when it died may have arrived: that is for people to decide."""
        lines = self.env['deal.followup.line'].search(
            [('followup_id', '=', self.id), ('state', '=', 'sending')]
        )
        if lines:
            text = self.env._(
                "The server was stopped while it sent this message: it may have arrived."
            )
            self._record([Outcome(line.id, 'interrupted', text) for line in lines])
            self._settle()

    def _record(self, outcomes):
        """Keep what became of messages."""
        for outcome in outcomes:
            line = self.env['deal.followup.line'].browse(outcome.line_id)
            line.write({'state': outcome.state, 'failure': outcome.failure})

    def _settle(self, lines=None):
        """Tell the chatter, plan the next activities, move the deals: once for each message.

        :param lines: those that were just dealt with; None for all, also what a dead worker left
        """
        self._forget_lines()
        domain = [
            ('followup_id', '=', self.id),
            ('state', 'in', ('sent', 'failed', 'interrupted')),
            ('is_settled', '=', False),
        ]
        if lines is not None:
            domain.append(('id', 'in', lines.ids))
        lines = self.env['deal.followup.line'].search(domain)
        if not lines:
            return
        self._tell_chatter(lines)
        self._follow_up(lines.filtered(lambda line: line.state == 'sent'))
        lines.write({'is_settled': True})

    def _tell_chatter(self, lines):
        """What the messages' notifications show: sent, or why not."""
        for (state, failure), of_state in lines.grouped(
            lambda line: (line.state, line.failure)
        ).items():
            notifications = of_state.message_id.notification_ids
            is_sent = state == 'sent'
            notifications.write(
                {
                    'notification_status': 'sent' if is_sent else 'exception',
                    'failure_type': False if is_sent else 'unknown',
                    'failure_reason': False if is_sent else failure,
                }
            )
            if not is_sent:
                of_state.message_id._notify_message_notification_update()

    def _follow_up(self, lines):
        """The next activity on each deal, and its next stage."""
        leads = lines.lead_id
        if self.activity_type_id and leads:
            activities = self.env['mail.activity'].with_context(mail_activity_quick_update=True)
            activities.create([self._prepare_activity(lead) for lead in leads])
        if self.stage_id and leads:
            self._move(leads)

    def _move(self, leads):
        """Put deals of the stage's process on the stage, with the sender's rights."""
        stage = self.stage_id
        processes = (stage.process_id, stage.process_id.browse())
        moved = leads.filtered(
            lambda lead: (
                lead.stage_id != stage and (not stage.process_id or lead.process_id in processes)
            )
        )
        try:
            with self.env.cr.savepoint():
                moved.with_user(self.user_id).write({'stage_id': stage.id})
        except UserError as error:
            # The messages are sent all the same, and nothing is sent twice.
            self.trouble = self.env._(
                "Deals could not be moved to “%(stage)s”: %(reason)s",
                stage=stage.display_name,
                reason=tell(error),
            )

    def _prepare_activity(self, lead):
        """Values of the next activity of a deal.

        :return: dictionary for ``mail.activity.create``
        """
        user = lead.user_id or self.user_id
        today = fields.Date.context_today(self.with_user(user))
        return {
            'activity_type_id': self.activity_type_id.id,
            'summary': self.activity_summary or self.activity_type_id.summary,
            'note': self.activity_type_id.default_note,
            'user_id': user.id,
            'date_deadline': today + timedelta(days=self.activity_days),
            'res_model_id': self.env['ir.model']._get_id('crm.lead'),
            'res_id': lead.id,
            'automated': True,
        }

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _keep(self):
        """Commit, so that a dead worker leaves the truth behind; a test takes its changes back."""
        self.env.flush_all()
        if not modules.module.current_test:
            self.env.cr.commit()  # pylint: disable=invalid-commit
