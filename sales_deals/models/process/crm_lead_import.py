"""Imports of deals: by their numbers, with stages of their process, beside other transactions."""

from functools import cache

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    @api.model
    def load(self, fields, data):
        """Load records; rows with number and name of a deal change it, stages are of its process.

        Leave it to the server to try again where another transaction disturbs: Odoo would tell the
        user of rows with errors, and nothing is wrong with these.

        :raise ConcurrencyError: the server tries again
        """
        found, messages = self._find_numbered(fields, data)
        if messages:
            return {'ids': False, 'messages': messages, 'nextrow': 0}
        fields, data = self._with_stages_of_processes(fields, data, found)
        if any(found):
            ids = [str(lead.id or '') for lead in found]
            fields, data = ['.id', *fields], [[i, *row] for i, row in zip(ids, data, strict=True)]
        disturbances = []
        leads = self.with_context(deal_import_disturbances=disturbances)
        if any(not lead.active for lead in found if lead):
            # Odoo takes archived deals for unknown.
            leads = leads.with_context(active_test=False)
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

    # Deals that rows name by their numbers

    @api.model
    def _find_numbered(self, fields, data):
        """Return the deals that rows name by number and name, where no column has ids.

        :return: list of ``crm.lead``, one for each row, and list of messages on rows that name
            none though their number is taken
        """
        none = self.browse()
        if 'deal_number' not in fields or {'id', '.id'} & set(fields):
            return [none] * len(data), []
        at_number = fields.index('deal_number')
        known = self._search_numbered([row[at_number].strip() for row in data if row[at_number]])
        found, messages = [], []
        for place, row in enumerate(data):
            lead = known.get((row[at_number] or '').strip(), none)
            if lead and 'name' in fields and lead.name != (row[fields.index('name')] or '').strip():
                messages.append(self._prepare_number_message(lead, place))
            found.append(lead)
        return found, messages

    @api.model
    def _search_numbered(self, numbers):
        """Return the deals of the user's companies with these numbers, by number."""
        leads = self.with_context(active_test=False).search([('deal_number', 'in', numbers)])
        # Of other companies that the user works for, numbers are not meant.
        here = leads.filtered(lambda lead: not lead.company_id - self.env.companies)
        by_number = here.grouped('deal_number')
        return {number: same for number, same in by_number.items() if len(same) == 1}

    @api.model
    def _prepare_number_message(self, lead, place):
        """Return the error of a row whose number is that of a deal of another name."""
        return {
            'type': 'error',
            'record': place,
            'rows': {'from': place, 'to': place},
            'field': 'deal_number',
            'message': self.env._(
                "%(number)s is the number of “%(deal)s”. To change that deal, import its name with"
                " the number, or its External ID. For a new deal, leave the number empty.",
                number=lead.deal_number,
                deal=lead.name,
            ),
        }

    # Stages

    @api.model
    def _with_stages_of_processes(self, fields, data, leads):
        """Return columns and rows with ids of stages, where it is clear which one is meant.

        Odoo would take the first stage of this name, of any process. What can't be found is left
        for Odoo to say.

        :param leads: list of ``crm.lead``, for each row the deal that it is about, if that is known
        """
        if 'stage_id' not in fields:
            return fields, data
        at_stage = fields.index('stage_id')
        rows = (dict(zip(fields, row, strict=True)) for row in data)
        # Rows are many, processes are few.
        find_process, find_stage = cache(self._find_process), cache(self._find_stage)
        found = [
            find_stage(
                self._find_process_of_deal(lead, row)
                or find_process(row.get('deal_process_id'), row.get('team_id')),
                row['stage_id'],
            )
            for lead, row in zip(leads, rows, strict=True)
        ]
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
    def _find_stage(self, process, name):
        """Return the stage of a name in a process.

        :return: ``crm.stage``, False for no name; None if there is no such stage
        """
        if not name:
            return False
        named = process._get_stages().filtered(lambda stage: stage.name == name)
        own = named.filtered('deal_process_id') or named
        return own[:1] if len(process) == 1 and own else None

    @api.model
    def _find_process(self, name, team_name):
        """Return the process of a name; without a column of names, that of a team's new deals."""
        if name is not None:
            return self.env['deal.process'].search([('name', '=', name)])
        team = self.env['crm.team'].search([('name', '=', team_name or '')], limit=1)
        return self.new({'team_id': team.id}).deal_process_id._origin

    @api.model
    def _find_process_of_deal(self, lead, row):
        """Return the process of the deal that a row is about, unless the row names one."""
        known = lead or self._find_imported(row)
        return self.env['deal.process'] if 'deal_process_id' in row else known.deal_process_id

    @api.model
    def _find_imported(self, row):
        """Return the deal whose External ID or database id a row has."""
        if row.get('id'):
            lead = self.env.ref(row['id'], raise_if_not_found=False)
            return lead if lead and lead._name == self._name else self.browse()
        is_id = (row.get('.id') or '').isdecimal()
        return self.browse(int(row['.id'])).exists() if is_id else self.browse()
