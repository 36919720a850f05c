"""Records of merges that nobody will undo any more."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from . import deal_merge  # noqa: F401 (extended below)

#: Records that one step of the job removes.
BATCH = 500


class DealMerge(models.Model):
    _inherit = 'deal.merge'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _cron_purge(self):
        """Remove the records of merges that their company keeps no longer.

        What was merged stays as it is: the others archived, and leading to the survivor.
        """
        domain = self._get_purge_domain()
        while merges := self.search(domain, order='id', limit=BATCH):
            merges.unlink()
            remaining = self.search_count(domain)
            if not self.env['ir.cron']._commit_progress(len(merges), remaining=remaining):
                break

    @api.model
    def _get_purge_domain(self):
        """Merges that are too old for their company; those of deals without a company are kept as
        long as any company keeps its own."""
        companies = self.env['res.company'].search([])
        days = {company: company.deal_merge_keep_days for company in companies}
        old = [
            Domain('company_id', '=', company.id) & self._get_older_domain(kept)
            for company, kept in days.items()
            if kept
        ]
        if all(days.values()):
            old.append(
                Domain('company_id', '=', False) & self._get_older_domain(max(days.values()))
            )
        return Domain.OR(old)

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _get_older_domain(self, days):
        return Domain('create_date', '<', fields.Datetime.now() - timedelta(days=days))
