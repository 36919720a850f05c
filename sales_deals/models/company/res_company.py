"""Settings of deals, by company."""

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError

#: Ways of dealing with open activities of a deal.
KEEP = ('keep', "Keep")
CANCEL = ('cancel', "Cancel")
#: Users who may switch the calculation of a company's deals on and off.
SETTINGS_GROUP = 'sales_deals.group_deal_settings'


class ResCompany(models.Model):
    _inherit = 'res.company'

    use_deal_calculation = fields.Boolean(
        string="Deals with Calculation",
        default=True,
        help="Deals are priced in a calculation and offered from it. If it is switched off, value "
        "and cost are entered by hand; variants and offers are kept, but hidden.",
    )
    deal_min_margin = fields.Float(
        string="Minimum Margin",
        digits=False,
        groups='sales_deals.group_show_costs',  # with it, refusals would tell costs
        help="Calculations below it need a manager's approval before they are offered. 0: off.",
    )

    deal_shows_changes = fields.Boolean(
        string="First Screen Links to What Changes",
        help="Administrators see a link to the page “What Changes With Sales Deals”.",
    )
    deal_hides_costs = fields.Boolean(
        string="Hide Odoo's Costs from Salespeople",
        default=True,
        help="Salespeople without the group “Show costs and margins” do not see costs of products "
        "and margins of orders either. Users who also work in inventory, purchase, manufacturing, "
        "points of sale, expenses or accounting see them.",
    )

    deal_persian_calendar = fields.Boolean(
        string="Persian Calendar",
        default=True,
        help="Users of Persian have the Persian calendar in all of Odoo: days, filters, groups and "
        "the calendar view.",
    )

    deal_shows_tomans = fields.Boolean(
        string="Rials as Tomans",
        help="On the screens of deals, amounts in Iranian rials are read and typed in tomans, of "
        "ten rials each. What is stored, orders and invoices stay in rials.",
    )
    deal_has_polish = fields.Boolean(
        string="Polish Is Installed", compute='_compute_deal_groups_polish'
    )
    deal_groups_polish = fields.Boolean(
        string="Group Polish Amounts",
        compute='_compute_deal_groups_polish',
        inverse='_inverse_deal_groups_polish',
        help="Users of Polish read 1 234 567,50 instead of 1234567,50, in all of Odoo and all "
        "companies.",
    )

    deal_merge_policy = fields.Selection(
        [
            ('oldest', "Into the oldest deal; nothing is deleted, and it can be undone"),
            ('odoo', "As Odoo does: into the most advanced one, the others are deleted"),
        ],
        string="Merging Deals",
        default='oldest',
        required=True,
    )
    deal_merge_keep_days = fields.Integer(
        string="Days to Undo a Merge",
        help="Merges older than this can no longer be undone; what was merged stays merged. 0:"
        " they can always be undone.",
    )

    deal_merge_automatic = fields.Boolean(
        string="Merge Certain Duplicates Automatically",
        help="Only deals that are the same beyond doubt. Each merge can be undone.",
    )

    deal_loss_reason_required = fields.Boolean(
        string="Reason for Each Loss",
        default=True,
        help="Deals can't be marked as lost without a reason, in any way.",
    )

    deal_activities_lost = fields.Selection(
        [KEEP, CANCEL, ('move', "Move to its win-back day")],
        string="Activities of Lost Deals",
        default='cancel',
        required=True,
    )
    deal_activities_won = fields.Selection(
        [KEEP, CANCEL], string="Activities of Won Deals", default='keep', required=True
    )
    deal_activities_suspended = fields.Selection(
        [KEEP, CANCEL, ('move', "Move to its day")],
        string="Activities of Suspended Deals",
        default='keep',
        required=True,
    )
    deal_activities_merged = fields.Selection(
        [('move', "Move to the other deal"), CANCEL],
        string="Activities of Merged Deals",
        default='move',
        required=True,
    )

    def _compute_deal_groups_polish(self):
        polish = self.env['res.lang']._get_polish()
        self.deal_has_polish = bool(polish)
        self.deal_groups_polish = bool(polish.thousands_sep)

    def _inverse_deal_groups_polish(self):
        for company in self:
            self.env['res.lang']._get_polish()._group_amounts(company.deal_groups_polish)

    @api.constrains('deal_min_margin')
    def _check_deal_min_margin(self):
        for company in self:
            company._check_margin(company.deal_min_margin)

    @api.constrains('deal_merge_keep_days')
    def _check_deal_merge_keep_days(self):
        if any(company.deal_merge_keep_days < 0 for company in self):
            raise ValidationError(
                self.env._("The days to undo a merge are 0 (for ever) or a positive number.")
            )

    @api.model
    def _begin_as_odoo(self):
        """Let all companies begin with Odoo's rules, until somebody chooses the addon's."""
        # Only an installation calls this, and it writes these settings alone.
        companies = self.sudo().with_context(active_test=False).search([])
        companies.write({**self._prepare_odoo_rules(), 'deal_shows_changes': True})

    @api.model
    def _prepare_odoo_rules(self):
        """Prepare the settings by which Odoo's records behave as without the addon.

        Merging is not among them: that nothing is lost is what the addon is for.
        """
        return {
            'deal_activities_lost': 'keep',
            'deal_hides_costs': False,
            'deal_loss_reason_required': False,
            'deal_persian_calendar': False,
        }

    @api.model
    def _prepare_own_rules(self):
        """Prepare the addon's own ways for what `_prepare_odoo_rules` sets, and for merging."""
        names = [*self._prepare_odoo_rules(), 'deal_merge_policy']
        return self.default_get(names)

    def _or_current(self):
        """Return this company, or the user's current one where it is empty.

        Its settings apply to what belongs to no company.
        """
        return self or self.env.company

    @api.model
    def _get_cached_fields(self):
        """Return the names of the fields that cached methods read. To be extended."""
        return {'use_deal_calculation'}

    @api.model
    @tools.ormcache()
    def _get_without_calculation(self):
        """Return the ids of the companies whose deals have no calculation, as a tuple."""
        companies = self.sudo().with_context(active_test=False)
        return tuple(companies.search([('use_deal_calculation', '=', False)]).ids)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get('use_deal_calculation', True):
                self._check_may_switch_calculation()
        companies = super().create(vals_list)
        if companies.filtered(lambda company: not company.use_deal_calculation):
            self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        if 'use_deal_calculation' in vals:
            wanted = bool(vals['use_deal_calculation'])
            if any(company.use_deal_calculation != wanted for company in self):
                self._check_may_switch_calculation()
        result = super().write(vals)
        if vals.keys() & self._get_cached_fields():
            self.env.registry.clear_cache()
        if 'use_deal_calculation' in vals:
            self._after_calculation_switch()
            # What was read before may be hidden now.
            self.env.invalidate_all()
        return result

    def _after_calculation_switch(self):
        """Do what follows when companies switch the calculation of their deals on or off.

        To be extended.
        """

    @api.model
    def _check_may_switch_calculation(self):
        """Check that the user may switch the calculation on and off.

        :raise AccessError: if not
        """
        if not self.env.su and not self.env.user.has_group(SETTINGS_GROUP):
            raise AccessError(
                self.env._(
                    "Only users of the group “Deals: settings” may switch the calculation of "
                    "deals on or off."
                )
            )

    @api.model
    def _check_margin(self, margin):
        """Raise ValidationError for what can't be a minimum margin, a ratio: 0.3 is 30 %."""
        if not 0 <= margin < 1:
            raise ValidationError(self.env._("A minimum margin lies between 0% (off) and 100%."))
