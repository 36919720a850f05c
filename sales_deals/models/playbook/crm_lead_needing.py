"""Deals in progress on a stage whose needed practices are open: found by one statement."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    deal_needs_practices = fields.Boolean(
        string="Needed Practices Are Open",
        compute='_compute_deal_needs_practices',
        search='_search_deal_needs_practices',
        compute_sudo=True,
        exportable=False,
        help="The deal is in progress, and practices of its stage are open that are needed.",
    )

    @api.depends('stage_id', 'team_id', 'deal_tick_ids', 'active', 'won_status')
    def _compute_deal_needs_practices(self):
        needing = self._origin._get_needing()
        for lead in self:
            lead.deal_needs_practices = lead._origin in needing

    @api.model
    def _search_deal_needs_practices(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = self._get_needing_domain()
        return Domain.OR([domain if wanted else ~domain for wanted in value])

    def _get_needing(self):
        """Return those of these deals whose stage needs what is open."""
        if not self.ids or not self._get_needed_facts():
            return self.browse()
        among = Domain('id', 'in', self.ids)
        return self.with_context(active_test=False).search(among & self._get_needing_domain(among))

    @api.model
    def _get_needed_facts(self):
        """Return the practices of all stages that are needed.

        :return: list of :class:`PracticeFacts`
        """
        practices = self.env['deal.practice']._get_playbook().practices
        return [
            fact for facts in practices.values() for fact in facts if fact.requirement == 'must'
        ]

    @api.model
    def _get_needing_domain(self, among=Domain.TRUE):
        """Return the domain of deals whose stage needs what is open.

        :param Domain among: which deals are asked about
        """
        facts = self._get_needed_facts()
        if not facts:
            return Domain.FALSE
        standing = (
            Domain('type', '=', 'opportunity')
            & Domain('stage_id', 'in', [fact.stage_id for fact in facts])
            & self._get_in_progress_domain()
        )
        return standing & Domain('id', 'in', self._get_needing_query(among & standing, facts))

    @api.model
    def _get_needing_query(self, domain, facts):
        """Return SQL of the deals of a domain on which one of some practices of its stage is open.

        :param facts: :class:`PracticeFacts` of the practices
        """
        # The rules of whoever asks apply to the deals that are found.
        leads = self.sudo()._search(domain).subselect()
        ids = tuple(fact.id for fact in facts)
        fulfilled = self.env['deal.practice'].sudo()._get_fact_query(SQL("IN %s", leads), facts)
        passed = self._get_passed_query(ids)
        return SQL(
            "(SELECT lead_id FROM ((%s) EXCEPT (%s) EXCEPT (%s)) AS still_open)",
            self._get_asked_query(leads, ids),
            fulfilled,
            passed,
        )

    @api.model
    def _get_asked_query(self, leads, practice_ids):
        """Return SQL of deals and those of some practices that their stages have for them."""
        self.flush_model(['stage_id', 'team_id'])
        self.env['deal.practice'].flush_model(['stage_id', 'team_ids'])
        return SQL(
            """SELECT lead.id AS lead_id, practice.id AS practice_id
                 FROM crm_lead AS lead
                 JOIN deal_practice AS practice ON practice.stage_id = lead.stage_id
                WHERE practice.id IN %s AND lead.id IN %s
                      AND (NOT EXISTS (SELECT FROM deal_practice_team_rel AS team
                                        WHERE team.practice_id = practice.id)
                           OR EXISTS (SELECT FROM deal_practice_team_rel AS team
                                       WHERE team.practice_id = practice.id
                                             AND team.team_id = lead.team_id))""",
            practice_ids,
            leads,
        )

    @api.model
    def _get_passed_query(self, practice_ids):
        """Return SQL of deals and those of some needed practices that were passed with a reason."""
        self.env['deal.practice.override'].flush_model(['way', 'requirement', 'practice_id'])
        return SQL(
            "SELECT lead_id, practice_id FROM deal_practice_override"
            " WHERE way = 'reason' AND requirement = 'must' AND practice_id IN %s",
            practice_ids,
        )
