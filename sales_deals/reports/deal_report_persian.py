"""Months and quarters of the Persian calendar, by which Persian users group reports."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import jalali


class DealReportPersianMixin(models.AbstractModel):
    _name = 'deal.report.persian.mixin'
    _description = "Report by the Persian Calendar"
    _auto = False

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @property
    def _table_query(self):
        """The report with a month and a quarter for each of its dates.

        The database merges it with the report's own query: columns that are not asked for cost
        nothing.
        """
        columns = {}
        for name, day in self._get_persian_days().items():
            columns[f'{name}_persian_month'] = jalali.month(day)
            columns[f'{name}_persian_quarter'] = jalali.quarter(day)
        return SQL(
            "SELECT report.*, %s FROM (%s) AS report",
            self._select_columns(columns),
            super()._table_query,
        )

    def _get_view(self, view_id=None, view_type='form', **options):
        """Persian users' pivots and graphs are by months of their calendar."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type in ('pivot', 'graph') and (self.env.lang or '').startswith('fa'):
            for node in arch.iterfind('field[@interval]'):
                name = f"{node.get('name')}_persian_{node.get('interval')}"
                if name in self._fields:
                    node.set('name', name)
                    del node.attrib['interval']
        return arch, view

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_persian_days(self):
        """The dates that have a month and a quarter.

        To be extended together with the fields ``..._persian_month`` and ``..._persian_quarter``.

        :return: dictionary of a field's name to SQL of its day, of columns of ``report``
        """
        return {}

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    @api.model
    def _get_local_day(self, name):
        """The user's day of a moment."""
        zone = self.env.context.get('tz') or self.env.user.tz or 'UTC'
        moment = SQL.identifier('report', name)
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", moment, zone)


class DealReport(models.Model):
    _name = 'deal.report'
    _inherit = ['deal.report.persian.mixin', 'deal.report']

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    create_date_persian_month = fields.Char(string="Creation, Persian Month", readonly=True)
    create_date_persian_quarter = fields.Char(string="Creation, Persian Quarter", readonly=True)
    date_deadline_persian_month = fields.Char(string="Decision, Persian Month", readonly=True)
    date_deadline_persian_quarter = fields.Char(string="Decision, Persian Quarter", readonly=True)
    date_closed_persian_month = fields.Char(string="Closed, Persian Month", readonly=True)
    date_closed_persian_quarter = fields.Char(string="Closed, Persian Quarter", readonly=True)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_persian_days(self):
        return {
            **super()._get_persian_days(),
            'create_date': self._get_local_day('create_date'),
            'date_deadline': SQL("report.date_deadline"),
            'date_closed': self._get_local_day('date_closed'),
        }


class DealForecastReport(models.Model):
    _name = 'deal.forecast.report'
    _inherit = ['deal.report.persian.mixin', 'deal.forecast.report']

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    date_persian_month = fields.Char(string="Persian Month", readonly=True)
    date_persian_quarter = fields.Char(string="Persian Quarter", readonly=True)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_persian_days(self):
        return {**super()._get_persian_days(), 'date': SQL("report.date")}
