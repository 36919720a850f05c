"""Keep the files of a stage from whoever may not read the stage's process."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

#: Values of conditions for several models.
LISTS = (OrderedSet, list, set, tuple)


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """Leave out also stages that tell the user nothing: they are there for everybody."""
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)
        if self.env.su:
            return
        stages = self.env['crm.stage']
        if ids := set(filter(None, model_and_ids.get(stages._name, ()))):
            told = stages.search(Domain('id', 'in', ids) & stages._get_told_domain())
            yield from ((stages._name, stage_id) for stage_id in ids - set(told.ids))

    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Leave out the same where files of a model are looked for, which Odoo finds by itself."""
        query = super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
        if self.env.su or bypass_access or not _asks_for_stages(domain) or query.is_empty():
            return query
        table, stages = SQL.identifier(query.table), self.env['crm.stage']
        query.add_where(
            SQL(
                "(%s.res_model <> 'crm.stage' OR %s.res_id IN %s)",
                table,
                table,
                stages._search(stages._get_told_domain()).subselect(),
            )
        )
        return query


def _asks_for_stages(domain):
    """Tell whether a domain is about files of the model of stages."""
    return any(
        node.value == 'crm.stage' or (isinstance(node.value, LISTS) and 'crm.stage' in node.value)
        for node in Domain(domain).iter_conditions()
        if node.field_expr == 'res_model'
    )
