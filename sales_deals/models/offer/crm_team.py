"""Offer templates of teams."""

from odoo import fields, models


class CrmTeam(models.Model):
    _inherit = 'crm.team'

    deal_offer_template_ids = fields.Many2many(
        'deal.offer.template',
        'deal_offer_template_team_rel',
        'team_id',
        'template_id',
        string="Offer Templates",
        help="The team's new offers start with the first of these. Empty: the first template that "
        "is open to all teams.",
        # Others than salespeople may read teams, but no templates.
        groups='sales_team.group_sale_salesman',
    )
