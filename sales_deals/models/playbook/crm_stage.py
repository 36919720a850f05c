"""What a stage tells salespeople: guidance, practices, and what the client does there."""

from odoo import Command, api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import SQL, is_html_empty

from .playbook_facts import StageFacts

#: What a stage tells, to whoever may read its process.
TOLD = ('deal_guidance', 'deal_buyer_step')


class CrmStage(models.Model):
    _inherit = 'crm.stage'

    deal_guidance = fields.Html(
        string="Guidance",
        translate=True,
        sanitize_attributes=True,
        # Read by itself: never by the superuser beside a stage's name, for whoever may not read it.
        prefetch='deal_guidance',
        help="What the stage is for, and how it is done well; shown beside each deal on it.",
    )
    deal_guidance_file_ids = fields.Many2many(
        'ir.attachment',
        'deal_stage_guidance_rel',
        'stage_id',
        'attachment_id',
        string="Files",
        bypass_search_access=True,
    )
    deal_buyer_step = fields.Char(
        string="Buyer's Step",
        translate=True,
        prefetch='deal_guidance',
        help="What the client does in this stage, such as “compares offers”.",
    )
    deal_practice_ids = fields.One2many('deal.practice', 'stage_id', string="Practices", copy=True)
    deal_open_count = fields.Integer(string="Open Deals", compute='_compute_deal_open_count')

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_deal_open_count(self):
        groups = self.env['crm.lead']._read_group(
            self._get_open_deals_domain(), ['stage_id'], ['__count']
        )
        counts = {stage.id: count for stage, count in groups}
        for stage in self:
            stage.deal_open_count = counts.get(stage._origin.id, 0)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        stages._own_guidance_files()
        return stages

    def write(self, vals):
        if {*TOLD, 'deal_guidance_file_ids'} & vals.keys():
            self.deal_process_id.check_access('write')
        result = super().write(vals)
        if {*TOLD, 'sequence', 'team_ids', 'deal_guidance_file_ids'} & vals.keys():
            # The playbook knows the order of stages, and which deals can stand on them; and it is
            # known what each of them tells.
            self.env.registry.clear_cache()
        if 'deal_guidance_file_ids' in vals:
            self._own_guidance_files()
        return result

    def _get_stage_facts(self):
        return StageFacts(
            id=self.id,
            deal_process_id=self.deal_process_id.id,
            is_won=self.is_won,
            team_ids=frozenset(self.team_ids.ids),
        )

    def copy_data(self, default=None):
        """Give each copy files of its own: those of a stage go when it goes."""
        vals_list = super().copy_data(default)
        for stage, vals in zip(self, vals_list, strict=True):
            if files := stage.deal_guidance_file_ids:
                copies = files.copy({'res_id': False})
                vals['deal_guidance_file_ids'] = [Command.set(copies.ids)]
        return vals_list

    def unlink(self):
        """Take the practices away first: those with a history are kept in the archive."""
        practices = self.env['deal.practice'].with_context(active_test=False)
        practices.search([('stage_id', 'in', self.ids)]).unlink()
        return super().unlink()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_show_deal_list(self):
        """Open the deals that a change of the stage touches."""
        return {
            **self.env['deal.process']._prepare_deals_action(self._get_open_deals_domain()),
            'display_name': self.env._("Open Deals: %s", ", ".join(self.mapped('name'))),
        }

    # ------------------------------------------------------------
    # TOOLING
    # ------------------------------------------------------------

    def _get_open_deals_domain(self):
        """Return the domain of the deals in progress on these stages."""
        return (
            Domain('type', '=', 'opportunity')
            & Domain('stage_id', 'in', self._origin.ids)
            & self.env['crm.lead']._get_in_progress_domain()
        )

    def _describe_guidance(self):
        """Return what the web client shows of the stage: guidance, files, buyer's step."""
        guidance, buyer_step = self._get_told().get(self.id, ('', ''))
        return {
            'guidance': '' if is_html_empty(guidance) else guidance,
            'buyer_step': buyer_step or '',
            'files': self._get_guidance_files(),
        }

    def _get_guidance_files(self):
        """Return id and name of each file, by one query; by none for a stage without files."""
        if self.id not in self._get_ids_with_files():
            return []
        rows = self.env.execute_query(
            SQL(
                """SELECT file.id, file.name FROM deal_stage_guidance_rel AS guidance
                     JOIN ir_attachment AS file ON file.id = guidance.attachment_id
                    WHERE guidance.stage_id = %s ORDER BY file.id""",
                self.id,
            )
        )
        return [{'id': file_id, 'name': name} for file_id, name in rows]

    @api.model
    @tools.ormcache()
    def _get_ids_with_files(self):
        """Return the ids of stages with files; cached, so that most deals need no query."""
        rows = self.env.execute_query(SQL("SELECT stage_id FROM deal_stage_guidance_rel"))
        return frozenset(stage_id for (stage_id,) in rows)

    @api.model
    @tools.ormcache('self.env.lang')
    def _get_told(self):
        """Return guidance and buyer's step by stage, in the user's language.

        Cached for the same reason, and read past the ORM's cache: what a stage of others tells
        must not be left there.
        """
        # Shown on deals only, to whoever may read the deal.
        stages = self.sudo()
        query = stages._search([])
        columns = [stages._field_to_sql(query.table, name, query) for name in ('id', *TOLD)]
        return tools.frozendict(
            {
                stage_id: (guidance, buyer_step)
                for stage_id, guidance, buyer_step in self.env.execute_query(query.select(*columns))
                if guidance or buyer_step
            }
        )

    def _update_field_translations(self, field_name, *args, **kwargs):
        result = super()._update_field_translations(field_name, *args, **kwargs)
        if field_name in TOLD:
            self.env.registry.clear_cache()
        return result

    def _field_to_sql(self, alias, field_expr, query=None):
        """Leave empty what stages of others' processes tell, however it is read or looked for.

        Stages themselves are there for everybody, as in Odoo.
        """
        sql = super()._field_to_sql(alias, field_expr, query)
        if field_expr not in TOLD or self.env.su:
            return sql
        process = SQL.identifier(alias, 'deal_process_id')
        return SQL(
            "(CASE WHEN %s IS NULL OR %s IN %s THEN %s END)",
            process,
            process,
            self._get_readable_processes().subselect(),
            sql,
        )

    @api.model
    def _get_readable_processes(self):
        """Return the query of the processes that the user may read."""
        return self.env['deal.process'].with_context(active_test=False)._search([])

    @api.model
    def _get_told_domain(self):
        """Return the domain of the stages of which the user may read what they tell."""
        known = Domain('deal_process_id', 'in', self._get_readable_processes())
        return Domain('deal_process_id', '=', False) | known

    def _own_guidance_files(self):
        """Let whoever sees the stage open its files.

        :raise AccessError: for files that the user may not read
        """
        self.deal_guidance_file_ids.check_access('read')
        for stage in self:
            own = stage.deal_guidance_file_ids.filtered(lambda file: not file.res_id)
            own.write({'res_model': self._name, 'res_id': stage.id})
