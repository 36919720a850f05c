"""Cadences that rest because of the salesperson ask somebody whether they go on or stop."""

from odoo import fields, models
from odoo.tools import plaintext2html

from . import deal_cadence_run  # noqa: F401 (extended below)

#: Reasons after which somebody has to decide, in whose name it may go on.
ASKED = ('salesperson', 'away')


class DealCadenceRun(models.Model):
    _inherit = 'deal.cadence.run'

    def _ask(self):
        """Ask, by activities, whether these cadences go on or stop."""
        questions = [run._prepare_question() for run in self if run.reason in ASKED]
        # No e-mail for each: they stand as due today in their users' menu of activities.
        activities = self.env['mail.activity'].with_context(mail_activity_quick_update=True)
        activities.create(list(filter(None, questions)))

    def _ask_anew(self):
        """Ask whom the deal belongs to now, where somebody else was asked."""
        moved = self.browse()
        for question in self.filtered(lambda run: run.reason in ASKED)._get_questions():
            run = question.deal_cadence_run_id
            if question.user_id != run._get_asked():
                moved |= run
        moved._take_back_questions()
        moved._ask()

    def _take_back_questions(self):
        """Remove the activities that nobody has to do any more; those done stay."""
        self._get_questions().unlink()

    def _get_questions(self):
        """Return the open activities that ask about these cadences."""
        activities = self.env['mail.activity'].with_context(active_test=True)
        return activities.search([('deal_cadence_run_id', 'in', self.ids)]) if self else activities

    def _get_asked(self):
        """Return who decides: the salesperson, or the team's leader for whoever is not there."""
        lead = self.lead_id
        users = (lead.user_id | lead.team_id.user_id | self.user_id).filtered('active')
        present = users.filtered(lambda user: not user.is_out_of_office)
        return (present or users)[:1]

    def _prepare_question(self):
        """Prepare the activity that asks whether the cadence goes on.

        :return: dictionary for ``mail.activity.create``; None where nobody can be asked
        """
        user = self._get_asked()
        if not user:
            return None
        run = self.with_context(lang=user.lang)
        return {
            'activity_type_id': self.env['ir.model.data']._xmlid_to_res_id(
                'mail.mail_activity_data_todo', raise_if_not_found=True
            ),
            'summary': run.env._("Cadence “%s”: let it go on, or stop it", run.cadence_id.name),
            'note': plaintext2html(run._describe_question()),
            'user_id': user.id,
            'date_deadline': fields.Date.context_today(self.with_user(user)),
            'res_model_id': self.env['ir.model']._get_id('crm.lead'),
            'res_id': self.lead_id.id,
            'automated': True,
            'deal_cadence_run_id': self.id,
        }

    def _describe_question(self):
        """Say which cadence is paused and why, in the language of the context."""
        reasons = dict(self._fields['reason']._description_selection(self.env))
        return self.env._(
            "The cadence “%(cadence)s” on “%(deal)s” is paused: %(reason)s. Let it go on or "
            "stop it beside the deal; its messages are signed by the deal's salesperson then.",
            cadence=self.cadence_id.name,
            deal=self.lead_id.name,
            reason=reasons[self.reason],
        )
