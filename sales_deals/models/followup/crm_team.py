"""Follow-up templates of teams."""

from odoo import fields, models


class CrmTeam(models.Model):
    _inherit = 'crm.team'

    deal_followup_template_ids = fields.Many2many(
        'mail.template',
        'deal_followup_template_team_rel',
        'team_id',
        'template_id',
        string="Follow-Up Templates",
        domain=[('model', '=', 'crm.lead')],
        help="Follow-ups to the team's clients start with the first of these. Empty: as in all "
        "teams.",
    )

    def _get_followup_templates(self):
        """Return the templates of follow-ups that these teams share, in the order of preference.

        :return: ``mail.template``; none where a team has none of its own, or they share none
        """
        shared = self[:1].deal_followup_template_ids
        for team in self[1:]:
            shared &= team.deal_followup_template_ids
        return shared
