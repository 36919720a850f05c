"""Suspended deals: they don't rot, and are resumed on a day."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import plaintext2html

#: Deals that the job resumes at a time.
BATCH = 100


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_is_suspended = fields.Boolean(
        string="Suspended",
        copy=False,
        tracking=True,
        help="The deal is paused until a date: it stays in the pipeline and does not rot.",
    )
    deal_suspended_until = fields.Date(string="Suspended Until", copy=False, tracking=True)
    deal_suspended_reason = fields.Char(string="Suspended Because", copy=False, tracking=True)

    _deal_suspended_index = models.Index("(deal_suspended_until) WHERE deal_is_suspended IS TRUE")

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('deal_is_suspended', 'deal_suspended_until')
    def _check_deal_suspended_until(self):
        if self.filtered(lambda lead: lead.deal_is_suspended and not lead.deal_suspended_until):
            raise ValidationError(
                self.env._("Choose until when the deal is suspended: it comes back on that day.")
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_deal_resume(self):
        """Resume these deals before their day."""
        self.filtered('deal_is_suspended')._end_suspension()

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _get_action_conditions(self):
        in_progress = ["won_status == 'pending'", "active"]
        return {
            **super()._get_action_conditions(),
            'sales_deals.deal_suspend_action': (in_progress, False),
            'sales_deals.crm_lead_action_resume': (["deal_is_suspended"], True),
        }

    def _search_is_rotting(self, operator, value):
        # Odoo flushes only what its own field depends on.
        self.flush_model(['deal_is_suspended'])
        return super()._search_is_rotting(operator, value)

    def _get_rotting_domain(self):
        return super()._get_rotting_domain() & Domain('deal_is_suspended', '!=', True)

    def _suspend(self, until, reason=''):
        """Suspend open deals.

        :param date until: the day on which they are resumed
        :param str reason: shown on the deals
        :raise UserError: for deals that are won, lost or archived, and for a day that has passed
        """
        self._check_may_be_suspended(until)
        self.write(
            {
                'deal_is_suspended': True,
                'deal_suspended_until': until,
                'deal_suspended_reason': reason or False,
            }
        )

    def _check_may_be_suspended(self, until):
        """Check that these deals can be suspended until a day.

        :raise UserError: for deals that are won, lost or archived, and for a day that has passed
        """
        closed = self.filtered(lambda lead: not lead._is_in_progress())
        if closed:
            raise UserError(
                self.env._(
                    "Only open deals can be suspended. These are won, lost or archived: %s.",
                    closed._get_names(),
                )
            )
        if until <= fields.Date.context_today(self):
            raise UserError(self.env._("Choose a day in the future: the deal comes back on it."))

    def _end_suspension(self):
        if self:
            self.write(
                {
                    'deal_is_suspended': False,
                    'deal_suspended_until': False,
                    'deal_suspended_reason': False,
                }
            )

    @api.model
    def _cron_resume(self):
        """Resume the deals whose day has come, each once, and remind their salespeople."""
        domain = self._get_due_domain(fields.Date.context_today(self))
        remaining = self.search_count(domain)
        while due := self.search(domain, limit=BATCH, order='deal_suspended_until, id'):
            due._resume_on_time()
            remaining = max(remaining - len(due), 0)
            if not self.env['ir.cron']._commit_progress(len(due), remaining=remaining):
                break

    @api.model
    def _get_due_domain(self, today):
        return Domain('deal_is_suspended', '=', True) & Domain('deal_suspended_until', '<=', today)

    def _resume_on_time(self):
        """Resume these deals, with an activity for whoever is responsible."""
        reminders = [lead._prepare_resume_activity() for lead in self]
        self._end_suspension()
        # No e-mail for each: they stand as due today in their users' menu of activities.
        activities = self.env['mail.activity'].with_context(mail_activity_quick_update=True)
        activities.create(list(filter(None, reminders)))

    def _prepare_resume_activity(self):
        """Prepare the activity that reminds of a deal that is resumed.

        :return: dictionary for ``mail.activity.create``; None where nobody is responsible
        """
        self.ensure_one()
        user = self.user_id or self.team_id.user_id
        if not user:
            return None
        lead = self.with_context(lang=user.lang)
        day = lead._format_day(self.deal_suspended_until)
        return {
            'activity_type_id': self.env['ir.model.data']._xmlid_to_res_id(
                'mail.mail_activity_data_todo', raise_if_not_found=True
            ),
            'summary': lead.env._("Take up again: suspended until %s", day),
            'note': plaintext2html(self.deal_suspended_reason or ''),
            'user_id': user.id,
            'date_deadline': fields.Date.context_today(self.with_user(user)),
            'res_model_id': self.env['ir.model']._get_id('crm.lead'),
            'res_id': self.id,
            'automated': True,
        }

    def _end_suspensions_of_closed(self, before):
        """Resume deals that were won, lost or restored.

        :param dict before: see :meth:`_follow_state_changes`
        """
        self.filtered(
            lambda lead: lead.deal_is_suspended and lead._is_suspension_over(before)
        )._end_suspension()

    def _is_suspension_over(self, before):
        """Tell whether the deal was won or lost, or comes back from the archive."""
        standing = before.get(self.id)
        is_revived = standing and not standing.active and self.active
        return self.won_status != 'pending' or is_revived
