"""Figures on a team's card: open business, this month, and twelve weeks of wins.

One statement counts all figures of any number of teams, of records that the user may see. A click
on a figure opens the records of the domain by which it was counted.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

from ...tools.language import persian
from ..company.lagging_replica import empty_if_missing

GROUP = 'sales_team.group_sale_salesman'
WEEKS = 12
#: Payment states that Odoo counts as invoiced by a team.
PAID = ('in_payment', 'paid', 'reversed')
INVOICES = ('out_invoice', 'out_refund', 'out_receipt')


def _count(string, **kwargs):
    return fields.Integer(string=string, compute='_compute_deal_figures', groups=GROUP, **kwargs)


def _amount(string, **kwargs):
    return fields.Monetary(
        string=string,
        compute='_compute_deal_figures',
        currency_field='deal_currency_id',
        groups=GROUP,
        **kwargs,
    )


class Figure(NamedTuple):
    """A figure of a team; amounts have a currency."""

    team_id: int
    name: str | int
    value: float
    currency_id: int | None = None


class Count(NamedTuple):
    """Figures that are counted from one query.

    :param records: an empty recordset of the model that is counted
    :param query: query of its records that the user may see
    :param columns: name of a figure to SQL: a count, or an amount to be summed up
    """

    records: models.BaseModel
    query: Query
    columns: dict


class CrmTeam(models.Model):
    _inherit = 'crm.team'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    deal_currency_id = fields.Many2one(
        'res.currency', string="Dashboard Currency", compute='_compute_deal_currency_id'
    )
    deal_open_count = _count("Open Deals")
    deal_open_amount = _amount(
        "Value of Open Deals", help="Expected revenue; suspended deals are left out."
    )
    deal_weighted_count = _count("Deals with Weighted Revenue")
    deal_weighted_amount = _amount(
        "Weighted Expected Revenue", help="Expected revenue times probability."
    )
    deal_quotation_count = _count("Quotations")
    deal_quotation_amount = _amount("Value of Quotations", help="Without tax.")
    deal_order_count = _count("Sales Orders This Month")
    deal_order_amount = _amount("Value of Sales Orders This Month", help="Without tax.")
    deal_overdue_count = _count("Overdue Activities")
    deal_idle_count = _count("Deals Without Next Step")
    deal_won_count = _count("Deals Won This Month")
    deal_won_amount = _amount("Won This Month")
    deal_invoiced_amount = _amount(
        "Paid Invoices This Month", help="Without tax, as in the invoicing target."
    )
    deal_won_weeks = fields.Json(
        string="Won in 12 Weeks",
        compute='_compute_deal_figures',
        groups=GROUP,
        help="Value of the deals won in each of the last twelve weeks, the oldest first.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('company_id')
    @api.depends_context('company')
    def _compute_deal_currency_id(self):
        for team in self:
            team.deal_currency_id = team.company_id._or_current().currency_id

    @api.depends('company_id')
    @api.depends_context('uid', 'allowed_company_ids', 'tz')
    def _compute_deal_figures(self):
        totals = self._origin._get_deal_totals()
        for team in self:
            team.update(team._prepare_deal_figures(totals[team._origin.id]))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_open_deal_open(self):
        return self._open_deal_figure('open')

    @api.readonly
    def action_open_deal_weighted(self):
        return self._open_deal_figure('weighted')

    @api.readonly
    def action_open_deal_quotation(self):
        return self._open_deal_figure('quotation')

    @api.readonly
    def action_open_deal_order(self):
        return self._open_deal_figure('order')

    @api.readonly
    def action_open_deal_overdue(self):
        return self._open_deal_figure('overdue')

    @api.readonly
    def action_open_deal_idle(self):
        return self._open_deal_figure('idle')

    @api.readonly
    def action_open_deal_won(self):
        return self._open_deal_figure('won')

    def _get_deal_figure_domain(self, name):
        """Return the domain of the records that a figure of these teams counts.

        :param str name: 'open', 'weighted', 'quotation', 'order', 'overdue', 'idle', 'won'
        :return: domain on the model of ``_get_deal_figure_action``
        """
        month = self._get_month_start()
        open_deals = self.env['crm.lead']._get_open_deals_domain()
        domains = {
            'open': open_deals,
            'weighted': open_deals & Domain('prorated_revenue', '>', 0),
            'quotation': Domain('state', 'in', ('draft', 'sent')),
            'order': Domain('state', '=', 'sale') & Domain('date_order', '>=', month),
            'idle': Domain('deal_is_without_next_step', '=', True),
            'won': self._get_won_deals_domain() & Domain('date_closed', '>=', month),
        }
        if name == 'overdue':
            today = fields.Date.context_today(self)
            return Domain('deal_team_id', 'in', self.ids) & Domain('date_deadline', '<', today)
        return Domain('team_id', 'in', self.ids) & domains[name]

    @api.model
    def _get_deal_figure_action(self, name):
        """Return the XML id of the action that shows a figure's records."""
        actions = {
            'quotation': 'sale.action_quotations_salesteams',
            'order': 'sale.action_orders_salesteams',
            'overdue': 'sales_deals.mail_activity_action_overdue',
        }
        return actions.get(name, 'crm.crm_lead_opportunities')

    @api.model
    def _get_won_deals_domain(self):
        return (
            Domain('type', '=', 'opportunity')
            & Domain('active', '=', True)
            & Domain('won_status', '=', 'won')
        )

    def _get_deal_totals(self):
        """Return all figures of these teams, of records that the user may see.

        :return: dict of team id to name of a figure, or number of a week, to its sum; amounts are
            in the team's currency, at today's rates
        """
        figures = list(self._read_deal_figures())
        rates = self._get_deal_rates(figures)
        factors = {team.id: rates.get(team.deal_currency_id.id) for team in self}
        totals = defaultdict(lambda: defaultdict(float))
        for figure in figures:
            own = figure.currency_id and factors[figure.team_id] / rates[figure.currency_id]
            totals[figure.team_id][figure.name] += figure.value * (own or 1.0)
        return totals

    def _get_deal_counts(self):
        """Return what is counted. Extend it to show more figures.

        :return: list of :class:`Count`
        """
        counts = [self._count_open(), self._count_idle(), self._count_won(), self._count_overdue()]
        if self.env['sale.order'].has_access('read'):
            counts.append(self._count_orders())
        if self.env['account.move'].has_access('read'):
            counts.append(self._count_invoices())
        return counts

    def _prepare_deal_figures(self, total):
        """Return the values of the fields.

        :param dict total: name of a figure, or number of a week, to its sum
        """
        currency = self.deal_currency_id
        values = {
            name: currency.round(total[name]) if field.type == 'monetary' else int(total[name])
            for name, field in self._fields.items()
            if field.compute == '_compute_deal_figures' and field.type != 'json'
        }
        weeks = [currency.round(total[week]) for week in range(WEEKS)]
        return {**values, 'deal_won_weeks': weeks}

    def _read_deal_figures(self):
        """Yield each :class:`Figure`, all from one statement.

        Its parts are united by UNION ALL, so that each has a plan of its own.
        """
        if not self.ids:
            return
        # Not flushed automatically, as they are joined by SQL.
        self.env['mail.activity'].flush_model(['res_model', 'res_id', 'active', 'date_deadline'])
        counts = self._get_deal_counts()
        parts = [self._select_sums(number, count) for number, count in enumerate(counts)]
        for number, team_id, currency_id, values in self.env.execute_query(
            SQL(" UNION ALL ").join(parts)
        ):
            for name, value in zip(counts[number].columns, values, strict=True):
                currency = None if str(name).endswith('_count') else currency_id
                yield Figure(team_id, name, value or 0.0, currency)

    def _select_sums(self, number, count):
        """Return a statement with rows of number, team, currency, list of sums."""
        records, query = count.records, count.query
        team = records._field_to_sql(records._table, 'team_id', query)
        if records._name == 'crm.lead':
            currency = records._field_to_sql(records._table, 'company_currency', query)
        else:
            company = query.join(records._table, 'company_id', 'res_company', 'id', 'company_id')
            currency = SQL.identifier(company, 'currency_id')
        sums = SQL(", ").join(
            column if str(name).endswith('_count') else SQL("sum(%s)", column)
            for name, column in count.columns.items()
        )
        query.groupby = SQL("2, 3")
        values = SQL("ARRAY[%s]::float8[]", sums)
        return SQL("(%s)", query.select(SQL("%s", number), team, currency, values))

    def _count_open(self):
        leads = self.env['crm.lead']
        query = leads._search(self._get_deal_figure_domain('open'))
        weighted = leads._field_to_sql(leads._table, 'prorated_revenue', query)
        columns = {
            'deal_open_count': SQL("count(*)"),
            'deal_open_amount': leads._field_to_sql(leads._table, 'expected_revenue', query),
            'deal_weighted_count': SQL("count(*) FILTER (WHERE %s > 0)", weighted),
            'deal_weighted_amount': weighted,
        }
        return Count(leads, query, columns)

    def _count_idle(self):
        leads = self.env['crm.lead']
        query = leads._search(self._get_deal_figure_domain('idle'))
        return Count(leads, query, {'deal_idle_count': SQL("count(*)")})

    def _count_won(self):
        """Count deals won since the month began, and in each of the last weeks."""
        leads = self.env['crm.lead']
        weeks = self._get_week_starts()
        won = self._get_won_deals_domain() & Domain('date_closed', '>=', weeks[0])
        query = leads._search(Domain('team_id', 'in', self.ids) & won)
        closed = leads._field_to_sql(leads._table, 'date_closed', query)
        value = leads._field_to_sql(leads._table, 'expected_revenue', query)
        in_month = SQL("%s >= %s", closed, self._get_month_start())
        columns = {
            'deal_won_count': SQL("count(*) FILTER (WHERE %s)", in_month),
            'deal_won_amount': SQL("CASE WHEN %s THEN %s END", in_month, value),
        }
        for week, (begin, end) in enumerate(pairwise([*weeks, datetime.max])):
            in_week = SQL("%s >= %s AND %s < %s", closed, begin, closed, end)
            columns[week] = SQL("CASE WHEN %s THEN %s END", in_week, value)
        return Count(leads, query, columns)

    def _count_overdue(self):
        """Count overdue activities by joining them to the visible leads and deals.

        Searching activities would fetch each of them to check its access.
        """
        leads = self.env['crm.lead']
        query = leads._search(Domain('team_id', 'in', self.ids))
        condition = SQL(
            "activity.res_model = 'crm.lead' AND activity.res_id = %s AND activity.active"
            " AND activity.date_deadline < %s",
            SQL.identifier(leads._table, 'id'),
            self._get_today(),
        )
        query.add_join('JOIN', 'activity', 'mail_activity', condition)
        return Count(leads, query, {'deal_overdue_count': SQL("count(*)")})

    def _count_orders(self):
        """Count quotations and this month's orders, at the rates of their dates."""
        orders = self.env['sale.order']
        domains = [self._get_deal_figure_domain(name) for name in ('quotation', 'order')]
        query = orders._search(Domain.OR(domains))
        is_order = SQL("%s = 'sale'", orders._field_to_sql(orders._table, 'state', query))
        amount = SQL(
            "%s / COALESCE(NULLIF(%s, 0), 1)",
            orders._field_to_sql(orders._table, 'amount_untaxed', query),
            orders._field_to_sql(orders._table, 'currency_rate', query),
        )
        columns = {
            'deal_quotation_count': SQL("count(*) FILTER (WHERE NOT %s)", is_order),
            'deal_quotation_amount': SQL("CASE WHEN NOT %s THEN %s END", is_order, amount),
            'deal_order_count': SQL("count(*) FILTER (WHERE %s)", is_order),
            'deal_order_amount': SQL("CASE WHEN %s THEN %s END", is_order, amount),
        }
        return Count(orders, query, columns)

    def _count_invoices(self):
        """Count this month's paid invoices that the user sees, as Odoo's own figure does."""
        moves = self.env['account.move']
        query = moves._search(
            Domain('team_id', 'in', self.ids)
            & Domain('move_type', 'in', INVOICES)
            & Domain('state', '=', 'posted')
            & Domain('payment_state', 'in', PAID)
            & Domain('date', '>=', self._get_first_of_month())
            & Domain('date', '<=', self._get_today())
        )
        amount = moves._field_to_sql(moves._table, 'amount_untaxed_signed', query)
        return Count(moves, query, {'deal_invoiced_amount': amount})

    def _get_deal_rates(self, figures):
        """Return today's rates of all currencies that occur; no query for a single one."""
        ids = {figure.currency_id for figure in figures if figure.currency_id}
        currencies = self.env['res.currency'].browse(ids) | self.deal_currency_id
        if len(currencies) == 1:
            return {currencies.id: 1.0}
        return currencies._get_rates(self.env.company, self._get_today())

    @empty_if_missing(bool)
    def _open_deal_figure(self, name):
        """Return the action that shows the records of a figure."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(self._get_deal_figure_action(name))
        figure = self._fields[f'deal_{name}_count']._description_string(self.env)
        title = f"{self.name}: {figure}"
        domain = list(self._get_deal_figure_domain(name))
        context = self._prepare_deal_figure_context(action['res_model'])
        return {
            **action,
            'name': title,
            'display_name': title,
            'domain': domain,
            'context': context,
        }

    def _prepare_deal_figure_context(self, model):
        """Return the context of a figure's action: no filters, the team as default."""
        contexts = {
            'crm.lead': {'default_type': 'opportunity', 'default_team_id': self.id},
            'sale.order': {'default_team_id': self.id},
            # Odoo's search of activities drops some after it has counted them.
            'mail.activity': {'force_search_count': 1, 'create': False},
        }
        return contexts[model]

    @api.model
    def _get_today(self):
        return fields.Date.context_today(self)

    @api.model
    def _get_month_start(self):
        """Return the first moment of the user's month, in UTC."""
        return self._get_moment(self._get_first_of_month())

    @api.model
    def _get_first_of_month(self, months=0):
        """Return the first day of the month of the user's calendar so many months after this."""
        today = self._get_today()
        if persian.is_persian(self.env.lang):
            return persian.first_of_month(today, months)
        return today + relativedelta(months=months, day=1)

    @api.model
    def _get_week_starts(self):
        """Return the first moments of the last weeks: seven days each, the last ends today.

        :return: list of :data:`WEEKS` datetimes, the oldest first
        """
        first = self._get_today() - timedelta(days=7 * WEEKS - 1)
        return [self._get_moment(first + timedelta(days=7 * week)) for week in range(WEEKS)]

    @api.model
    def _get_moment(self, day):
        """Return the beginning of a day where the user is, in UTC."""
        zone = pytz.timezone(self.env.context.get('tz') or self.env.user.tz or 'UTC')
        return (
            zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
        )
