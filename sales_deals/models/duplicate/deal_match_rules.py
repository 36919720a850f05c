"""By which rules deals are held for duplicates: points, thresholds, what is ignored."""

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ...tools import matching

#: What a point of evidence is called in the rules; fields of the model and of matching.Rules.
POINTS = (*matching.SUPPORTING, *matching.CONTRADICTING)
#: The figures that make up :class:`sales_deals.tools.matching.Rules`.
FIGURES = (*POINTS, 'company_limit', 'needed', 'threshold', 'certain')


def _points(name, label, tip=None):
    default = getattr(matching.RULES, name)
    return fields.Float(string=label, default=default, required=True, digits=(4, 1), help=tip)


class DealMatchRules(models.Model):
    """A set of rules; one is in use, others can be tried. See :mod:`sales_deals.tools.matching`.

    A point doubles the odds that two deals are one.
    """

    _name = 'deal.match.rules'
    _description = "Duplicate Rules"
    _order = 'is_used desc, name, id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(required=True, translate=True)
    is_used = fields.Boolean(string="In Use", readonly=True, copy=False)

    email = _points('email', "Same E-mail Address")
    phone = _points('phone', "Same Phone Number")
    tax_id = _points('tax_id', "Same Tax ID")
    person = _points(
        'person', "Alike Names of Persons", "For the same rare name; others have less."
    )
    company = _points(
        'company', "Alike Names of Companies", "For the same rare name; others have less."
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
    company_differs = _points('company_differs', "Different Companies")
    city_differs = _points('city_differs', "Different Cities")
    company_limit = _points(
        'company_limit',
        "At Most for the Company",
        "What all of a company share counts up to here: colleagues are no duplicates.",
    )
    needed = _points('needed', "Points for Even Odds", "So many points mean a likeness of 50 %.")
    threshold = fields.Float(
        string="Shown From",
        default=matching.RULES.threshold,
        required=True,
        digits=(3, 2),
        help="How likely deals are one at least to be shown.",
    )
    certain = fields.Float(
        string="Certain From",
        default=matching.RULES.certain,
        required=True,
        digits=(3, 2),
        help="How likely deals are one at least to be merged without a look, where a company wants"
        " that. Nothing may speak against it.",
    )
    ignored_ids = fields.One2many(
        'deal.match.ignored', 'rules_id', string="Ignored Values", copy=True
    )
    # How far the scan has come with these rules; kept out of the way of those who edit.
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
                    self.env._("What is shown and what is certain lie between 0 % and 100 %.")
                )
            if any(rules[name] < 0 for name in matching.SUPPORTING):
                raise ValidationError(self.env._("What speaks for a match has no points below 0."))
            if any(rules[name] > 0 for name in matching.CONTRADICTING):
                raise ValidationError(
                    self.env._("What speaks against a match has no points above 0.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        changes = set(vals) & {*FIGURES, 'ignored_ids', 'is_used'}
        if changes:
            vals = {**vals, 'scanned_until': False, 'scan_position': 0}
        result = super().write(vals)
        if changes:
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
        """Search by these rules from now on; the next run looks at all deals again."""
        self.ensure_one()
        self.search([('is_used', '=', True)]).is_used = False
        self.env.flush_all()
        self.is_used = True
        # Scanning is the system's: a manager may ask for it, not change the job.
        self.env.ref('sales_deals.ir_cron_deal_duplicate').sudo()._trigger()

    def action_test(self):
        """Open what these rules would find, and what those in use do."""
        self.ensure_one()
        test = self.env['deal.match.test'].create({'rules_id': self.id})
        return test._get_action()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_used(self):
        return self.search([('is_used', '=', True)], limit=1)

    @api.model
    def _get_used_rules(self):
        """The :class:`sales_deals.tools.matching.Rules` in use, without the rarity of words."""
        return matching.RULES._replace(**self._get_used_values())

    @api.model
    @tools.ormcache()
    def _get_used_values(self):
        return self._get_used()._prepare_rules()

    def _prepare_rules(self):
        """Figures and ignored values, as keywords of :class:`sales_deals.tools.matching.Rules`."""
        values = {name: self[name] for name in FIGURES} if self else {}
        return {**values, 'ignored': frozenset(filter(None, self.ignored_ids.mapped('key')))}

    def _ignored_changed(self):
        """Look at all deals again."""
        self.env.registry.clear_cache()
        self._remember_scan()

    def _begin_scan(self):
        """When the full scan has begun that begins now, or goes on where it was stopped.

        :return: moment since which changes are looked at after it
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
        """In SQL: how far the scan has come is no change of the rules."""
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
