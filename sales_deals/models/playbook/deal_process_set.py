"""Begin a process with a ready set of stages and practices."""

from markupsafe import Markup

from odoo import Command, api, fields, models

from .sets import READY_SETS

#: Colours of the stages of a new process, and of the won one.
COLORS = (11, 5, 8, 2, 3)
WON_COLOR = 10


class DealProcess(models.Model):
    _inherit = 'deal.process'

    ready_set = fields.Selection(
        selection='_get_ready_sets',
        string="Begin With",
        store=False,
        help="A ready set of stages with guidance and practices. All of it can be changed.",
    )
    ready_set_summary = fields.Html(compute='_compute_ready_set_summary', sanitize=False)

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.model
    def _get_ready_sets(self):
        return [(key, self.env._(ready.name)) for key, ready in READY_SETS.items()]

    @api.depends('ready_set')
    @api.depends_context('lang')
    def _compute_ready_set_summary(self):
        for process in self:
            ready = READY_SETS.get(process.ready_set)
            process.ready_set_summary = ready and self.env['ir.qweb']._render(
                'sales_deals.deal_process_ready_set',
                {
                    'summary': self.env._(ready.summary),
                    'stages': [
                        (self.env._(stage.name), [self.env._(one.name) for one in stage.practices])
                        for stage in ready.stages
                    ],
                },
            )

    @api.onchange('ready_set')
    def _onchange_ready_set(self):
        if ready := READY_SETS.get(self.ready_set):
            names = [label for _key, label in self._get_ready_sets()]
            if not self.name or self.name in names:
                self.name = self.env._(ready.name)
            self.use_calculation = ready.uses_calculation

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        sets = [READY_SETS.get(vals.get('ready_set')) for vals in vals_list]
        processes = super().create(
            [
                self._with_ready_stages(vals, ready) if ready else vals
                for vals, ready in zip(vals_list, sets, strict=True)
            ]
        )
        for process, ready in zip(processes, sets, strict=True):
            if ready:
                process._translate_ready_set(ready)
        return processes

    # ------------------------------------------------------------
    # TOOLING
    # ------------------------------------------------------------

    @api.model
    def _with_ready_stages(self, vals, ready):
        """Return the values of a new process with the stages of a set before those given."""
        first = self.env['crm.stage'].search([], order='sequence desc', limit=1).sequence
        # A hundred of its own: where processes are shown together, its columns stay side by side.
        first = (first // 100 + 1) * 100
        stages = [
            Command.create(self._prepare_ready_stage(stage, first + number, number))
            for number, stage in enumerate(ready.stages)
        ]
        return {**vals, 'stage_ids': [*stages, *vals.get('stage_ids', ())]}

    @api.model
    def _prepare_ready_stage(self, stage, sequence, number):
        return {
            'name': self.env._(stage.name),
            'sequence': sequence,
            'is_won': stage.is_won,
            'color': WON_COLOR if stage.is_won else COLORS[number % len(COLORS)],
            'rotting_threshold_days': stage.days,
            'deal_buyer_step': self.env._(stage.buyer),
            'deal_guidance': Markup("<p>%s</p>") % self.env._(stage.guidance),
            'deal_practice_ids': [
                Command.create(self._prepare_ready_practice(practice, order))
                for order, practice in enumerate(stage.practices, 1)
            ],
        }

    @api.model
    def _prepare_ready_practice(self, practice, order):
        return {
            'name': self.env._(practice.name),
            'sequence': order,
            'hint': practice.hint and self.env._(practice.hint),
            'weight': practice.weight,
            'requirement': practice.requirement,
            'gate': practice.gate,
            'due_days': practice.due,
            **self._prepare_ready_fact(practice.fact),
        }

    @api.model
    def _prepare_ready_fact(self, fact):
        """Return what fulfils a practice; where the type of activity is gone, it is ticked."""
        if 'activity_type_id' not in fact:
            return fact
        activity_type = self.env.ref(fact['activity_type_id'], raise_if_not_found=False)
        return {**fact, 'activity_type_id': activity_type.id} if activity_type else {'kind': 'tick'}

    def _translate_ready_set(self, ready):
        """Write the texts of a set in all languages, in those of the stages and practices."""
        self.ensure_one()
        if self.name == self.env._(ready.name):
            self._write_ready_text('name', ready.name)
        stages = self.stage_ids.sorted('id')[: len(ready.stages)]
        for stage, ready_stage in zip(stages, ready.stages, strict=True):
            self._translate_ready_stage(stage, ready_stage)

    def _translate_ready_stage(self, stage, ready):
        self._write_ready_text('name', ready.name, stage)
        self._write_ready_text('deal_buyer_step', ready.buyer, stage)
        self._write_ready_text('deal_guidance', ready.guidance, stage)
        practices = stage.deal_practice_ids.sorted('id')
        for practice, one in zip(practices, ready.practices, strict=True):
            self._write_ready_text('name', one.name, practice)
            if one.hint:
                self._write_ready_text('hint', one.hint, practice)

    def _write_ready_text(self, name, text, record=None):
        """Write a text of a set in all languages, on this process or on a record of it."""
        record = self if record is None else record
        texts = {
            lang: self.with_context(lang=lang).env._(text) for lang in self._get_ready_languages()
        }
        if record._fields[name].translate is not True:
            # Rich texts are translated piece by piece: what is written is one.
            texts = {lang: {self.env._(text): translated} for lang, translated in texts.items()}
        record.update_field_translations(name, texts)

    @api.model
    def _get_ready_languages(self):
        return {'en_US', *(code for code, _name in self.env['res.lang'].get_installed())}
