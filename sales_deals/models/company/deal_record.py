"""What records of the addon have in common: what nobody enters, and what is kept."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import clean_context

from . import deal_row_guard  # noqa: F401 (inherited below)

#: The numbers of a deal are smaller: of larger ones, computers no longer know the last digits.
MAX_NUMBER = 1e15
#: Years of dates; others are slips, or of another calendar.
YEARS = range(1900, 2201)


def system(records):
    """Return records as superuser, for one known act, without defaults that a user may give.

    Whoever calls it has checked that the user may do what follows.
    """
    return records.sudo().with_context(clean_context(records.env.context))


def is_number(value):
    """Tell whether a value that a client has sent is a number that can be computed with."""
    # What is no number is not smaller than anything.
    return isinstance(value, int | float) and abs(value) < MAX_NUMBER


class DealRecord(models.AbstractModel):
    """Keep foreign values out of fields that say what has happened, and where a record belongs.

    Everybody can give defaults, by the context and as defaults of their own: they fill what a new
    record is not given, also one that our code makes as superuser.
    """

    _name = 'deal.record'
    _inherit = ['deal.row.guard']
    _description = "Record of Sales Deals"

    #: Fields that are given when a record is made, and kept: where it belongs.
    _deal_kept_fields = frozenset()
    #: Fields that users may enter, and that defaults don't fill.
    _deal_fields_without_defaults = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_places(vals_list)
        for vals in vals_list:
            self._check_finite(vals)
        return super(DealRecord, self._without_foreign_defaults()).create(vals_list)

    @api.depends_context('lang')
    def _compute_display_name(self):
        """Compute the name in each language: what a record is named after has several."""
        super()._compute_display_name()

    @api.model
    def default_get(self, fields):
        """Return defaults; of what nobody enters, the field's own."""
        prefix = 'default_'
        context = self.env.context
        self._check_finite(
            {n.removeprefix(prefix): context[n] for n in context if n.startswith(prefix)}
        )
        closed = {name for name in fields if self._takes_no_defaults(name)}
        values = super().default_get([name for name in fields if name not in closed])
        defaults = {name: self._get_own_default(name) for name in closed}
        # A user's own defaults fill what a new record is not given, too.
        self._check_finite(values)
        return {**values, **{n: value for n, value in defaults.items() if value is not None}}

    def onchange(self, values, field_names, fields_spec):
        """Check that the user may change what a record in a form is to belong to."""
        for name in () if self.env.su else self._deal_kept_fields & values.keys():
            if isinstance(values[name], int):
                self[name].browse(values[name] or ()).check_access('write')
        return super().onchange(values, field_names, fields_spec)

    def write(self, vals):
        self._check_kept(vals)
        self._check_finite(vals)
        result = super().write(vals)
        if 'company_id' in vals:
            # Odoo has looked where the records were, not where they have come to.
            self.check_access('write')
        return result

    def _copy_whole(self, default):
        """Copy also what the user may not see.

        What is given is written with the rights of the user, but for where the copies belong.

        :param dict default: as for ``copy``
        :return: the copies
        """
        given = dict(default or {})
        placed = {name: given.pop(name) for name in self._deal_kept_fields & given.keys()}
        self.check_access('read')
        self.browse().check_access('create')
        for name, record_id in placed.items():
            self[name].browse(record_id).check_access('write')
        whole = super(DealRecord, system(self))
        copies = whole.copy(placed).with_env(self.env)  # pylint: disable=super-method-mismatch
        copies.check_access('create')
        if given:
            copies.write(given)
        return copies

    @api.model
    def _check_places(self, vals_list):
        """Check that the user may change the deals that new records are for.

        First of all: what a deal has already must not be told by the error of a second one.
        """
        if 'lead_id' in self._deal_kept_fields and not self.env.su:
            default = self.env.context.get('default_lead_id')
            lead_ids = {vals.get('lead_id', default) for vals in vals_list}
            self.env['crm.lead'].browse(filter(None, lead_ids)).check_access('write')

    @api.model
    def _check_finite(self, vals):
        """Raise ValidationError for numbers and dates that nothing can be computed with."""
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or not value:
                continue
            if field.type in ('float', 'monetary', 'integer'):
                # Texts become numbers, too: 'nan' is one of them.
                number = float(value) if isinstance(value, str) else value
                is_known = is_number(number) and (field.type != 'integer' or abs(number) < 2**31)
                words = self.env._("“%(field)s” takes numbers of at most 15 digits.")
            elif field.type in ('date', 'datetime'):
                is_known = fields.Date.to_date(value).year in YEARS
                words = self.env._("“%(field)s” takes dates from 1900 to 2200.")
            else:
                continue
            if not is_known:
                raise ValidationError(words % {'field': field._description_string(self.env)})

    def _check_kept(self, vals):
        """Check that values change nothing that is kept.

        :raise AccessError: for whoever is not the superuser
        """
        kept = () if self.env.su else self._get_kept_fields() & vals.keys()
        for record in self if kept else ():
            for name in kept:
                if record._would_change(name, vals[name]):
                    raise AccessError(
                        self.env._(
                            "“%(field)s” of “%(record)s” is kept: make a new one where it belongs.",
                            field=self._fields[name]._description_string(self.env),
                            record=record.display_name,
                        )
                    )

    @api.model
    def _get_kept_fields(self):
        """Return the names of fields that nobody changes once they are given. To be extended."""
        return self._deal_kept_fields

    def _would_change(self, name, value):
        """Tell whether writing a value changes the record.

        :param str name: of a field
        :param value: as for ``write``
        """
        field = self._fields[name]
        new = field.convert_to_cache(value, self, validate=False)
        return new != field.convert_to_cache(self[name], self, validate=False)

    @api.model
    def _without_foreign_defaults(self):
        """Return the model without those defaults in the context that it does not take."""
        context = {
            key: value
            for key, value in self.env.context.items()
            if not (key.startswith('default_') and self._takes_no_defaults(key[8:]))
        }
        if len(context) == len(self.env.context):
            return self
        return self.with_env(self.env(context=context))

    @api.model
    def _takes_no_defaults(self, name):
        field = self._fields.get(name)
        return name in self._deal_fields_without_defaults or (
            field is not None and self._is_closed_by_deals(field)
        )

    @api.model
    def _get_own_default(self, name):
        """Return the default that a field itself has, as for ``create``; None where it has none."""
        field = self._fields[name]
        if not field.default:
            return None
        value = field.convert_to_cache(field.default(self), self, validate=False)
        return field.convert_to_write(value, self)
