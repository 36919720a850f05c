"""Filters that say which deals fulfil a practice."""

import logging
from ast import literal_eval

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from . import deal_practice  # noqa: F401 (extended below)

_logger = logging.getLogger(__name__)

#: What is raised for a filter that can't be read, or that deals can't be searched by.
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    UserError,
    psycopg2.DataError,
    psycopg2.ProgrammingError,
)
#: Fields of a deal that say where it stands: filling them in would move it.
PLACES = frozenset(
    ('stage_id', 'deal_process_id', 'team_id', 'company_id', 'type', 'active', 'probability')
)
#: Types of fields that take more than a line to fill in: they are on the deal's form.
UNASKED_TYPES = frozenset(('one2many', 'html', 'binary', 'properties', 'json', 'reference'))
#: Fields of a deal that follow from its practices: none can ask for them in turn.
OF_PRACTICES = frozenset(('deal_progress', 'deal_needs_practices'))


class DealPractice(models.Model):
    _inherit = 'deal.practice'

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('kind', 'domain')
    def _check_domain(self):
        """Check that filters can be searched by, and ask for what everybody may see."""
        for practice in self.filtered(lambda practice: practice.kind == 'domain'):
            try:
                domain = self._parse_domain(practice.domain or '')
                searched = list(_iter_searched(self.env['crm.lead'], domain))
            except UNREADABLE as error:
                raise practice._prepare_unreadable() from error
            for model, name in searched:
                self._check_open_to_all(model, name)
            try:
                self._try_domain(domain, searched)
            except UNREADABLE as error:
                raise practice._prepare_unreadable() from error

    def _prepare_unreadable(self):
        return ValidationError(
            self.env._("The filter of the practice “%s” can't be read.", self.name)
        )

    @api.model
    def _check_open_to_all(self, model, name):
        """Check that a practice tells nobody what they may not see, such as a cost."""
        field = model._fields[name]
        if field.groups or name in getattr(model, '_deal_cost_fields', ()):
            raise ValidationError(
                self.env._(
                    "“%s” is not shown to all salespeople: a practice can't ask for it.",
                    field._description_string(self.env),
                )
            )

    @api.model
    def _try_domain(self, domain, searched):
        """Search deals by a filter, finding none: the database has to understand it, too."""
        if any(model._name == 'crm.lead' and name in OF_PRACTICES for model, name in searched):
            raise ValueError("A practice can't ask for practices")
        query = self._search_deals(domain)
        query.add_where(SQL("FALSE"))
        with self.env.cr.savepoint(flush=False):
            self.env.cr.execute(query.select(), log_exceptions=False)

    # ------------------------------------------------------------
    # TOOLING
    # ------------------------------------------------------------

    @api.model
    def _parse_domain(self, text):
        return Domain(literal_eval(text))

    @api.model
    def _search_deals(self, domain):
        """Return the query of all deals that a filter finds, whoever asks."""
        # Whether a deal fulfils a practice is the same for all who may see the deal.
        return self.env['crm.lead'].sudo().with_context(active_test=False)._search(domain)

    @api.model
    def _search_by_filter(self, text):
        """Return the query of the deals that a practice's filter finds.

        :return: ``Query``; None when it can't be read any more, as its field is gone
        """
        try:
            return self._search_deals(self._parse_domain(text))
        except UNREADABLE:
            _logger.info("No deal fulfils a practice whose filter can't be read: %s", text)
            return None

    def _get_asked_fields(self):
        """Return the names of the deal's own fields that filters of these practices ask for.

        Those that can be filled in; where a deal stands is no matter of a practice.
        """
        names = [
            condition.field_expr.partition('.')[0]
            for practice in self
            if practice.kind == 'domain'
            and self._search_by_filter(practice.domain or '') is not None
            for condition in self._parse_domain(practice.domain).iter_conditions()
        ]
        own = self.env['crm.lead']._fields
        return [name for name in dict.fromkeys(names) if _can_be_filled_in(own[name])]


def _iter_searched(model, domain):
    """Yield the models and names of fields that a domain searches by, nested ones too."""
    for condition in domain.iter_conditions():
        comodel = model
        for name in condition.field_expr.split('.'):
            yield comodel, name
            field = comodel._fields[name]
            if not field.relational:
                break
            comodel = comodel.env[field.comodel_name]
        if condition.operator.rstrip('!') in ('any', 'not any'):
            yield from _iter_searched(comodel, Domain(condition.value))


def _can_be_filled_in(field):
    """Tell whether the dialogue that asks for practices can ask for a field."""
    return not field.readonly and field.name not in PLACES and field.type not in UNASKED_TYPES
