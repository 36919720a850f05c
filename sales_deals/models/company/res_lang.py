"""Whether the amounts of a language are grouped, which Odoo's Polish does not have."""

from odoo import api, models

from ...tools.language.numerals import NO_BREAK_SPACE

POLISH = 'pl_PL'


class ResLang(models.Model):
    _inherit = 'res.lang'

    @api.model
    def _get_polish(self):
        """Return the Polish language if it is installed."""
        return self.search([('code', '=', POLISH)])

    def _group_amounts(self, grouped):
        """Give languages the separator of ISO 80000-1, or take it back.

        A separator that somebody has chosen otherwise stays.
        """
        for lang in self:
            if grouped and not lang.thousands_sep:
                lang.thousands_sep = NO_BREAK_SPACE
            elif not grouped and lang.thousands_sep == NO_BREAK_SPACE:
                lang.thousands_sep = ''
