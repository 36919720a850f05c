"""Practices of deals: which are fulfilled, and the progress of a deal in its stage."""

from odoo import api, fields, models


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_tick_ids = fields.One2many('deal.practice.tick', 'lead_id', string="Ticked Practices")
    deal_progress = fields.Float(
        string="Progress",
        compute='_compute_deal_progress',
        compute_sudo=True,
        aggregator=None,
        help="The share of the stage's practices that are fulfilled, by their weights.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('stage_id', 'team_id', 'deal_tick_ids')
    def _compute_deal_progress(self):
        for lead, (facts, fulfilled) in self._origin._get_practices().items():
            done = sum(fact.weight for fact in facts if fact.id in fulfilled)
            whole = sum(fact.weight for fact in facts)
            self.browse(lead.id).deal_progress = done / whole if whole else 0.0

    # ------------------------------------------------------------
    # PRACTICES
    # ------------------------------------------------------------

    def _get_practices(self):
        """Return the practices of each deal's stage, and which of them it fulfils.

        :return: dictionary of a deal to a list of :class:`PracticeFacts` and a set of their ids
        """
        playbook = self.env['deal.practice']._get_playbook()
        facts = {
            lead: playbook.get_of_stage(lead.stage_id.id, lead.team_id.id)
            if lead.type == 'opportunity'
            else []
            for lead in self
        }
        asked = {fact for of_deal in facts.values() for fact in of_deal}
        fulfilled = self.env['deal.practice']._get_fulfilled(self, asked) if asked else {}
        return {lead: (facts[lead], fulfilled.get(lead.id, set())) for lead in self}

    def tick_deal_practice(self, practice_id, note=False):
        """Record that the user has done a practice on this deal; again: take it back.

        :param int practice_id: of a practice that is ticked by hand
        """
        self.ensure_one()
        self.check_access('write')
        tick = self.deal_tick_ids.filtered(lambda tick: tick.practice_id.id == practice_id)
        if tick and note is False:
            tick.unlink()
        elif tick:
            tick.note = note
        else:
            self.env['deal.practice.tick'].create(
                {'lead_id': self.id, 'practice_id': practice_id, 'note': note}
            )
        return True
