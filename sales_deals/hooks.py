"""Work before installing the addon and before removing it, set-based."""

from odoo.tools import SQL, sql

from .tools.filters import field_paths

#: Stored computed columns of deals, which installing fills in SQL.
COLUMNS = {
    'deal_process_id': 'int4',
    'deal_number': 'varchar',
    'deal_profit': 'numeric',
    'deal_margin': 'numeric',
    'deal_state': 'varchar',
    'deal_kind': 'varchar',
    'deal_offer_state': 'varchar',
    'deal_offer_sent_on': 'timestamp',
}


def pre_init_hook(env):
    """Add the columns, so that the ORM does not compute them deal by deal.

    The data files do that in SQL (``deal.process._adopt_existing_pipeline``).
    """
    for column, kind in COLUMNS.items():
        if not sql.column_exists(env.cr, 'crm_lead', column):
            sql.create_column(env.cr, 'crm_lead', column, kind)


def uninstall_hook(env):
    """Move what must stay off records that go away with the addon."""
    _leave_own_stages(env)
    _release_stages(env)
    _leave_own_activity_types(env)
    _remove_sequences(env)
    _remove_custom_values(env)
    _remove_files(env)
    _leave_used_reasons(env)
    _leave_used_demo_records(env)
    _remove_foreign_keys(env)
    _remove_rows(env)
    _remove_foreign_names(env)
    _remove_filters(env)
    env['ir.ui.view']._archive_views_of_deals()
    _restore_field_names(env)


def _leave_own_stages(env):
    """Move deals on the addon's stages to the nearest one of Odoo in order, won to won."""
    own = env['ir.model.data'].search([('module', '=', 'sales_deals'), ('model', '=', 'crm.stage')])
    stages = env['crm.stage'].browse(own.mapped('res_id')).exists()
    others = env['crm.stage'].search([('id', 'not in', stages.ids)])
    of_odoo = others.filtered(lambda stage: _is_of_odoo(stage) and not stage.team_ids)
    moved = []
    for stage in stages:
        target = stage._get_counterpart(of_odoo) or stage._get_counterpart(others)
        if target:
            query = "UPDATE crm_lead SET stage_id = %s WHERE stage_id = %s RETURNING id"
            moved += [lead_id for (lead_id,) in env.execute_query(SQL(query, target.id, stage.id))]
        else:
            # Nothing to move the deals to: the stage stays.
            own.filtered(lambda data, stage=stage: data.res_id == stage.id).unlink()
    env['crm.lead'].invalidate_model(['stage_id'])
    _update_customers_fields(env, moved)


def _update_customers_fields(env, lead_ids):
    """Update what customers have made depend on stages; all else of the leads stays as it is."""
    leads = env['crm.lead'].browse(lead_ids)
    fields = [
        field
        for field in env.registry.get_dependent_fields(leads._fields['stage_id'])
        if field.manual and field.store and field.model_name == leads._name
    ]
    if not leads or not fields:
        return
    query = SQL("SELECT id, write_uid, write_date FROM crm_lead WHERE id IN %s", leads._ids)
    changes = env.execute_query(query)
    for field in fields:
        env.add_to_compute(field, leads)
    env.flush_all()
    for lead_id, user_id, moment in changes:
        query = "UPDATE crm_lead SET write_uid = %s, write_date = %s WHERE id = %s"
        env.cr.execute(SQL(query, user_id, moment, lead_id))
    env.invalidate_all()
    # Odoo defines fields anew before it removes them, and forgets to follow them by the new ones.
    env.registry._discard_fields([])


def _release_stages(env):
    """Take the stages out of their processes, with which they would be deleted.

    Those of users' processes come last then: deals begin and are won on Odoo's stages, as before.
    """
    stages = env['crm.stage'].search([])
    last = max(stages.mapped('sequence'), default=0)
    foreign = stages.filtered(lambda stage: not _is_of_odoo(stage))
    lowest = min(foreign.mapped('sequence'), default=0)
    for stage in foreign:
        query = "UPDATE crm_stage SET sequence = %s WHERE id = %s"
        env.cr.execute(SQL(query, last + 1 + stage.sequence - lowest, stage.id))
    env.cr.execute(SQL("UPDATE crm_stage SET deal_process_id = NULL"))
    env.invalidate_all()
    env.registry.clear_cache()


def _leave_own_activity_types(env):
    """Give activities of the addon's types, done or planned, the nearest type of Odoo."""
    own = env['ir.model.data'].search(
        [('module', '=', 'sales_deals'), ('model', '=', 'mail.activity.type')]
    )
    types = env['mail.activity.type'].browse(own.mapped('res_id')).exists()
    columns = _get_columns(env, types._name)
    for kind in types:
        nearest = _get_nearest_type(env, kind)
        for model, field in columns:
            table, column = SQL.identifier(model._table), SQL.identifier(field.name)
            query = SQL("UPDATE %s SET %s = %s", table, column, nearest.id)
            env.cr.execute(SQL("%s WHERE %s = %s", query, column, kind.id))
    env.invalidate_all()


def _get_columns(env, comodel):
    """Return models with their columns that hold ids of another model.

    :return: list of (model, field)
    """
    return [
        (env[model], field)
        for model in env.registry
        for field in env[model]._fields.values()
        if field.comodel_name == comodel and _is_column(env[model], field)
    ]


def _is_column(model, field):
    """Return whether a field is a column with the id of another record."""
    is_table = model._auto and not model._abstract
    return is_table and field.type == 'many2one' and field.store and field.column_type


def _get_nearest_type(env, kind):
    """Return Odoo's type that is nearest to one of the addon.

    For calls and meetings there is always one: Odoo keeps those types from being deleted.
    """
    names = {'phonecall': 'call', 'meeting': 'meeting'}
    if kind.get_external_id()[kind.id] == 'sales_deals.activity_type_email':
        email = env.ref('mail.mail_activity_data_email', raise_if_not_found=False)
        if email:
            return email
    return env.ref(f'mail.mail_activity_data_{names.get(kind.category, "todo")}')


def _remove_sequences(env):
    """Remove the sequences of processes and offers, with their date ranges."""
    processes = env['deal.process'].with_context(active_test=False).search([])
    sequences = processes.sequence_id
    env.cr.execute(SQL("ALTER TABLE deal_process ALTER COLUMN sequence_id DROP NOT NULL"))
    env.cr.execute(SQL("UPDATE deal_process SET sequence_id = NULL"))
    env.invalidate_all()
    sequences |= env['ir.sequence'].search([('code', '=', 'deal.offer')])
    sequences._unlink_with_ranges()


def _remove_custom_values(env):
    """Remove the custom attribute values of calculation lines, which are removed too."""
    env['product.attribute.custom.value'].search([('deal_variant_line_id', '!=', False)]).unlink()


def _remove_files(env):
    """Remove files of offers and their templates, which Odoo would leave behind."""
    own = ('deal.offer', 'deal.offer.template')
    domain = [('res_model', 'in', own), ('res_field', 'in', [False, 'cover', 'logo', 'signature'])]
    env['ir.attachment'].search(domain).unlink()


def _leave_used_reasons(env):
    """Keep the addon's lost reasons that deals use."""
    own = env['ir.model.data'].search(
        [('module', '=', 'sales_deals'), ('model', '=', 'crm.lost.reason')]
    )
    leads = env['crm.lead'].with_context(active_test=False, deal_with_merged=True)
    groups = leads._read_group([('lost_reason_id', 'in', own.mapped('res_id'))], ['lost_reason_id'])
    used = {reason.id for (reason,) in groups}
    own.filtered(lambda data: data.res_id in used).unlink()


def _leave_used_demo_records(env):
    """Keep the demo clients, products and price lists that documents of others need."""
    for name in ('res.partner', 'product.product', 'product.pricelist'):
        own = env['ir.model.data'].search([('module', '=', 'sales_deals'), ('model', '=', name)])
        records = env[name].browse(own.mapped('res_id')).exists()
        used = _get_used(env, records)
        _forget(env, used)
        if name == 'product.product':
            _forget(env, used.product_tmpl_id)


def _get_used(env, records):
    """Return the records which rows of other addons' models keep from being deleted."""
    own_models = _get_own_models(env)
    used = records.browse()
    for model, field in _get_columns(env, records._name):
        if model._name not in own_models and field.ondelete == 'restrict' and records:
            table, column = SQL.identifier(model._table), SQL.identifier(field.name)
            query = SQL("SELECT %s FROM %s WHERE %s IN %s", column, table, column, records._ids)
            used |= records.browse(row_id for (row_id,) in env.execute_query(query))
    return used


def _forget(env, records):
    """Leave records to the database's users: they stay when the addon goes."""
    domain = [('model', '=', records._name), ('res_id', 'in', records.ids)]
    env['ir.model.data'].search([('module', '=', 'sales_deals'), *domain]).unlink()


def _remove_foreign_keys(env):
    """Remove descriptions of foreign keys, which Odoo leaves behind when it drops the columns."""
    env['ir.model.constraint'].search(
        [('module.name', '=', 'sales_deals'), ('type', '=', 'f')]
    ).unlink()


def _remove_rows(env):
    """Empty tables that are dropped: without foreign keys Odoo can't delete their demo rows."""
    for name in (
        'deal.loss',
        'deal.contact',
        'deal.competitor',
        'deal.offer',
        'deal.variant.line',
        'deal.variant',
    ):
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(env[name]._table)))
    env.invalidate_all()


def _remove_foreign_names(env):
    """Remove XML ids that other addons have for mixins which models of this addon inherit."""
    inherits = env['ir.model.inherit'].search([('model_id.model', 'in', _get_own_models(env))])
    env['ir.model.data'].search(
        [
            ('model', '=', inherits._name),
            ('res_id', 'in', inherits.ids),
            ('module', '!=', 'sales_deals'),
        ]
    ).unlink()


def _remove_filters(env):
    """Remove users' saved searches that name removed fields: they would break their view."""
    own_models = _get_own_models(env)
    own_fields = _get_own_fields(env)
    filters = env['ir.filters'].with_context(active_test=False).search([])
    filters.filtered(
        lambda saved: (
            saved.model_id in own_models
            or any(
                _leads_to(env, own_fields, saved.model_id, path)
                for path in field_paths(saved.domain, saved.context, saved.sort)
            )
        )
    ).unlink()


def _restore_field_names(env):
    """Give models and fields of others the names again that they had without the addon."""
    langs = [code for code, _name in env['res.lang'].get_installed()]
    env['ir.module.module']._load_field_names('crm', langs)
    others = [code for code in langs if code != 'en_US']
    env['ir.module.module']._restore_odoo_words(others)
    env['ir.module.module']._remove_deal_labels(others)


def _get_own_models(env):
    """Return the names of the addon's models."""
    return [name for name, model in env.registry.items() if model._original_module == 'sales_deals']


def _get_own_fields(env):
    """Return the fields that no other addon defines.

    :return: set of model and name
    """
    data = env['ir.model.data'].search([('model', '=', 'ir.model.fields')])
    own = data.filtered(lambda name: name.module == 'sales_deals')
    ids = set(own.mapped('res_id')) - set((data - own).mapped('res_id'))
    return {(field.model, field.name) for field in env['ir.model.fields'].browse(ids)}


def _leads_to(env, fields, model, path):
    """Return whether a path of names, from a model, passes one of the fields."""
    for name in path.split('.'):
        if (model, name) in fields:
            return True
        field = model in env and env[model]._fields.get(name)
        if not field:
            return False
        model = field.comodel_name
    return False


def _is_of_odoo(stage):
    """Return whether the stage is one of Odoo's own pipeline."""
    standard = stage.env.ref('sales_deals.deal_process_standard', raise_if_not_found=False)
    return not stage.deal_process_id or stage.deal_process_id == standard
