"""Messages of cadences before they go: read, changed, sent, skipped."""

from odoo import api, models
from odoo.exceptions import UserError

from ..company.taken_back import taken_back
from . import deal_cadence_task  # noqa: F401 (extended below)


class DealCadenceTask(models.Model):
    _inherit = 'deal.cadence.task'

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_read(self):
        """Open the message as it will arrive."""
        self.ensure_one()
        self.check_access('read')
        letter = self.env['deal.cadence.letter'].create({'task_id': self.id})
        return letter._get_action()

    def action_send(self):
        """Send messages now that wait for whom they are signed by."""
        self.check_access('read')
        self._check_is_signed_by_user()
        self._check_is_ready()
        # The steps are written by methods alone; who signs them was checked.
        tasks = self.sudo()
        going_on = tasks.run_id._heed()
        if stopped := tasks.filtered(lambda task: task.run_id not in going_on):
            labels = dict(going_on._fields['reason']._description_selection(self.env))
            reason = labels.get(stopped[0].run_id.reason, '')
            if len(tasks) == len(stopped):
                raise UserError(self.env._("This message is not sent any more: %s.", reason))
        (tasks - stopped)._hand_over(is_by_hand=True)
        return (tasks - stopped)._tell_of_postponed() or True

    def _tell_of_postponed(self):
        """Return the action that tells which message does not go today; None where all do."""
        postponed = self.filtered(lambda task: task.state == 'planned')
        if not postponed:
            return None
        lead = postponed[0].lead_id
        day = postponed[0]._get_hours().local(postponed[0].due_on).date()
        message = self.env._(
            "Not sent now: %(deal)s. %(reason)s It waits until %(day)s.",
            deal=lead.display_name,
            reason=postponed[0].note,
            day=lead._format_day(day),
        )
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'type': 'warning', 'sticky': True, 'message': message},
        }

    def action_skip(self):
        """Leave these steps out, and go on with the next ones."""
        self.check_access('read')
        self.lead_id.check_access('write')
        # As above; whoever may change the deal may leave a step of its cadence out.
        tasks = self.sudo().filtered(lambda task: task.state in task._get_undone_states())
        if not tasks:
            raise UserError(self.env._("This step is done already."))
        name = self.env.user.name
        tasks._settle('skipped', lambda env: env._("Skipped by %s", name))
        return True

    def action_stop(self):
        """End the cadences of these steps."""
        return self.run_id.action_stop()

    def action_open_deal(self):
        """Open the deal."""
        self.ensure_one()
        self.check_access('read')
        return self.lead_id.get_formview_action()

    # ------------------------------------------------------------
    # TEXTS
    # ------------------------------------------------------------

    def _compose(self):
        """Render the messages of these steps as they will arrive, without a trace.

        :return: dictionary from a step's id to a dictionary with the keys email_from, email_to,
            subject, body (the text alone, which can be changed), html (all that the client gets)
            and files (names)
        """
        with taken_back(self.env):
            return self._compose_for_now()

    def _compose_for_now(self):
        composed = {}
        # Whoever may read the steps may read what they send.
        tasks = self.sudo()
        for group in tasks.grouped(lambda task: task._get_sender()).values():
            followup = group._get_followup()
            for task in group:
                composed[task.id] = task._compose_in(followup)
        return composed

    def _compose_in(self, followup):
        known = followup.line_ids
        followup._add_lines(self.lead_id.ids)
        line = followup.line_ids - known
        self.message_line_id = line
        followup._decide(self.lead_id.ids, line.ids)
        self.message_line_id.state = 'waiting'
        rendered = followup._render_lines(line)[line.id]
        names = followup.attachment_ids.mapped('name')
        if followup.offer_mode == 'attach' and line.offer_id:
            names.append(line.offer_id._get_pdf_name())
        text = self.body or self._fill_in_body(followup, line)
        return {
            'email_from': rendered.email_from,
            'email_to': rendered.email_to,
            'subject': rendered.subject,
            'body': text,
            'html': rendered.html,
            'files': ", ".join(names),
        }

    @api.model
    def _fill_in_body(self, followup, line):
        sender = followup.with_user(followup.user_id).with_company(followup.company_id)
        texts = sender._fill_in(
            'body', line.lead_id.with_user(followup.user_id), sender._get_langs(line)
        )
        return texts[line.lead_id.id]

    def _prepare_trial_row(self):
        """Prepare what a trial shows of this step; see ``deal.cadence._try``."""
        events = dict(self.step_id._fields['wait_event']._description_selection(self.env))
        letter = self._compose_for_now()[self.id] if self.kind == 'message' else {}
        return {
            'step': self.step_id.display_name,
            'kind': self.kind,
            'due_on': self.due_on or None,
            'wait': '' if self.due_on else events[self.step_id.wait_event],
            'email_to': letter.get('email_to', ''),
            'subject': letter.get('subject', ''),
            'html': letter.get('html', ''),
        }
