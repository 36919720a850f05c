"""Imports of deals that meet another transaction."""

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    @api.model
    def load(self, fields, data):
        """Load records; leave it to the server to try again where another transaction disturbs.

        Odoo would tell the user of rows with errors: nothing is wrong with these.

        :raise ConcurrencyError: the server tries again
        """
        disturbances = []
        leads = self.with_context(deal_import_disturbances=disturbances)
        result = super(CrmLead, leads).load(fields, data)
        if disturbances:
            raise ConcurrencyError from disturbances[0]
        return result

    @api.model
    def _load_records(self, data_list, update=False):
        noted = self.env.context.get('deal_import_disturbances')
        if not isinstance(noted, list):
            return super()._load_records(data_list, update)
        try:
            leads = super()._load_records(data_list, update)
            self.env.cr.flush()
            return leads
        except (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY) as error:
            noted.append(error)
            raise
