"""A step of a cadence: a message, an activity, or a condition, and when it is due."""

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

#: Conditions that are asked of a deal's stage.
STAGE_CONDITIONS = ('in_stage', 'not_in_stage')
#: What makes a step, and stays when the step is changed for later deals.
CONTENT = (
    'cadence_id',
    'sequence',
    'kind',
    'wait',
    'wait_unit',
    'wait_event',
    'template_id',
    'template_b_id',
    'thread',
    'offer_mode',
    'activity_type_id',
    'summary',
    'condition',
    'condition_stage_ids',
    'otherwise',
)


class DealCadenceStep(models.Model):
    _name = 'deal.cadence.step'
    _description = "Step of a Cadence"
    _inherit = ['deal.record']
    _order = 'cadence_id, sequence, id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    cadence_id = fields.Many2one('deal.cadence', required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='cadence_id.company_id')
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [('message', "Message"), ('activity', "Activity"), ('condition', "Condition")],
        string="What",
        required=True,
        default='message',
    )
    wait = fields.Integer(string="After", default=3)
    wait_unit = fields.Selection(
        [('days', "working days"), ('hours', "hours")],
        string="Unit",
        required=True,
        default='days',
    )
    wait_event = fields.Selection(
        [
            ('previous', "after the step before"),
            ('offer_sent', "after the offer was sent"),
            ('offer_opened', "after the client first opened the offer"),
            ('answered', "after a question was answered"),
            ('stage_entered', "after the deal came to its stage"),
            ('last_contact', "after the last contact"),
            ('offer_expires', "before the offer expires"),
            ('win_back_on', "after the day of winning back"),
        ],
        string="Since",
        required=True,
        default='previous',
        help="The first step follows on the beginning of the cadence.",
    )
    template_id = fields.Many2one(
        'mail.template',
        string="Text",
        domain=[('model', '=', 'crm.lead')],
        ondelete='restrict',
        index='btree_not_null',
    )
    template_b_id = fields.Many2one(
        'mail.template',
        string="Second Text",
        domain=[('model', '=', 'crm.lead')],
        ondelete='restrict',
        index='btree_not_null',
        help="Goes to every second client: the report says which one does better.",
    )
    thread = fields.Selection(
        [('new', "New message"), ('reply', "Reply to the message before")],
        string="As",
        required=True,
        default='new',
    )
    offer_mode = fields.Selection(
        [('none', "No"), ('link', "Link"), ('attach', "PDF attached")],
        string="Latest Offer",
        required=True,
        default='none',
    )
    activity_type_id = fields.Many2one(
        'mail.activity.type',
        string="Activity",
        domain="[('res_model', 'in', [False, 'crm.lead'])]",
        ondelete='restrict',
        index='btree_not_null',
    )
    summary = fields.Char(translate=True)
    condition = fields.Selection(
        [
            ('opened', "The client has opened the offer"),
            ('not_opened', "The client has not opened the offer"),
            ('in_stage', "The deal is in one of these stages"),
            ('not_in_stage', "The deal is in none of these stages"),
            ('has_offer', "The client has an offer that is open"),
            ('has_activity', "Somebody has planned a next activity"),
        ],
        string="Only if",
    )
    condition_stage_ids = fields.Many2many('crm.stage', string="Which Stages")
    otherwise = fields.Selection(
        [('end', "the cadence ends"), ('skip', "the next step is left out")],
        required=True,
        default='end',
    )
    origin_id = fields.Many2one(
        'deal.cadence.step', readonly=True, ondelete='cascade', index='btree_not_null', copy=False
    )
    revision_from = fields.Integer(default=1, readonly=True, copy=False)
    revision_to = fields.Integer(
        default=0, readonly=True, copy=False, help="The first one without this step. 0: none yet."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends('kind', 'template_id', 'activity_type_id', 'summary', 'condition')
    @api.depends_context('lang')
    def _compute_display_name(self):
        conditions = dict(self._fields['condition']._description_selection(self.env))
        for step in self:
            names = {
                # Whoever sees a cadence sees what its messages are called.
                'message': step.template_id.sudo().name,
                'activity': step.summary or step.activity_type_id.name,
                'condition': conditions.get(step.condition),
            }
            step.display_name = names.get(step.kind) or self.env._("Step")

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('kind', 'template_id', 'activity_type_id', 'condition', 'condition_stage_ids')
    def _check_content(self):
        for step in self:
            needed = {
                'message': step.template_id,
                'activity': step.activity_type_id,
                'condition': step.condition,
            }
            if not needed[step.kind]:
                raise ValidationError(
                    self.env._(
                        "A step needs what it does: the text of a message, the type of an activity "
                        "or the condition."
                    )
                )
            if step.condition in STAGE_CONDITIONS and not step.condition_stage_ids:
                raise ValidationError(self.env._("Name the stages that the condition asks for."))

    @api.constrains('wait', 'wait_unit')
    def _check_wait(self):
        for step in self:
            if not 0 <= step.wait <= (365 if step.wait_unit == 'days' else 24 * 365):
                raise ValidationError(self.env._("A step waits at most a year."))

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Let steps that are added later be none of the deals that run by the earlier ones."""
        given = {vals['cadence_id'] for vals in vals_list if vals.get('cadence_id')}
        cadences = self.env['deal.cadence'].browse(given)
        steps = super(DealCadenceStep, self._revise(cadences)).create(vals_list)
        new = steps.filtered(lambda step: not step.origin_id and step.cadence_id.revision > 1)
        for cadence, of_cadence in new.grouped('cadence_id').items():
            # Revisions are counted by methods alone; the user may add the steps.
            of_cadence.sudo().write({'revision_from': cadence.revision})
        return steps

    def write(self, vals):
        if set(CONTENT) & vals.keys():
            self._keep_for_running()
        return super().write(vals)

    def unlink(self):
        """Keep steps that deals have gone through, or run by, for them alone."""
        used = self.filtered(lambda step: step.cadence_id.sudo().run_ids)
        self._revise(used.cadence_id)
        for cadence, of_cadence in used.grouped('cadence_id').items():
            # As above; the user may remove them.
            of_cadence.sudo().write({'revision_to': cadence.revision})
        return super(DealCadenceStep, self - used).unlink()

    def _keep_for_running(self):
        """Copy steps before they are changed, for the deals that run by them as they are."""
        steps = self._revise(self.cadence_id)
        changed = self.filtered(
            lambda step: not step.revision_to and step.revision_from < step.cadence_id.revision
        )
        # As above; the user may change them.
        kept = steps.sudo().create([step._prepare_kept() for step in changed])
        kept._take_tasks()
        for cadence, of_cadence in changed.grouped('cadence_id').items():
            of_cadence.sudo().write({'revision_from': cadence.revision})

    def _take_tasks(self):
        """Take over what was done, and is to be done, by these steps as they were."""
        tasks = self.env['deal.cadence.task'].sudo()
        for step in self:
            domain = [('step_id', '=', step.origin_id.id)]
            earlier = [('run_id.revision', '<', step.revision_to)]
            tasks.search([*domain, *earlier]).write({'step_id': step.id})

    def _revise(self, cadences):
        """Begin a revision of cadences, unless their form has begun one for all that it saves.

        :return: these steps, which begin no other one
        """
        begun = self.env.context.get('deal_revised_cadence_ids') or ()
        cadences = cadences.filtered(lambda cadence: cadence.id not in begun)
        cadences._begin_revision()
        return self.with_context(deal_revised_cadence_ids=[*begun, *cadences.ids])

    def _prepare_kept(self):
        """Prepare a copy of a step as it is, which ends with the revision before this one."""
        return {
            **self._prepare_content(CONTENT),
            'origin_id': self.id,
            'revision_from': self.revision_from,
            'revision_to': self.cadence_id.revision,
        }

    def _prepare_content(self, names):
        return {name: self._fields[name].convert_to_write(self[name], self) for name in names}

    def _prepare_copies(self):
        """Prepare commands that make the same steps in another cadence."""
        names = [name for name in CONTENT if name != 'cadence_id']
        return [Command.create(step._prepare_content(names)) for step in self]

    def _pick_template(self, run):
        """Return the text for a deal: where there are two, they take turns.

        By the place of the deal in its cadence: the numbers of the deals of one cadence may have
        any distance, where several begin together.
        """
        return self._take_turn(run.place or run.id)

    def _take_turn(self, place):
        """Return the text for the deal of a place.

        By the number of ones in binary numbers, of which each pair has an odd and an even one: by
        odd and even numbers, whoever gets the second text of a step would get those of all steps.
        """
        second = self.template_b_id
        number = place + self._get_lineage().id
        return second if second and number.bit_count() % 2 else self.template_id

    def _get_lineage(self):
        """Return the step of which this one is an earlier state, else itself."""
        return self.origin_id or self
