"""Practices of deals: which are fulfilled, and the progress of a deal in its stage."""

from odoo import api, fields, models
from odoo.tools import format_datetime

from ...fields import Ratio


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_tick_ids = fields.One2many('deal.practice.tick', 'lead_id', string="Ticked Practices")
    deal_progress = Ratio(
        string="Progress",
        compute='_compute_deal_progress',
        compute_sudo=True,
        help="The share of the stage's practices that are fulfilled, by their weights; empty where"
        " it has none.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('stage_id', 'team_id', 'deal_tick_ids')
    def _compute_deal_progress(self):
        practices = self._origin._get_practices()
        self.deal_progress = False
        for lead in self:
            facts, fulfilled = practices.get(lead._origin, ([], set()))
            if facts:
                lead.deal_progress = self._get_share(facts, fulfilled)

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

    @api.model
    def _get_share(self, facts, fulfilled):
        """Return the share of practices that are fulfilled, by their weights."""
        done = sum(fact.weight for fact in facts if fact.id in fulfilled)
        whole = sum(fact.weight for fact in facts)
        return done / whole if whole else False

    def tick_deal_practice(self, practice_id, note=False):
        """Record that the user has done a practice on this deal; again: take it back.

        :param int practice_id: of a practice that is ticked by hand
        """
        self.ensure_one()
        self.check_access('write')
        tick = self.deal_tick_ids.filtered(lambda tick: tick.practice_id.id == practice_id)
        if tick and note is False:
            self._take_tick_back(tick)
        elif tick:
            tick.note = note
        else:
            self.env['deal.practice.tick'].create(
                {'lead_id': self.id, 'practice_id': practice_id, 'note': note}
            )
        return True

    def _take_tick_back(self, tick):
        """Remove a tick; who had done it, when and how, stays in the chatter."""
        told = self.env._(
            "“%(practice)s” is open again. Ticked before by %(user)s on %(date)s.",
            practice=tick.practice_id.name,
            # A colleague may be of a company that the user does not see.
            user=tick.sudo().user_id.name,
            date=format_datetime(self.env, tick.date),
        )
        note = tick.note and self.env._("Note: %s", tick.note)
        tick.unlink()
        self._message_log(body=f"{told} {note}" if note else told)
