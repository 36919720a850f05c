"""Scoring rules for duplicates."""

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ...tools import matching

#: Kinds of evidence; fields of the model and of :class:`sales_deals.tools.matching.Rules`.
FOR = (*matching.SUPPORTING, *matching.SAME_CONTENT)
AGAINST = (*matching.CONTRADICTING, *matching.OTHER_CONTENT)
#: All figures of :class:`sales_deals.tools.matching.Rules`.
FIGURES = (*FOR, *AGAINST, 'repeated', 'company_limit', 'needed', 'threshold', 'certain')


def _points(name, label, tip=None):
    default = getattr(matching.RULES, name)
    return fields.Float(string=label, default=default, required=True, digits=(4, 1), help=tip)


class DealMatchRules(models.Model):
    """A set of rules; one is in use, others can be tested. See :mod:`sales_deals.tools.matching`.

    A point doubles the odds that two deals are duplicates.
    """

    _name = 'deal.match.rules'
    _description = "Duplicate Rules"
    _inherit = ['deal.record']
    _order = 'is_used desc, name, id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(required=True, translate=True)
    is_used = fields.Boolean(string="In Use", readonly=True, copy=False)

    contact = _points('contact', "Same Contact", "The same person was chosen on both deals.")
    customer = _points('customer', "Same Customer", "The same company was chosen on both deals.")
    email = _points('email', "Same E-mail Address")
    phone = _points('phone', "Same Phone Number")
    tax_id = _points('tax_id', "Same Tax ID")
    person = _points(
        'person', "Alike Names of Persons", "For the same rare name; common names get fewer points."
    )
    company = _points(
        'company',
        "Alike Names of Companies",
        "For the same rare name; common names get fewer points.",
    )
    host = _points('host', "Same Website")
    role_email = _points('role_email', "Same Address of an Office", "Such as info@ or biuro@.")
    shared_phone = _points(
        'shared_phone', "Same Phone Number of Several Persons", "A switchboard, most likely."
    )
    domain = _points('domain', "Same Mail Domain", "Public mail providers never count.")
    city = _points('city', "Same City")
    tax_id_differs = _points('tax_id_differs', "Different Tax IDs")
    person_differs = _points('person_differs', "Different Persons")
    person_missing = _points('person_missing', "Person Known of One Only")
    script_differs = _points(
        'script_differs', "Names in Two Scripts", "Such as Latin and Persian: can't be compared."
    )
    company_differs = _points('company_differs', "Different Companies")
    city_differs = _points('city_differs', "Different Cities")
    subject = _points('subject', "Same Subject")
    value = _points('value', "Same Value")
    products = _points('products', "Same Products")
    soon = _points('soon', "Created within Three Days")
    subject_differs = _points('subject_differs', "Different Subjects")
    figures_differ = _points('figures_differ', "Different Numbers in the Subjects")
    value_differs = _points('value_differs', "Different Values")
    products_differ = _points('products_differ', "Different Products")
    process_differs = _points('process_differs', "Different Sales Processes")
    decision_differs = _points('decision_differs', "Decisions More than a Month Apart")
    later = _points('later', "Created Two Months Apart")
    much_later = _points('much_later', "Created Ten Months Apart")
    both_offered = _points('both_offered', "An Offer on Each")
    repeated = _points(
        'repeated',
        "Points for Another Deal",
        "From so many points against it on, two deals of one client are two and not one.",
    )
    company_limit = _points(
        'company_limit',
        "At Most for the Company",
        "Most points for what people of one company share, as colleagues are no duplicates.",
    )
    needed = _points('needed', "Points for Even Odds", "The points that mean a likeness of 50%.")
    threshold = fields.Float(
        string="Shown From",
        default=matching.RULES.threshold,
        required=True,
        digits=(3, 2),
        help="The least likeness of deals that are shown as duplicates.",
    )
    certain = fields.Float(
        string="Certain From",
        default=matching.RULES.certain,
        required=True,
        digits=(3, 2),
        help="The least likeness of deals that are merged automatically, where a company wants "
        "that. They have no evidence against them.",
    )
    ignored_ids = fields.One2many(
        'deal.match.ignored', 'rules_id', string="Ignored Values", copy=True
    )
    # Progress of the scan with these rules, written by SQL.
    scanned_until = fields.Datetime(readonly=True, copy=False)
    scan_position = fields.Integer(readonly=True, copy=False)
    scan_begun = fields.Datetime(readonly=True, copy=False)

    _used_once = models.UniqueIndex('(is_used) WHERE is_used')

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains(*FIGURES)
    def _check_figures(self):
        for rules in self:
            if not 0 < rules.threshold <= rules.certain <= 1:
                raise ValidationError(
                    self.env._(
                        "“Shown From” lies above 0%, and “Certain From” between it and 100%."
                    )
                )
            if any(rules[name] < 0 for name in FOR):
                raise ValidationError(self.env._("Evidence for a match can't have points below 0."))
            if any(rules[name] > 0 for name in AGAINST):
                raise ValidationError(
                    self.env._("Evidence against a match can't have points above 0.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        changes = set(vals) & {*FIGURES, 'ignored_ids', 'is_used'}
        result = super().write(vals)
        if changes:
            # Whoever may change the rules lets the next run scan anew; nobody enters how far it is.
            rules = super(DealMatchRules, self.sudo())
            rules.write({'scanned_until': False, 'scan_position': 0})
            self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for rules in self.filtered('is_used'):
            raise UserError(
                self.env._("“%s” are in use. Use other rules before you delete them.", rules.name)
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_use(self):
        """Use these rules from now on; the next run scans all deals again."""
        self.ensure_one()
        self.check_access('write')
        # Which rules are used is not entered: one set at a time is.
        rules = self.sudo()
        rules.search([('is_used', '=', True)]).is_used = False
        self.env.flush_all()
        rules.is_used = True
        # A manager may start the scan, but has no access to scheduled jobs.
        self.env.ref('sales_deals.ir_cron_deal_duplicate').sudo()._trigger()

    def action_test(self):
        """Open a comparison of what these rules and those in use find."""
        self.ensure_one()
        test = self.env['deal.match.test'].create({'rules_id': self.id})
        return test._get_action()

    @api.model
    def _get_used(self):
        return self.search([('is_used', '=', True)], limit=1)

    @api.model
    def _get_used_rules(self):
        """Return the :class:`sales_deals.tools.matching.Rules` in use, without weights of words."""
        return matching.RULES._replace(**self._get_used_values())

    @api.model
    @tools.ormcache()
    def _get_used_values(self):
        return self._get_used()._prepare_rules()

    def _prepare_rules(self):
        """Return figures and ignored values, as keywords of the named tuple of rules."""
        values = {name: self[name] for name in FIGURES} if self else {}
        ignored = list(filter(None, self.ignored_ids.mapped('key')))
        # Phones are compared by their ends, as the country is not always known.
        ends = [matching.phone_end(key) for key in ignored if key.startswith('+')]
        return {**values, 'ignored': frozenset((*ignored, *ends))}

    def _ignored_changed(self):
        """Scan all deals again."""
        self.env.registry.clear_cache()
        self._remember_scan()

    def _begin_scan(self):
        """Record the beginning of a full scan, unless one is resumed.

        :return: when the full scan began; later changes are compared after it
        """
        if not self.scan_position:
            self.env.cr.execute(
                SQL(
                    "UPDATE deal_match_rules SET scan_begun = %s WHERE id = ANY(%s)",
                    fields.Datetime.now(),
                    self.ids,
                )
            )
            self.invalidate_recordset(['scan_begun'])
        return self.scan_begun

    def _remember_scan(self, position=0, until=None):
        """Store the progress of the scan, by SQL: it is no change of the rules."""
        self.env.cr.execute(
            SQL(
                "UPDATE deal_match_rules SET scan_position = %s, scanned_until = %s"
                " WHERE id = ANY(%s)",
                position,
                until,
                self.ids,
            )
        )
        self.invalidate_recordset(['scan_position', 'scanned_until'])


class DealMatchIgnored(models.Model):
    """An address, domain or number that is no evidence, such as that of a switchboard."""

    _name = 'deal.match.ignored'
    _description = "Value Ignored by Duplicate Rules"
    _inherit = ['deal.record']
    _order = 'name, id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    rules_id = fields.Many2one('deal.match.rules', required=True, ondelete='cascade', index=True)
    name = fields.Char(
        string="Value",
        required=True,
        help="An e-mail address, a mail domain or website, a phone number or a tax ID.",
    )
    key = fields.Char(string="Understood As", compute='_compute_key', store=True)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('name')
    def _compute_key(self):
        for ignored in self:
            ignored.key = self._get_key(ignored.name or '') or False

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        ignored = super().create(vals_list)
        ignored.rules_id._ignored_changed()
        return ignored

    def write(self, vals):
        result = super().write(vals)
        self.rules_id._ignored_changed()
        return result

    def unlink(self):
        rules = self.rules_id
        result = super().unlink()
        rules._ignored_changed()
        return result

    @api.model
    def _get_key(self, text):
        """Return the normal form by which the value is recognised, '' for none."""
        country = self.env.company.country_id.code or ''
        keys = (
            matching.email_keys(text)
            or matching.phone_keys(text, [country])
            or [matching.tax_id_key(text, country) or matching.website_key(text)]
        )
        return keys[0]
