"""Dialogue that begins a cadence on one or many deals, and shows it before."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_time

from ...tools.language import persian


class DealCadenceEnrol(models.TransientModel):
    _name = 'deal.cadence.enrol'
    _description = "Begin a Cadence"
    _inherit = ['deal.dialogue']

    lead_ids = fields.Many2many(
        'crm.lead', string="Deals", readonly=True, context={'active_test': False}
    )
    lead_count = fields.Integer(string="Number of Deals", compute='_compute_lead_count')
    cadence_id = fields.Many2one('deal.cadence', domain=[('active', '=', True)])
    description = fields.Text(related='cadence_id.description')
    able_count = fields.Integer(string="Begins on", compute='_compute_judgement')
    unable_text = fields.Html(
        string="Not on", compute='_compute_judgement', sanitize=False, readonly=True
    )
    able_lead_id = fields.Many2one(
        'crm.lead', string="First Deal That Can", compute='_compute_judgement'
    )
    tried_lead_id = fields.Many2one(
        'crm.lead',
        string="As for",
        compute='_compute_tried_lead_id',
        store=True,
        readonly=False,
        domain="[('id', 'in', lead_ids)]",
        context={'active_test': False},
    )
    trial = fields.Html(compute='_compute_trial', sanitize=False, readonly=True)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('lead_ids')
    def _compute_lead_count(self):
        for enrol in self:
            enrol.lead_count = len(enrol.lead_ids)

    @api.depends('lead_ids', 'able_lead_id')
    def _compute_tried_lead_id(self):
        for enrol in self:
            enrol.tried_lead_id = enrol.able_lead_id or enrol.tried_lead_id or enrol.lead_ids[:1]

    @api.depends('cadence_id', 'lead_ids')
    @api.depends_context('lang', 'uid')
    def _compute_judgement(self):
        runs = self.env['deal.cadence.run']
        for enrol in self:
            enrol.able_count, enrol.able_lead_id, enrol.unable_text = 0, False, False
            if enrol.cadence_id and enrol.lead_ids:
                leads = enrol.lead_ids._origin
                clients, reasons = runs._judge(enrol.cadence_id._origin, leads)
                enrol.able_count = len(clients)
                enrol.able_lead_id = leads.filtered(lambda lead, able=clients: lead.id in able)[:1]
                enrol.unable_text = enrol._describe_reasons(reasons)

    @api.depends('cadence_id', 'tried_lead_id')
    @api.depends_context('lang', 'uid', 'tz')
    def _compute_trial(self):
        for enrol in self:
            if not enrol.cadence_id or not enrol.tried_lead_id:
                enrol.trial = False
                continue
            rows = enrol.cadence_id._origin._try(enrol.tried_lead_id._origin)
            enrol.trial = self.env['ir.qweb']._render(
                'sales_deals.deal_cadence_trial',
                {'rows': [{**row, 'day': enrol._format_due(row)} for row in rows]},
            )

    def _describe_reasons(self, reasons):
        """Return how many deals can't be in the cadence, why, and the first of them by name."""
        labels = self.env['deal.cadence.run']._get_reason_labels()
        by_reason = {}
        for lead_id, reason in reasons.items():
            by_reason.setdefault(reason, []).append(lead_id)
        return Markup().join(
            Markup('<div><b>%s</b>: %s (%s)</div>')
            % (
                labels.get(reason, reason),
                len(ids),
                self.env['crm.lead'].browse(ids)._get_names(),
            )
            for reason, ids in sorted(by_reason.items(), key=lambda item: -len(item[1]))
        )

    def _format_due(self, row):
        """Return the day, by the user's calendar, and the hour of a step, or what it waits for."""
        if not row['due_on']:
            return row['wait']
        local = fields.Datetime.context_timestamp(self, row['due_on'])
        if persian.is_persian(self.env.lang):
            return persian.moment(local)
        day = self.env['crm.lead']._format_day(local.date())
        return f'{day} {format_time(self.env, local.time(), time_format="short")}'

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_begin(self):
        """Begin the cadence on the deals that can be in it, and tell of the others.

        :raise UserError: if none can
        """
        self.ensure_one()
        if not self.cadence_id:
            raise UserError(self.env._("Choose a cadence first."))
        runs, reasons = self.env['deal.cadence.run']._enrol(self.cadence_id, self.lead_ids)
        if not runs:
            raise UserError(
                self.env._("The cadence can begin on none of these deals: see why below.")
            )
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self._get_result_text(len(runs), len(reasons)),
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }

    def _get_result_text(self, begun, left_out):
        name = self.cadence_id.name
        if not left_out:
            return self.env._("“%(name)s” has begun. Deals: %(count)s", name=name, count=begun)
        return self.env._(
            "“%(name)s” has begun. Deals: %(count)s, left out: %(others)s",
            name=name,
            count=begun,
            others=left_out,
        )

    def _get_action(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Begin a Cadence"),
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'dialog_size': 'extra-large'},
        }
