"""Follow-ups that carry the messages of a cadence: one of each step, salesperson and day."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..followup.deal_followup_mark import NOW


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    cadence_step_id = fields.Many2one(
        'deal.cadence.step',
        string="Step of a Cadence",
        ondelete='restrict',
        index='btree_not_null',
        readonly=True,
        copy=False,
    )

    # ------------------------------------------------------------
    # SENDING
    # ------------------------------------------------------------

    def _update_lines(self, lines=None):
        """Heed, before messages of cadences are decided, why they stop or have come too late."""
        if lines is None or not self.cadence_step_id:
            return super()._update_lines(lines)
        tasks = self._get_tasks(lines)
        tasks.run_id._heed()
        late = tasks.filtered(lambda task: task.state == 'sending' and task._is_too_late())
        late._take_back_lines()
        late._move_on()
        waiting = lines.filtered(lambda line: line.state == 'waiting')
        result = super()._update_lines(waiting)
        tasks = self._get_tasks(waiting)
        moved = tasks._find_moved()
        tasks._follow_decision()
        for run, line in moved:
            run._take_address(line.email, line.partner_id)
        return result

    def _settle(self, lines=None):
        """Note on the cadences what became of their messages."""
        result = super()._settle(lines)
        for followup in self.filtered('cadence_step_id'):
            followup._get_tasks(lines)._follow_sending()
        return result

    def _get_tasks(self, lines=None):
        """Return the steps whose messages are being sent, of some lines or of all."""
        domain = [('state', '=', 'sending'), ('message_line_id.followup_id', 'in', self.ids)]
        if lines is not None:
            domain.append(('message_line_id', 'in', lines.ids))
        return self.env['deal.cadence.task'].search(domain)

    def _get_marking_condition(self):
        """Keep from the mail server what has a reason to stop, up to this very moment."""
        if not self.cadence_step_id:
            return super()._get_marking_condition()
        runs = self.env['deal.cadence.run']
        against = SQL(
            """
            EXISTS (SELECT FROM %(tables)s
                      JOIN deal_cadence_task AS task ON task.run_id = run.id
                     WHERE task.message_line_id = deal_followup_line.id
                           AND (run.state != 'running' OR task.state != 'sending'
                                OR task.send_until <= %(now)s OR %(verdict)s IS NOT NULL))
            """,
            tables=runs._get_verdict_tables(NOW),
            now=NOW,
            verdict=runs._get_verdict(),
        )
        condition = super()._get_marking_condition()
        return SQL("%s AND NOT %s", condition, against)

    # ------------------------------------------------------------
    # TEXTS
    # ------------------------------------------------------------

    def _fill_in(self, name, leads, langs):
        """Take the texts that salespeople have changed, as they are: they are no templates."""
        texts = super()._fill_in(name, leads, langs)
        if not self.cadence_step_id:
            return texts
        tasks = self._get_edited_tasks(leads)
        return texts | {task.lead_id.id: task[name] for task in tasks}

    def _get_edited_tasks(self, leads):
        """Return the steps whose text was changed, and whose message is made for these deals."""
        domain = [
            ('message_line_id.followup_id', '=', self.id),
            ('message_line_id.state', '=', 'waiting'),
            ('lead_id', 'in', leads.ids),
            ('body', '!=', False),
        ]
        # Whoever renders the message may read it.
        return self.env['deal.cadence.task'].sudo().search(domain)

    def _make_rendered(self, lines, subjects, bodies):
        """Let messages be replies to those before them, where their step says so."""
        rendered_list = super()._make_rendered(lines, subjects, bodies)
        if self.cadence_step_id.thread == 'reply':
            before = self._get_messages_before(lines)
            for line_id, message in before.items():
                rendered = rendered_list[line_id]
                rendered.headers['In-Reply-To'] = message.message_id
                rendered.subject = self._get_reply_subject(message.subject or rendered.subject)
        return rendered_list

    def _get_messages_before(self, lines):
        """Return the last message that went in the same cadence before each line's.

        :return: dictionary from a line's id to a ``mail.message`` record
        """
        # Only what went to the same client is answered; the salesperson's name stands there.
        tasks = self.env['deal.cadence.task'].sudo().search([('message_line_id', 'in', lines.ids)])
        found = {}
        for task in tasks:
            earlier = task.run_id.task_ids.message_line_id.filtered(
                lambda line, own=task.message_line_id: (
                    line != own and line.message_id and line.state in ('sent', 'interrupted')
                )
            )
            if message := earlier.sorted('sent_on').message_id[-1:]:
                found[task.message_line_id.id] = message
        return found

    @api.model
    def _get_reply_subject(self, subject):
        return subject if subject.lower().startswith('re:') else f'Re: {subject}'
