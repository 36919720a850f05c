"""Reports by months, quarters and years of the Persian calendar."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.language import persian
from . import (  # noqa: F401 (extended below)
    deal_cadence_report,
    deal_forecast_report,
    deal_practice_report,
    deal_report,
    deal_stage_report,
    jalali,
)


class DealReportPersianMixin(models.AbstractModel):
    _name = 'deal.report.persian.mixin'
    _description = "Report by the Persian Calendar"
    _auto = False

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _get_report_query(self):
        """Return the report with a month, a quarter and a year for each of its dates.

        The database merges it with the report's own query: columns that are not asked for cost
        nothing.
        """
        columns = {}
        for name, day in self._get_persian_days().items():
            columns[f'{name}_persian_month'] = jalali.month(day)
            columns[f'{name}_persian_quarter'] = jalali.quarter(day)
            columns[f'{name}_persian_year'] = SQL("%s::varchar", jalali.year(day))
        return SQL(
            "SELECT report.*, %s FROM (%s) AS report",
            self._select_columns(columns),
            super()._get_report_query(),
        )

    def _get_view(self, view_id=None, view_type='form', **options):
        """Show Persian users pivots and graphs by months of their calendar."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type in ('pivot', 'graph'):
            for node in arch.iterfind('field[@interval]'):
                spec = f"{node.get('name')}:{node.get('interval')}"
                if (name := self._get_in_calendar(spec)) != spec:
                    node.set('name', name)
                    del node.attrib['interval']
        return arch, view

    @api.model
    def _get_persian_days(self):
        """Return the dates that have a month, a quarter and a year.

        To be extended together with the fields ``..._persian_month``, ``..._persian_quarter`` and
        ``..._persian_year``.

        :return: dictionary of a field's name to SQL of its day, of columns of ``report``
        """
        return {}

    @api.model
    def _get_in_calendar(self, spec):
        """Return the field of the Persian calendar for Persian users, where there is one."""
        name = spec.replace(':', '_persian_')
        if persian.is_persian(self.env.lang) and name in self._fields:
            return name
        return super()._get_in_calendar(spec)

    @api.model
    def _get_local_day(self, name):
        """Return the user's day of a moment."""
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
    create_date_persian_year = fields.Char(string="Creation, Persian Year", readonly=True)
    date_deadline_persian_month = fields.Char(string="Decision, Persian Month", readonly=True)
    date_deadline_persian_quarter = fields.Char(string="Decision, Persian Quarter", readonly=True)
    date_deadline_persian_year = fields.Char(string="Decision, Persian Year", readonly=True)
    date_closed_persian_month = fields.Char(string="Closed, Persian Month", readonly=True)
    date_closed_persian_quarter = fields.Char(string="Closed, Persian Quarter", readonly=True)
    date_closed_persian_year = fields.Char(string="Closed, Persian Year", readonly=True)

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
    date_persian_year = fields.Char(string="Persian Year", readonly=True)

    @api.model
    def _get_persian_days(self):
        return {**super()._get_persian_days(), 'date': SQL("report.date")}


class DealPracticeReport(models.Model):
    _name = 'deal.practice.report'
    _inherit = ['deal.report.persian.mixin', 'deal.practice.report']

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    create_date_persian_month = fields.Char(string="Creation, Persian Month", readonly=True)
    create_date_persian_quarter = fields.Char(string="Creation, Persian Quarter", readonly=True)
    create_date_persian_year = fields.Char(string="Creation, Persian Year", readonly=True)
    date_closed_persian_month = fields.Char(string="Closed, Persian Month", readonly=True)
    date_closed_persian_quarter = fields.Char(string="Closed, Persian Quarter", readonly=True)
    date_closed_persian_year = fields.Char(string="Closed, Persian Year", readonly=True)

    @api.model
    def _get_persian_days(self):
        return {
            **super()._get_persian_days(),
            'create_date': self._get_local_day('create_date'),
            'date_closed': self._get_local_day('date_closed'),
        }


class DealStageReport(models.Model):
    _name = 'deal.stage.report'
    _inherit = ['deal.report.persian.mixin', 'deal.stage.report']

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    left_on_persian_month = fields.Char(string="Left, Persian Month", readonly=True)
    left_on_persian_quarter = fields.Char(string="Left, Persian Quarter", readonly=True)
    left_on_persian_year = fields.Char(string="Left, Persian Year", readonly=True)

    @api.model
    def _get_persian_days(self):
        return {**super()._get_persian_days(), 'left_on': self._get_local_day('left_on')}


class DealCadenceReport(models.Model):
    _name = 'deal.cadence.report'
    _inherit = ['deal.report.persian.mixin', 'deal.cadence.report']

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    begun_on_persian_month = fields.Char(string="Begun, Persian Month", readonly=True)
    begun_on_persian_quarter = fields.Char(string="Begun, Persian Quarter", readonly=True)
    begun_on_persian_year = fields.Char(string="Begun, Persian Year", readonly=True)
    done_on_persian_month = fields.Char(string="Sent, Persian Month", readonly=True)
    done_on_persian_quarter = fields.Char(string="Sent, Persian Quarter", readonly=True)
    done_on_persian_year = fields.Char(string="Sent, Persian Year", readonly=True)

    @api.model
    def _get_persian_days(self):
        return {
            **super()._get_persian_days(),
            'begun_on': self._get_local_day('begun_on'),
            'done_on': self._get_local_day('done_on'),
        }
