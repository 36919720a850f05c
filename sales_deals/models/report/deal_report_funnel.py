"""Sales funnel: how many deals reached each stage of a process, and what became of them."""

from typing import NamedTuple

from odoo import api, models

from . import deal_report  # noqa: F401 (extended below)


class Figures(NamedTuple):
    """Deals of one stage: how many, and what they are worth."""

    count: int = 0
    value: float = 0.0

    def __add__(self, other):
        return Figures(self.count + other.count, self.value + other.value)


class DealReport(models.Model):
    _inherit = 'deal.report'

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def get_picture(self, domain):
        """Return the funnel of each process that has deals.

        A deal has reached its stage and all stages before it, whether it was won, lost or goes on.

        :param list domain: on the report
        :return: dictionary of ``currency_id``, and ``sections``: dictionaries of a process with
            its ``rows``, see :meth:`_get_funnel_rows`
        """
        figures = {}
        aggregates = ['__count', 'value:sum']
        groups = self._read_group(domain, ['deal_process_id', 'stage_id', 'state'], aggregates)
        for process, stage, state, count, value in groups:
            found = figures.setdefault(process, {}).setdefault(stage, {})
            found[state == 'lost'] = found.get(state == 'lost', Figures()) + Figures(count, value)
        return {
            'currency_id': self.env.company.currency_id.id,
            'sections': [
                {
                    'id': process.id,
                    'name': process.display_name,
                    'rows': self._get_funnel_rows(process, figures[process]),
                }
                for process in self._sort_processes(figures)
            ],
        }

    @api.model
    def _sort_processes(self, processes):
        ids = [process.id for process in processes]
        ordered = (
            self.env['deal.process'].with_context(active_test=False).search([('id', 'in', ids)])
        )
        return [*ordered, *(process for process in processes if process not in ordered)]

    @api.model
    def _get_funnel_rows(self, process, figures):
        """Return a row for each stage of a process, in their order.

        :param dict figures: stage to a dictionary of whether deals are lost, to their figures
        :return: list of dictionaries: ``id`` and ``name`` of the stage; ``count`` and ``value`` of
            the deals that reached it; ``share`` of those that reached the first one;
            ``conversion``, the share of those that reached the one before; ``here`` and
            ``here_value`` of those that are there now; ``lost`` there; ``stage_ids`` of the deals
        """
        stages = self._get_funnel_stages(process, figures)
        rows, reached, ids = [], Figures(), []
        for stage in reversed(stages):
            found = figures.get(stage, {})
            here, lost = found.get(False, Figures()), found.get(True, Figures())
            reached, ids = reached + here + lost, [stage.id, *ids]
            rows.insert(0, self._prepare_funnel_row(stage, reached, here, lost, ids))
        for before, row in zip([None, *rows], rows, strict=False):
            row['share'] = row['count'] / rows[0]['count'] if rows[0]['count'] else 0.0
            if before and before['count']:
                row['conversion'] = row['count'] / before['count']
        return rows

    @api.model
    def _get_funnel_stages(self, process, figures):
        """Return the stages of a process; one of another process, or none, comes first."""
        stages = process._get_stages() if process else self.env['crm.stage']
        return [*(stage for stage in figures if stage not in stages), *stages]

    @api.model
    def _prepare_funnel_row(self, stage, reached, here, lost, stage_ids):
        return {
            'id': stage.id,
            'name': stage.display_name or self.env._("No stage"),
            'count': reached.count,
            'value': reached.value,
            'conversion': False,
            'here': here.count,
            'here_value': here.value,
            'lost': lost.count,
            'stage_ids': stage_ids,
        }
