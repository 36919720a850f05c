"""Addresses, domains and numbers that say nothing about who somebody is."""

from odoo import api, fields, models

from ...tools import matching


class DealMatchIgnored(models.Model):
    _name = 'deal.match.ignored'
    _description = "Value Ignored by Duplicate Rules"
    _order = 'name, id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    rules_id = fields.Many2one('deal.match.rules', required=True, ondelete='cascade', index=True)
    name = fields.Char(
        string="Value",
        required=True,
        help="An e-mail address, a mail domain or website, a phone number or a tax ID.",
    )
    key = fields.Char(string="Understood As", compute='_compute_key', store=True)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('name')
    def _compute_key(self):
        for ignored in self:
            ignored.key = self._get_key(ignored.name or '') or False

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        ignored = super().create(vals_list)
        ignored.rules_id._ignored_changed()
        return ignored

    def write(self, vals):
        result = super().write(vals)
        self.rules_id._ignored_changed()
        return result

    def unlink(self):
        rules = self.rules_id
        result = super().unlink()
        rules._ignored_changed()
        return result

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _get_key(self, text):
        """The normal form by which the value is recognised, '' for none."""
        country = self.env.company.country_id.code or ''
        keys = (
            matching.email_keys(text)
            or matching.phone_keys(text, [country])
            or [matching.tax_id_key(text, country) or matching.website_key(text)]
        )
        return keys[0]
