"""Imports of deals: stages by the names that they have in their process, and other transactions."""

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    @api.model
    def load(self, fields, data):
        """Load records, with stages of their processes.

        Leave it to the server to try again where another transaction disturbs: Odoo would tell the
        user of rows with errors, and nothing is wrong with these.

        :raise ConcurrencyError: the server tries again
        """
        fields, data = self._with_stages_of_processes(fields, data)
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

    @api.model
    def _with_stages_of_processes(self, fields, data):
        """Return columns and rows with ids of stages, where a process names which one is meant.

        Odoo would take the first stage of this name, of any process. What can't be found is left
        for Odoo to say.
        """
        if not {'stage_id', 'deal_process_id'} <= set(fields):
            return fields, data
        at_stage, at_process = fields.index('stage_id'), fields.index('deal_process_id')
        found = [self._find_stage(row[at_process], row[at_stage]) for row in data]
        if None in found:
            return fields, data
        columns = list(fields)
        columns[at_stage] = 'stage_id/.id'
        rows = [
            [*row[:at_stage], stage and str(stage.id), *row[at_stage + 1 :]]
            for row, stage in zip(data, found, strict=True)
        ]
        return columns, rows

    @api.model
    def _find_stage(self, process_name, stage_name):
        """Return the stage of a name in a process of a name.

        :return: ``crm.stage``, False if neither a process nor a stage is named; None if there is
            no such stage
        """
        if not stage_name:
            return False
        process = self.env['deal.process'].search([('name', '=', process_name)])
        named = process._get_stages().filtered(lambda stage: stage.name == stage_name)
        own = named.filtered('deal_process_id') or named
        return own[:1] if len(process) == 1 and own else None
