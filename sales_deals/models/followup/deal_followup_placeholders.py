"""Placeholders in the texts of follow-ups: the same names as in offers."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.offer.placeholders import TAG, Fault, find_faults, find_names
from . import deal_followup  # noqa: F401 (extended below)


class DealFollowup(models.Model):
    _inherit = 'deal.followup'

    placeholder_help = fields.Html(compute='_compute_placeholder_help', string="Placeholders")

    def _compute_placeholder_help(self):
        names = self.env['crm.lead']._get_placeholder_labels()
        self.placeholder_help = self.env['ir.qweb']._render(
            'sales_deals.deal_offer_placeholders', {'placeholders': names}
        )

    @api.constrains('subject', 'body')
    def _check_placeholders(self):
        known = self.env['crm.lead']._get_placeholder_labels()
        templates = self.env['deal.offer.template']
        for followup in self:
            for name, faults in followup._find_faults(known).items():
                label = self._fields[name]._description_string(self.env)
                for fault in faults:
                    raise ValidationError(templates._get_fault_message(label, fault, known))

    def _find_faults(self, known):
        """Return the faults in the placeholders of each text.

        In a subject Odoo evaluates whatever stands between braces; in a body it sends it as it is,
        but for attributes of tags.
        """
        names = find_names(self.subject or '')
        return {
            'subject': [Fault('unknown', name) for name in names if name not in known],
            'body': find_faults(TAG.sub('', self.body or ''), known),
        }
