"""A cadence: messages and activities that move a deal along, step by step."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class DealCadence(models.Model):
    _name = 'deal.cadence'
    _description = "Cadence"
    _inherit = ['deal.record']
    _order = 'sequence, id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        translate=True, help="What the cadence is for; shown to whoever chooses one."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', help="Empty: for all companies.", index=True)
    deals = fields.Selection(
        [('open', "Open deals"), ('won', "Won deals"), ('lost', "Lost deals")],
        string="For",
        required=True,
        default='open',
        help="A deal that becomes another one leaves the cadence.",
    )
    stage_ids = fields.Many2many(
        'crm.stage',
        string="Stages",
        help="The stages in which it may begin. Empty: any.",
    )
    stops_on_stage = fields.Boolean(
        string="Ends with the Stage",
        default=True,
        help="When the deal goes to a stage that is none of these, or, if none is named, to "
        "another one.",
    )
    stops_on_colleague = fields.Boolean(
        string="Ends by Colleagues",
        default=True,
        help="Also when somebody else of the client's company replies.",
    )
    reading = fields.Selection(
        [
            ('ask', "Each message waits for its salesperson"),
            ('auto', "Messages go by themselves, unless stopped"),
        ],
        string="Who Reads",
        required=True,
        default='ask',
    )
    needs_consent = fields.Boolean(
        help="Only clients whose consent to such messages is recorded.",
    )
    send_from = fields.Float(
        string="From", default=9, help="In the client's time zone, where it is known."
    )
    send_to = fields.Float(string="To", default=17)
    spread = fields.Integer(
        string="Spread over Minutes",
        default=60,
        help="Messages that are due together leave over this time after the beginning of a day.",
    )
    step_ids = fields.One2many(
        'deal.cadence.step', 'cadence_id', string="Steps", domain=[('revision_to', '=', 0)]
    )
    run_ids = fields.One2many('deal.cadence.run', 'cadence_id', readonly=True)
    revision = fields.Integer(default=1, readonly=True, copy=False)
    running_count = fields.Integer(string="Running", compute='_compute_running_count')
    old_count = fields.Integer(string="Running by Earlier Steps", compute='_compute_running_count')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('revision', 'run_ids.state', 'run_ids.revision')
    def _compute_running_count(self):
        # How many there are is the cadence's own, whichever of the deals the user sees.
        runs = self.env['deal.cadence.run'].sudo()
        groups = runs._read_group(
            [('cadence_id', 'in', self.ids), ('state', 'in', ('running', 'paused'))],
            ['cadence_id', 'revision'],
            ['__count'],
        )
        for cadence in self:
            counts = {revision: count for of, revision, count in groups if of == cadence._origin}
            cadence.running_count = sum(counts.values())
            cadence.old_count = cadence.running_count - counts.get(cadence.revision, 0)

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('send_from', 'send_to', 'spread')
    def _check_hours(self):
        for cadence in self:
            if not 0 <= cadence.send_from < cadence.send_to <= 24:
                raise ValidationError(
                    self.env._("Messages need hours in which they are sent, such as 9:00 to 17:00.")
                )
            if cadence.spread < 0:
                raise ValidationError(self.env._("A number of minutes can't be negative."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # Also of deals that the user may not see.
        used = self.sudo().filtered('run_ids')
        if used:
            raise UserError(
                self.env._("“%s” has been used: archive it, and its history stays.", used[0].name)
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if 'step_ids' not in vals:
            return super().write(vals)
        return super(DealCadence, self._begin_revision()).write(vals)

    def copy_data(self, default=None):
        """Copy the steps, as they are now, and say that it is a copy."""
        return [
            {
                **vals,
                'name': self.env._("%s (copy)", cadence.name),
                'step_ids': cadence.step_ids._prepare_copies(),
                **(default or {}),
            }
            for cadence, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_view_runs(self):
        """Open the deals of this cadence, those of earlier steps included."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'sales_deals.deal_cadence_run_action'
        )
        return {**action, 'domain': [('cadence_id', '=', self.id)], 'context': {}}

    def action_try(self):
        """Ask for a deal, and show what the cadence would do on it."""
        self.ensure_one()
        view = self.env.ref('sales_deals.deal_cadence_enrol_view_form_trial')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Try on a Deal"),
            'res_model': 'deal.cadence.enrol',
            'views': [(view.id, 'form')],
            'target': 'new',
            'context': {'default_cadence_id': self.id, 'dialog_size': 'extra-large'},
        }

    def action_move_over(self):
        """Let running deals go on by the steps as they are now.

        What was done stays done; what a deal waits for is the first of the steps that it has not
        done.
        """
        self.check_access('write')
        for cadence in self:
            domain = [
                ('cadence_id', '=', cadence.id),
                ('state', 'in', ('running', 'paused')),
                ('revision', '!=', cadence.revision),
            ]
            # Whoever may change the cadence may change what it does on all its deals.
            self.env['deal.cadence.run'].sudo().search(domain)._move_to_revision(cadence.revision)
        return True

    # ------------------------------------------------------------
    # REVISIONS
    # ------------------------------------------------------------

    def _begin_revision(self):
        """Keep the steps of running deals as they are, before they are changed.

        :return: these cadences, whose steps begin no other revision
        """
        used = self.filtered('running_count')
        for cadence in used:
            # Revisions are counted by methods alone; the user may change the cadence.
            cadence.sudo().revision += 1
        return self.with_context(deal_revised_cadence_ids=self.ids)

    # ------------------------------------------------------------
    # DEALS
    # ------------------------------------------------------------

    def _is_for(self, lead):
        """Return whether a deal is one of those that the cadence is for."""
        self.ensure_one()
        states = {'open': 'pending', 'won': 'won', 'lost': 'lost'}
        if lead.won_status != states[self.deals] or self.company_id not in (
            self.company_id.browse(),
            lead._get_deciding_company(),
        ):
            return False
        return self.deals != 'open' or not self.stage_ids or lead.stage_id in self.stage_ids
