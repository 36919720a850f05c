"""Losses of deals: date, reason and competitor, and whether the deal was won back."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class DealLoss(models.Model):
    _name = 'deal.loss'
    _description = "Loss"
    _inherit = ['deal.record']
    _order = 'lost_on desc, id desc'
    _rec_name = 'lead_id'

    lead_id = fields.Many2one(
        'crm.lead',
        string="Deal",
        required=True,
        readonly=True,
        ondelete='cascade',
        index=True,
        context={'active_test': False},
    )
    company_id = fields.Many2one(related='lead_id.company_id', store=True)
    currency_id = fields.Many2one('res.currency', required=True, readonly=True)
    lost_on = fields.Datetime(required=True, readonly=True, index=True)
    lost_by_id = fields.Many2one('res.users', readonly=True)
    reason_id = fields.Many2one(
        'crm.lost.reason',
        string="Lost Reason",
        readonly=True,
        ondelete='restrict',
        index='btree_not_null',
    )
    category = fields.Selection(related='reason_id.deal_category', store=True, help='')
    note = fields.Html(string="Closing Note", readonly=True)
    competitor_id = fields.Many2one('res.partner', readonly=True, index='btree_not_null')
    competitor_name = fields.Char(
        string="Competitor's Name", compute='_compute_competitor_name', store=True
    )
    competitor_price = fields.Monetary(string="Competitor's Price", readonly=True, aggregator='avg')
    # How the deal stood when it was lost.
    deal_process_id = fields.Many2one('deal.process', string="Sales Process", readonly=True)
    stage_id = fields.Many2one('crm.stage', string="Stage Reached", readonly=True)
    user_id = fields.Many2one('res.users', string="Salesperson", readonly=True)
    team_id = fields.Many2one('crm.team', string="Sales Team", readonly=True)
    value = fields.Monetary(
        string="Lost Value", readonly=True, help="The expected revenue when the deal was lost."
    )
    probability = fields.Float(readonly=True, aggregator='avg')
    automated_probability = fields.Float(readonly=True, aggregator=None)
    # What followed.
    win_back_on = fields.Date(
        string="Win Back From",
        compute='_compute_win_back_on',
        store=True,
        help="From this day on, the deal is shown among those to win back.",
    )
    restored_on = fields.Datetime(readonly=True)
    restored_by_id = fields.Many2one('res.users', readonly=True)
    won_back_on = fields.Datetime(readonly=True, help="When the restored deal was won.")
    win_back_rate = fields.Float(
        string="Win-Back Rate",
        compute='_compute_win_back_rate',
        store=True,
        aggregator='avg',
        help="The share of losses after which the deal was restored and won.",
    )

    _unrestored_index = models.Index("(lead_id) WHERE restored_on IS NULL")

    @api.depends('lost_on', 'reason_id.deal_win_back_days')
    def _compute_win_back_on(self):
        for loss in self:
            days = loss.reason_id.deal_win_back_days
            loss.win_back_on = loss.lost_on + timedelta(days=days) if days else False

    @api.depends('competitor_id')
    def _compute_competitor_name(self):
        """Take the contact's name; without a contact, keep the name that was entered."""
        for loss in self:
            loss.competitor_name = loss.competitor_id.display_name or loss.competitor_name

    @api.depends('won_back_on')
    def _compute_win_back_rate(self):
        for loss in self:
            loss.win_back_rate = 1.0 if loss.won_back_on else 0.0

    def action_open_deal(self):
        self.ensure_one()
        return self.lead_id.get_formview_action()

    @api.model
    def _adopt_earlier_losses(self):
        """Record the losses of deals that were lost before the addon was installed.

        No deal is changed. Who lost it, and its probability before, are not known: they stay empty.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """INSERT INTO deal_loss (
                          lead_id, company_id, currency_id, lost_on, reason_id, category,
                          deal_process_id, stage_id, user_id, team_id, value, win_back_rate)
                   SELECT l.id, l.company_id, COALESCE(c.currency_id, %s),
                          COALESCE(l.date_closed, l.write_date, l.create_date, NOW()),
                          l.lost_reason_id, r.deal_category,
                          l.deal_process_id, l.stage_id, l.user_id, l.team_id, l.expected_revenue, 0
                     FROM crm_lead l
                LEFT JOIN res_company c ON c.id = l.company_id
                LEFT JOIN crm_lost_reason r ON r.id = l.lost_reason_id
                    WHERE l.won_status = 'lost' AND l.deal_merged_into_id IS NULL
                      AND NOT EXISTS (SELECT FROM deal_loss WHERE lead_id = l.id)""",
                self.env.company.currency_id.id,
            )
        )
        self.env.invalidate_all()

    def _is_manual(self):
        """Return whether a user had set the probability that the deal had before."""
        self.ensure_one()
        return round(self.probability - self.automated_probability, 2) != 0
