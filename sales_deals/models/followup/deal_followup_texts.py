"""Which text a follow-up begins with: by what the clients were offered and what they answered."""

from odoo import api, models

from . import deal_followup  # noqa: F401 (extended below)

#: Templates for deals of one situation; the first one that there is, is taken.
TEMPLATES = {
    'none': ('reminder',),
    'sent': ('news',),
    'opened': ('opened', 'news'),
    'declined': ('win_back',),
    'expired': ('expired', 'win_back'),
}
#: True of all deals that are open.
NEUTRAL = ('reminder',)


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    @api.model
    def _get_template_for(self, leads):
        """Return the template that is true of each deal; none for those that have ordered.

        :param leads: ``crm.lead`` records
        :return: ``mail.template`` record
        """
        situations = {self._get_situation(lead) for lead in leads}
        if 'accepted' in situations:
            return self.env['mail.template']
        names = TEMPLATES[situations.pop()] if len(situations) == 1 else NEUTRAL
        return self._get_own_template(names)

    @api.model
    def _get_situation(self, lead):
        """Return what is known of a deal's last offer: a key of the templates, or 'accepted'."""
        if lead.won_status == 'won':
            return 'accepted'
        if lead.won_status == 'lost':
            return 'declined'
        seen = lead.deal_offer_ids.filtered(lambda offer: offer.state != 'draft')
        last = seen.sorted('id')[-1:]
        if not last:
            return 'none'
        state = last._get_page_state()
        state = last.state if state == 'open' else state
        # What was superseded has no offer in its place any more.
        return state if state in TEMPLATES or state == 'accepted' else 'none'

    @api.model
    def _get_own_template(self, names):
        """Return the first of our templates that was not deleted or archived."""
        for name in names:
            xmlid = f'sales_deals.mail_template_followup_{name}'
            template = self.env.ref(xmlid, raise_if_not_found=False)
            if template and template.active:
                return template
        return self.env['mail.template']
