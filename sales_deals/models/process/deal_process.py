"""Sales processes: their stages, and how their deals are numbered."""

import re
from typing import NamedTuple

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

#: Fields of a process -> fields of its sequence.
NUMBERING = {
    'number_prefix': 'prefix',
    'number_padding': 'padding',
    'number_yearly': 'use_date_range',
    'number_implementation': 'implementation',
}


class ProcessFacts(NamedTuple):
    """Those values of a process that computing deals needs."""

    id: int
    active: bool
    company_id: int | bool
    team_ids: frozenset
    sequence_id: int
    use_calculation: bool

    def fits(self, company_id, team_id):
        """Tell whether a deal of that company and team may follow this process."""
        return (not self.company_id or self.company_id == company_id) and (
            not self.team_ids or team_id in self.team_ids
        )


class ProcessTable(NamedTuple):
    """All processes and the stages' processes; immutable, since the ORM caches it."""

    processes: tools.frozendict  # id -> ProcessFacts, in order, archived ones too
    stages: tools.frozendict  # stage id -> process id or False

    def fits(self, deal_process_id, company_id, team_id):
        facts = self.processes.get(deal_process_id)
        return bool(facts) and facts.fits(company_id, team_id)

    def has_stage(self, deal_process_id, stage_id):
        """Tell whether deals of a process may stand on a stage: its own, or one of all processes.

        No stage, and one that is not known, suit each process: whatever else is wrong with them
        is not the process.
        """
        return self.stages.get(stage_id, False) in (False, deal_process_id)

    def get_default(self, company_id, team_id):
        """Return the id of the team's first own process, else of the first for all teams."""
        fitting = [p for p in self.processes.values() if p.active and p.fits(company_id, team_id)]
        fitting.sort(key=lambda p: not p.team_ids)
        return fitting[0].id if fitting else False


class DealProcess(models.Model):
    _name = 'deal.process'
    _description = "Sales Process"
    _inherit = ['deal.record']
    _order = 'sequence, id'

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one('res.company', index=True)
    team_ids = fields.Many2many(
        'crm.team',
        'deal_process_team_rel',
        'process_id',
        'team_id',
        string="Sales Teams",
        help="The teams whose deals follow this process. Empty: all teams.",
    )
    stage_ids = fields.One2many('crm.stage', 'deal_process_id', string="Stages", copy=True)
    use_calculation = fields.Boolean(
        string="Calculation",
        default=True,
        help="Deals of this process are priced in a calculation. Switched off, their value and "
        "cost are entered by hand; what was calculated is kept, and comes back when it is switched "
        "on.",
    )
    color = fields.Integer(export_string_translation=False)

    sequence_id = fields.Many2one(
        'ir.sequence', string="Number Sequence", copy=False, ondelete='restrict', required=True
    )
    number_prefix = fields.Char(
        compute='_compute_numbering',
        readonly=False,
        help="Stands before the running number. %(range_year)s is the year, "
        "%(month)s the month in which the deal is created; %(range_jyear)s and %(jmonth)s are "
        "those of the Persian calendar.",
    )
    number_padding = fields.Integer(string="Digits", compute='_compute_numbering', readonly=False)
    number_yearly = fields.Boolean(
        string="Start Anew Each Year", compute='_compute_numbering', readonly=False
    )
    number_implementation = fields.Selection(
        [('standard', "Fast (gaps are possible)"), ('no_gap', "Without gaps (slower)")],
        string="Numbering",
        compute='_compute_numbering',
        readonly=False,
    )
    number_next = fields.Integer(
        string="Next Number", compute='_compute_number_next', inverse='_inverse_number_next'
    )
    number_example = fields.Char(string="Next Deal Number", compute='_compute_number_next')

    currency_id = fields.Many2one('res.currency', compute='_compute_currency_id')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends(
        'sequence_id.prefix',
        'sequence_id.padding',
        'sequence_id.use_date_range',
        'sequence_id.implementation',
    )
    def _compute_numbering(self):
        for process in self:
            # The sequence's own form is for the system's administrators; its pattern is no
            # secret to whoever may read the process.
            sequence = process.sequence_id.sudo()
            for name, sequence_name in NUMBERING.items():
                process[name] = sequence[sequence_name]

    @api.depends('number_prefix', 'number_padding', 'number_yearly', 'number_implementation')
    def _compute_number_next(self):
        for process in self:
            counter = process._get_counter()
            process.number_next = counter.number_next_actual if counter else 1
            process.number_example = process._format_example()

    def _inverse_number_next(self):
        self.check_access('write')
        for process in self:
            sequence = process.sequence_id.sudo()
            counter = sequence._get_current_sequence(fields.Date.context_today(process))
            counter.number_next_actual = process.number_next

    @api.depends('company_id')
    def _compute_currency_id(self):
        for process in self:
            process.currency_id = process.company_id._or_current().currency_id

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains('stage_ids')
    def _check_stages(self):
        """Check that a deal can begin somewhere and be won somewhere."""
        if not self.env.context.get('deal_process_unchecked'):
            self._check_stages_without(self.env['crm.stage'])

    @api.constrains('sequence_id', 'company_id')
    def _check_prefix(self):
        """Check that no two processes have one pattern: they would draw the same numbers."""
        processes = self.with_context(active_test=False).sudo().search([])
        for process in self.sudo():
            rivals = processes.filtered(
                lambda other, process=process: (
                    other.sequence_id != process.sequence_id
                    and (other.number_prefix or '') == (process.number_prefix or '')
                    and (other.sequence_id.suffix or '') == (process.sequence_id.suffix or '')
                )
            )
            if rivals:
                raise ValidationError(
                    self.env._(
                        "The process “%(rival)s” already numbers its deals with the prefix "
                        "“%(prefix)s”. Choose another prefix for “%(process)s”.",
                        rival=rivals[0].name,
                        prefix=process.number_prefix or '',
                        process=process.name,
                    )
                )

    @api.constrains('sequence_id')
    def _check_prefix_parts(self):
        """Check that the prefix can be filled in: else no deal of the process could be created."""
        for process in self.filtered(lambda process: not process._format_example()):
            raise ValidationError(
                self.env._(
                    "The prefix “%(prefix)s” can't be filled in. Parts are written as in "
                    "%(example)s.",
                    prefix=process.number_prefix or '',
                    example='D/%(range_year)s/%(month)s/',
                )
            )

    @api.constrains('company_id')
    def _check_company_of_deals(self):
        for process in self.filtered('company_id'):
            strangers = self.env['crm.lead'].sudo().with_context(active_test=False)
            domain = [
                ('deal_process_id', '=', process.id),
                ('company_id', '!=', process.company_id.id),
            ]
            if strangers.search_count(domain, limit=1):
                raise ValidationError(
                    self.env._(
                        "Deals of other companies follow the process “%s”. Move them to another "
                        "process before you give it to one company.",
                        process.name,
                    )
                )

    def _check_unused(self):
        """Check that no deal follows one of the processes.

        :raise UserError: when one does
        """
        deals = self.env['crm.lead'].sudo().with_context(active_test=False)
        used = deals.search([('deal_process_id', 'in', self.ids)], limit=1).deal_process_id
        if used:
            raise UserError(
                self.env._(
                    "Deals follow the process “%s”. Archive it instead: its deals keep it, and "
                    "no new ones get it.",
                    used.name,
                )
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access('create')
        vals_list = [self._with_sequence(vals) for vals in vals_list]
        processes = super().create(vals_list)
        self.env.registry.clear_cache()
        return processes

    def write(self, vals):
        vals, numbering = self._split_numbering(vals)
        result = super().write(vals)
        if numbering:
            # Whoever may write the process, checked by super(), may set its numbering, and
            # of the sequence nothing else.
            self.sequence_id.sudo().write(numbering)
            self._check_prefix()
            self._check_prefix_parts()
        self.env.registry.clear_cache()
        if 'use_calculation' in vals:
            self._after_calculation_switch()
            # What was read before may be hidden now.
            self.env.invalidate_all()
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for process, vals in zip(self, vals_list, strict=True):
            vals['name'] = self.env._("%s (copy)", process.name)
        return vals_list

    def unlink(self):
        self._check_unused()
        sequences = self.sequence_id
        self.stage_ids.with_context(deal_process_unchecked=True).unlink()
        result = super().unlink()
        self.env.registry.clear_cache()
        left = self.sudo().with_context(active_test=False).search([]).sequence_id
        # The right to delete the process covers the sequence that was made for it.
        (sequences - left).sudo()._unlink_with_ranges()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_pipeline(self):
        """Open the deals of this process; its stages are the columns."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('crm.crm_lead_opportunities')
        action.update(
            name=self.name,
            display_name=self.name,
            domain=[('type', '=', 'opportunity'), ('deal_process_id', '=', self.id)],
            context={'default_type': 'opportunity', 'default_deal_process_id': self.id},
        )
        return action

    @api.model
    @tools.ormcache()
    def _get_process_table(self):
        """Return all processes and stages as a cached table: computing deals needs no query.

        :return: :class:`ProcessTable`
        """
        processes = self.sudo().with_context(active_test=False).search([])
        stages = self.env['crm.stage'].sudo().search_fetch([], ['deal_process_id'])
        return ProcessTable(
            processes=tools.frozendict({p.id: p._get_facts() for p in processes}),
            stages=tools.frozendict({stage.id: stage.deal_process_id.id for stage in stages}),
        )

    @api.model
    def _get_without_calculation(self):
        """Return a tuple of ids of the processes whose deals have no calculation."""
        processes = self._get_process_table().processes.values()
        return tuple(process.id for process in processes if not process.use_calculation)

    def _after_calculation_switch(self):
        """Update what depends on the calculation of these processes' deals. To be extended."""

    def _draw_numbers(self, count):
        """Draw ``count`` deal numbers of this process.

        :return: list of strings that no deal has
        """
        self.ensure_one()
        facts = self._get_process_table().processes[self.id]
        # Whoever may create a deal gets it a number.
        sequence = self.env['ir.sequence'].sudo().browse(facts.sequence_id)
        return sequence._draw_batch(count, taken_in=('crm_lead', 'deal_number'))

    def _get_stages(self):
        """Return the stages that this process's deals may stand on: its own, and those of all."""
        return self.env['crm.stage'].search([('deal_process_id', 'in', [False, *self.ids])])

    def _get_facts(self):
        self.ensure_one()
        return ProcessFacts(
            id=self.id,
            active=self.active,
            company_id=self.company_id.id,
            team_ids=frozenset(self.team_ids.ids),
            sequence_id=self.sequence_id.id,
            use_calculation=self.use_calculation,
        )

    def _check_stages_without(self, removed):
        """Check that each process has a first and a won stage besides ``removed``.

        :raise ValidationError: when one has not
        """
        for process in self:
            stages = process._get_stages() - removed
            if not stages.filtered('is_won') or all(stages.mapped('is_won')):
                raise ValidationError(
                    self.env._(
                        "The process “%s” needs a stage to begin with and a won stage. Add the "
                        "missing one, and mark the stage in which deals are won.",
                        process.name,
                    )
                )

    @api.model
    def _split_numbering(self, vals):
        """Return ``vals`` without the numbering, and the numbering as values of ``ir.sequence``."""
        numbering = {NUMBERING[name]: vals[name] for name in vals if name in NUMBERING}
        return {name: vals[name] for name in vals if name not in NUMBERING}, numbering

    @api.model
    def _with_sequence(self, vals):
        """Return ``vals`` of a new process with a sequence, made of its numbering if not given."""
        vals, numbering = self._split_numbering(vals)
        if vals.get('sequence_id'):
            return vals
        sequence = self._prepare_new_sequence(vals, numbering)
        # The right to create a process, checked by the caller, covers its sequence.
        return {**vals, 'sequence_id': self.env['ir.sequence'].sudo().create(sequence).id}

    @api.model
    def _prepare_new_sequence(self, vals, numbering):
        name = vals.get('name') or ''
        return {
            'name': self.env._("Deals: %s", name),
            'company_id': vals.get('company_id', False),
            'prefix': numbering.get('prefix') or self._get_free_prefix(name),
            'padding': numbering.get('padding') or 5,
            'use_date_range': numbering.get('use_date_range', True),
            'implementation': numbering.get('implementation') or 'standard',
        }

    @api.model
    def _get_free_prefix(self, name):
        """Return a prefix from the name's first letter that no other process uses."""
        letter = (re.findall('[A-Z]', name.upper()) or ['P'])[0]
        taken = self.sudo().with_context(active_test=False).search([]).mapped('number_prefix')
        candidates = (f'{letter}{i or ""}/%(range_year)s/' for i in range(len(taken) + 1))
        return next(prefix for prefix in candidates if prefix not in taken)

    def _get_counter(self):
        """Return the record that holds today's next number, without creating it."""
        sequence = self.sequence_id.sudo()
        if not sequence.use_date_range:
            return sequence
        today = fields.Date.context_today(self)
        return sequence.date_range_ids.filtered(lambda r: r.date_from <= today <= r.date_to)[:1]

    def _format_example(self):
        self.ensure_one()
        values = {sequence_name: self[name] for name, sequence_name in NUMBERING.items()}
        preview = self.env['ir.sequence'].sudo().new(values)
        try:
            return preview.get_next_char(self.number_next)
        except UserError:
            return False
