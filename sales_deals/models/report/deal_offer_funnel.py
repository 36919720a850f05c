"""Offer funnel: how many offers are made, sent, opened and accepted, and how long it takes."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from . import deal_report_mixin  # noqa: F401 (extended below)


class Step(NamedTuple):
    """A step of the funnel; conditions and moments are SQL on an offer."""

    name: str
    reached: str
    moment: str
    previous: str


STEPS = (
    Step('1_made', "TRUE", "offer.create_date", "NULL::timestamp"),
    Step('2_sent', "offer.sent_on IS NOT NULL", "offer.sent_on", "offer.create_date"),
    Step('3_opened', "visit.began IS NOT NULL", "visit.began", "offer.sent_on"),
    Step(
        '4_accepted',
        "offer.state = 'accepted'",
        "offer.closed_on",
        "COALESCE(visit.began, offer.sent_on)",
    ),
)
#: Figures of one step: a total of several steps would mean nothing.
STEP_FIGURES = ('conversion:avg', 'days:avg')


class DealOfferFunnel(models.Model):
    _name = 'deal.offer.funnel'
    _description = "Offer Funnel"
    _inherit = ['deal.report.mixin']
    _auto = False
    _rec_name = 'offer_id'
    _order = 'id desc'
    _depends = {
        'crm.lead': ['deal_process_id', 'team_id'],
        'deal.offer': [
            'closed_on',
            'company_id',
            'create_date',
            'kind',
            'lead_id',
            'partner_id',
            'sent_on',
            'state',
            'template_id',
            'user_id',
        ],
        'deal.offer.view': ['began', 'kind', 'offer_id'],
    }

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    offer_id = fields.Many2one('deal.offer', readonly=True)
    template_id = fields.Many2one('deal.offer.template', string="Offer Template", readonly=True)
    state = fields.Selection(
        selection='_get_offer_states', readonly=True, help="How the offer stands now."
    )
    create_date = fields.Datetime(string="Made On", readonly=True)
    step = fields.Selection(
        [
            ('1_made', "Made"),
            ('2_sent', "Sent"),
            ('3_opened', "Opened"),
            ('4_accepted', "Accepted"),
        ],
        readonly=True,
    )
    conversion = fields.Float(
        readonly=True,
        aggregator='avg',
        help="The share of the offers of this step that reached the next one.",
    )
    days = fields.Float(
        string="Days Since Step Before",
        readonly=True,
        aggregator='avg',
        help="How long offers took from the step before to this one.",
    )

    # ------------------------------------------------------------
    # CORE OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _get_report_query(self):
        """Return each offer once for each step that it has reached."""
        columns = {
            **self._get_columns(),
            **{name: SQL.identifier('step', name) for name in ('step', 'conversion', 'days')},
        }
        return SQL(
            """SELECT offer.id * %s + step.number AS id, %s
                 FROM deal_offer offer JOIN crm_lead lead ON lead.id = offer.lead_id
            LEFT JOIN (SELECT offer_id, min(began) AS began FROM deal_offer_view
                        WHERE kind = 'person' GROUP BY offer_id) visit ON visit.offer_id = offer.id
           CROSS JOIN LATERAL (VALUES %s)
                   AS step (number, step, is_reached, conversion, days)
                WHERE step.is_reached AND %s""",
            len(STEPS),
            self._select_columns(columns),
            SQL(", ").join(self._get_step_rows()),
            self.env['deal.offer']._get_seen_condition(SQL("lead.deal_process_id")),
        )

    def _read_group_select(self, aggregate_spec, query):
        """Leave out totals of figures that only make sense for one step."""
        value = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec not in STEP_FIGURES:
            return value
        step = self._field_to_sql(self._table, 'step', query)
        return SQL("CASE WHEN MIN(%s) = MAX(%s) THEN %s END", step, step, value)

    @api.model
    def _get_finest(self, parts):
        """Group by steps at least, so that a figure of one step is told from a total."""
        finest = super()._get_finest(parts)
        return None if finest is None else {'step': '', **finest}

    @api.model
    def _get_offer_states(self):
        return self.env['deal.offer']._fields['state']._description_selection(self.env)

    @api.model
    def _get_columns(self):
        """Return the columns of each step. To be extended.

        :return: dictionary of a field's name to SQL
        """
        names = ('company_id', 'user_id', 'partner_id', 'template_id', 'state', 'create_date')
        return {
            **self._get_deal_columns(),
            'offer_id': SQL("offer.id"),
            **{name: SQL.identifier('offer', name) for name in names},
        }

    @api.model
    def _get_step_rows(self):
        """Yield rows of SQL: number, name, whether it was reached, the next one too, and the days.

        What is put together here are the constants above.
        """
        for number, step in enumerate(STEPS):
            conversion = "NULL::float8"
            if number + 1 < len(STEPS):
                reached = STEPS[number + 1].reached
                conversion = f"CASE WHEN {reached} THEN 1.0::float8 ELSE 0.0 END"
            days = f"date_part('epoch', {step.moment} - {step.previous}) / 86400"
            yield SQL(  # pylint: disable=sql-injection
                f"(%s, %s::varchar, {step.reached}, {conversion}, {days})", number, step.name
            )
