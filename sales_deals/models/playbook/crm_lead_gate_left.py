"""What deals leave open when another team or process takes them, which asks for other practices."""

from odoo import models

from . import crm_lead_gate  # noqa: F401 (extended below)
from .crm_lead_gate import UNASKED


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    def _record_left(self, before):
        """Record what the stage that deals have left asks for, and nobody does any more.

        Nothing is asked: whoever takes a deal over need not know what was open.

        :param dict before: as for ``_check_gates``
        """
        if self.env.context.get('deal_gate') is UNASKED:
            return
        left = {}
        for lead in self:
            # As in `_get_open_since`.
            now = lead.sudo()._get_standing_in_process()
            if facts := self._get_left(before.get(lead.id), now):
                left[lead] = facts
        if still_open := self._without_fulfilled(left):
            self._record_overrides(still_open, 'team')

    def _get_left(self, before, now):
        """Return the practices that are asked for where a deal stood, and not any more.

        :param before: process, stage and team, as ``now``; None for a new deal
        :return: list of :class:`PracticeFacts`
        """
        if not before or not now[1] or before[::2] == now[::2]:
            return []
        process, stage, team = before
        return [
            fact
            for fact in self.env['deal.practice']._get_playbook().get_of_stage(stage, team)
            if fact.is_asked_to_leave()
            and not (fact.applies_to(now[2]) and (process == now[0] or stage == now[1]))
        ]
