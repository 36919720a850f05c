"""The country by which a company's phone numbers are read."""

from odoo import api, models, tools


class ResCompany(models.Model):
    _inherit = 'res.company'

    @api.model
    def _get_cached_fields(self):
        return super()._get_cached_fields() | {'country_id'}

    @tools.ormcache('self.id')
    def _get_match_country_code(self):
        """Return the country of phone numbers that name none; '' if the company has none."""
        return self.sudo().country_id.code or ''
