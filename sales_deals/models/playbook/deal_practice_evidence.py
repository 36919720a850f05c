"""What has fulfilled a practice on a deal, in words, for whoever may see it."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from . import deal_practice  # noqa: F401 (extended below)


class DealPractice(models.Model):
    _inherit = 'deal.practice'

    def _get_evidence(self, lead):
        """Return what has fulfilled the practice on a deal, such as the meeting that was held.

        :param lead: a ``crm.lead`` that fulfils the practice
        :return: text; the meaning of the practice where the user may not see what it was
        """
        self.ensure_one()
        found = getattr(self, f'_find_{self.kind}')(lead)
        return ", ".join(filter(None, found)) or self.meaning

    def _find_first(self, model, domain, order=None):
        """Return the first record of a model that the user may see."""
        records = self.env[model].with_context(active_test=False)
        # Ours and Odoo's models have rules: what is not shown to the user is not told.
        if not records.has_access('read'):
            return records
        return records.search(domain, order=order, limit=1)

    def _find_tick(self, lead):
        tick = lead.deal_tick_ids.filtered(lambda tick: tick.practice_id == self)[:1]
        return tick.user_id.name, tick.date and format_date(self.env, tick.date), tick.note

    def _find_domain(self, _lead):
        return ()

    def _find_activity(self, lead):
        domain = [
            ('res_model', '=', 'crm.lead'),
            ('res_id', '=', lead.id),
            ('active', '=', False),
            ('activity_type_id', '=', self.activity_type_id.id),
        ]
        if self.outcome_id:
            domain.append(('deal_outcome_id', '=', self.outcome_id.id))
        done = self._find_first('mail.activity', domain, 'date_done desc')
        return (
            done.summary or done.activity_type_id.name,
            done.deal_outcome_id.name,
            done.date_done and format_date(self.env, done.date_done),
        )

    def _find_meeting(self, lead):
        meeting = self._find_first('calendar.event', [('opportunity_id', '=', lead.id)], 'start')
        return meeting.display_name, meeting.start and format_date(self.env, meeting.start)

    def _find_contact(self, lead):
        contacts = lead.deal_contact_ids.filtered(
            lambda contact: self.contact_role in (False, contact.role)
        )
        return contacts.mapped('display_name')

    def _find_competitor(self, lead):
        return lead.deal_competitor_ids.mapped('display_name')

    def _find_calculation(self, lead):
        return [lead.deal_chosen_variant_id.display_name]

    def _find_offer(self, lead):
        return [self._find_first('deal.offer', [('lead_id', '=', lead.id)]).display_name]

    def _find_file(self, lead):
        domain = Domain('res_model', '=', 'crm.lead') & Domain('res_id', '=', lead.id)
        return [self._find_first('ir.attachment', domain, 'id').name]

    def _find_mail(self, _lead):
        return ()
