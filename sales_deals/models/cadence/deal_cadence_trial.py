"""Trying a cadence on a deal: all its messages with their days, before it begins."""

from odoo import models

from ..company.taken_back import taken_back
from . import deal_cadence  # noqa: F401 (extended below)


class DealCadence(models.Model):
    _inherit = 'deal.cadence'

    def _try(self, lead):
        """Return what the cadence would do on a deal if it began now; nothing stays of it.

        :param lead: ``crm.lead`` record that the user may read
        :return: list of dictionaries with the keys step, kind, due_on (None where it waits for an
            event), wait (of such an event, in words), email_to, subject and html
        """
        self.ensure_one()
        lead.check_access('read')
        with taken_back(self.env):
            return self._try_for_now(lead)

    def _try_for_now(self, lead):
        # Nothing of it stays; the user may read the deal.
        runs = self.env['deal.cadence.run'].sudo()
        run = runs.create(runs._prepare_trial(self, lead))
        since, rows = run.begun_on, []
        for step in run._get_steps():
            task = self.env['deal.cadence.task'].sudo()
            template = step._pick_template(run)
            task = task.create(
                {
                    'run_id': run.id,
                    'step_id': step.id,
                    'since': since,
                    'template_id': template.id,
                }
            )
            task._plan()
            since = task.due_on or since
            rows.append(task._prepare_trial_row())
        return rows
