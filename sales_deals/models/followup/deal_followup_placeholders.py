"""Placeholders in the texts of follow-ups: the same names as in offers."""

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import deal_followup  # noqa: F401 (extended below)

#: A name between braces, which is no expression of Odoo's.
NAME = re.compile(r'\{\{\s*([a-z_]+)\s*\}\}')


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
        for followup in self:
            for name in ('subject', 'body'):
                unknown = set(NAME.findall(followup[name] or '')) - known.keys()
                if unknown:
                    raise ValidationError(followup._get_unknown_message(name, unknown, known))

    def _get_unknown_message(self, name, unknown, known):
        return self.env._(
            "%(field)s: there is no placeholder “%(name)s”. You can use: %(known)s.",
            field=self._fields[name]._description_string(self.env),
            name=min(unknown),
            known=", ".join(f'{{{{{label}}}}}' for label in known),
        )
