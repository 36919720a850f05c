"""Practices of a stage: what the best salespeople do there."""

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from .playbook_facts import Playbook, PracticeFacts

#: Kinds of practices -> the field that says which of them is meant, where there is one.
KINDS = {
    'tick': None,
    'domain': 'domain',
    'activity': 'activity_type_id',
    'meeting': None,
    'contact': None,
    'competitor': None,
    'calculation': None,
    'offer': 'offer_event',
    'file': None,
    'mail': 'mail_direction',
}


class DealPractice(models.Model):
    _name = 'deal.practice'
    _description = "Practice of a Stage"
    _inherit = ['deal.record']
    _order = 'sequence, id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(string="Practice", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    # Those in the archive may be of a stage that is gone.
    stage_id = fields.Many2one(
        'crm.stage', ondelete='set null', index=True, group_expand='_read_group_stages'
    )
    deal_process_id = fields.Many2one(related='stage_id.deal_process_id')
    hint = fields.Text(translate=True, help="How it is done well, and why.")
    weight = fields.Integer(
        default=1, required=True, help="How much it counts in the progress of the stage."
    )
    team_ids = fields.Many2many(
        'crm.team',
        'deal_practice_team_rel',
        'practice_id',
        'team_id',
        string="Sales Teams",
        help="The teams whose deals it is for. Empty: all teams.",
    )
    responsible = fields.Selection(
        [('salesperson', "Salesperson"), ('leader', "Team Leader")],
        string="Done By",
        default='salesperson',
        required=True,
    )
    due_days = fields.Integer(
        string="Due After", help="Days after the deal has come to the stage. 0: no date."
    )
    requirement = fields.Selection(
        [('advice', "Advice"), ('ask', "Asked For"), ('must', "Needed")],
        default='advice',
        required=True,
        help="Advice is shown. What is asked for can be passed with a reason; what is needed, by"
        " a sales manager only, with a reason.",
    )
    gate = fields.Selection(
        [('leave', "To Leave the Stage"), ('win', "To Win the Deal")],
        string="When",
        default='leave',
        required=True,
    )
    kind = fields.Selection(
        [
            ('tick', "Ticked by hand"),
            ('domain', "The deal matches a filter"),
            ('activity', "An activity is done"),
            ('meeting', "A meeting was held"),
            ('contact', "A contact is known"),
            ('competitor', "A competitor is known"),
            ('calculation', "A calculation is there"),
            ('offer', "An offer"),
            ('file', "A file is attached"),
            ('mail', "An e-mail"),
        ],
        string="Fulfilled By",
        default='tick',
        required=True,
    )
    domain = fields.Char(string="Filter", help="The deals that fulfil the practice.")
    activity_type_id = fields.Many2one(
        'mail.activity.type',
        ondelete='restrict',
        domain="[('res_model', 'in', [False, 'crm.lead'])]",
    )
    outcome_id = fields.Many2one(
        'deal.activity.outcome', ondelete='restrict', help="Empty: whatever its outcome."
    )
    contact_role = fields.Selection(
        selection='_get_contact_roles', string="Role", help="Empty: whatever the role."
    )
    offer_event = fields.Selection(
        [
            ('made', "was made"),
            ('sent', "was sent"),
            ('opened', "was opened by a person"),
            ('answered', "was accepted, declined or asked about"),
        ],
        string="What Happened",
    )
    mail_direction = fields.Selection(
        [('received', "came from the client"), ('sent', "went to the client")], string="Direction"
    )
    tick_ids = fields.One2many('deal.practice.tick', 'practice_id', string="Ticks", readonly=True)
    override_ids = fields.One2many(
        'deal.practice.override', 'practice_id', string="Overrides", readonly=True
    )

    _with_stage = models.Constraint(
        'CHECK (active IS NOT TRUE OR stage_id IS NOT NULL)', "Choose the stage of the practice."
    )
    _positive_weight = models.Constraint(
        'CHECK (weight > 0)', "A weight is 1 or more: it says how much a practice counts."
    )
    _no_negative_days = models.Constraint(
        'CHECK (due_days >= 0)', "The days until a practice is due are 0 or more."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.model
    def _get_contact_roles(self):
        return self.env['deal.contact']._fields['role']._description_selection(self.env)

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('kind', 'domain', 'activity_type_id', 'offer_event', 'mail_direction')
    def _check_what_is_meant(self):
        """Check that each practice says what fulfils it."""
        for practice in self:
            name = KINDS[practice.kind]
            if name and not practice[name]:
                raise ValidationError(
                    self.env._(
                        "Say what fulfils the practice “%(practice)s”: “%(field)s” is empty.",
                        practice=practice.name,
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # Before, too: what is read meanwhile must not outlive a transaction that fails.
        self.env.registry.clear_cache()
        practices = super().create(vals_list)
        self.env.registry.clear_cache()
        return practices

    def write(self, vals):
        self.env.registry.clear_cache()
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Keep practices that were ticked, in the archive: what was done stays known."""
        kept = self.filtered(lambda practice: practice._has_history())
        kept.active = False
        result = super(DealPractice, self - kept).unlink()
        self.env.registry.clear_cache()
        return result

    def _has_history(self):
        """Tell whether something is recorded about the practice."""
        self.ensure_one()
        # Ticks on deals that the user may not see are history, too.
        return bool(self.sudo().tick_ids or self.sudo().override_ids)

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _get_playbook(self):
        """Return all practices and stages as a cached table: without any, deals need no query.

        :return: :class:`Playbook`
        """
        practices = self.sudo().search([], order='sequence, id')
        by_stage = {}
        for practice in practices:
            by_stage.setdefault(practice.stage_id.id, []).append(practice._get_facts())
        stages = self.env['crm.stage'].sudo().search([], order='sequence, id') if practices else ()
        return Playbook(
            practices=tools.frozendict({stage: tuple(facts) for stage, facts in by_stage.items()}),
            stages=tuple(stage._get_stage_facts() for stage in stages),
        )

    def _describe(self):
        """Return what the web client shows of a practice."""
        self.ensure_one()
        return {
            'id': self.id,
            'name': self.name,
            'hint': self.hint or '',
            'kind': self.kind,
            'requirement': self.requirement,
            'weight': self.weight,
            'responsible': self.responsible,
            'activity_type_id': self.activity_type_id.id,
            'offer_event': self.offer_event,
            'fields': self._get_asked_fields(),
        }

    def _get_facts(self):
        return PracticeFacts(
            id=self.id,
            stage_id=self.stage_id.id,
            kind=self.kind,
            requirement=self.requirement,
            gate=self.gate,
            weight=self.weight,
            team_ids=frozenset(self.team_ids.ids),
            domain=self.domain or '',
        )
