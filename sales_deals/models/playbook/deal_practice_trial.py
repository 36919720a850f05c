"""Try a playbook on a deal: what would it ask, and what is fulfilled already."""

from odoo import api, fields, models


class DealPracticeTrial(models.TransientModel):
    _name = 'deal.practice.trial'
    _description = "Try a Playbook on a Deal"
    _inherit = ['deal.dialogue']

    deal_process_id = fields.Many2one('deal.process', string="Sales Process", required=True)
    lead_id = fields.Many2one(
        'crm.lead',
        string="Deal",
        domain="[('type', '=', 'opportunity'), ('deal_process_id', '=', deal_process_id)]",
    )
    stage_id = fields.Many2one(
        'crm.stage',
        string="Going To",
        compute='_compute_stage_id',
        store=True,
        readonly=False,
        domain="[('deal_process_id', 'in', [False, deal_process_id])]",
    )
    result = fields.Html(compute='_compute_result', sanitize=False)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('lead_id', 'deal_process_id')
    def _compute_stage_id(self):
        """Propose the way to winning the deal."""
        for trial in self:
            stages = trial.deal_process_id._get_stages()
            trial.stage_id = stages.filtered('is_won')[:1] or stages[-1:]

    @api.depends('lead_id', 'stage_id')
    @api.depends_context('lang', 'uid')
    def _compute_result(self):
        for trial in self:
            values = trial._prepare_result() if trial.lead_id and trial.stage_id else {}
            trial.result = values and self.env['ir.qweb']._render(
                'sales_deals.deal_practice_trial_result', values
            )

    # ------------------------------------------------------------
    # TOOLING
    # ------------------------------------------------------------

    def _prepare_result(self):
        """Return what the result shows: stages on the way, with their practices."""
        self.ensure_one()
        lead = self.lead_id._origin or self.lead_id
        lead.check_access('read')
        playbook, team = self.env['deal.practice']._get_playbook(), lead.team_id.id
        way = playbook.get_way(self.deal_process_id.id, team, lead.stage_id.id, self.stage_id.id)
        facts = playbook.get_on_way(way, team)
        fulfilled = self.env['deal.practice']._get_fulfilled(lead, facts)[lead.id]
        rows = [
            self._prepare_row(lead, fact.id in fulfilled, way.asks_for(fact), fact.id)
            for fact in facts
        ]
        asked = [row['requirement'] for row in rows if row['is_in_the_way']]
        stages = self.env['crm.stage'].browse(
            dict.fromkeys(row['practice'].stage_id.id for row in rows)
        )
        return {
            'stages': [
                (stage.name, [row for row in rows if row['practice'].stage_id == stage])
                for stage in stages
            ],
            'asked_count': len(asked),
            'summary': self._get_summary(lead, len(asked), asked.count('must')),
        }

    def _get_summary(self, lead, asked_count, must_count):
        if not asked_count:
            return self.env._("%s would be asked for nothing on this way.", lead.display_name)
        return self.env._(
            "%(deal)s would be asked for practices: %(asked)s, of which needed: %(needed)s.",
            deal=lead.display_name,
            asked=asked_count,
            needed=must_count,
        )

    def _prepare_row(self, lead, is_fulfilled, is_asked, practice_id):
        practice = self.env['deal.practice'].browse(practice_id)
        return {
            'practice': practice,
            'requirement': practice.requirement,
            'requirement_label': practice._get_label('requirement'),
            'is_fulfilled': is_fulfilled,
            'is_in_the_way': is_asked and not is_fulfilled,
            'evidence': practice._get_evidence(lead) if is_fulfilled else practice.meaning,
        }
