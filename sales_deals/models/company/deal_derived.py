"""What is derived from deals and kept in tables of its own, a row beside each deal."""

from odoo import api, fields, models
from odoo.tools import SQL

from . import deal_record  # noqa: F401 (inherited below)

#: Deals whose rows are made at a time.
BATCH = 2000


class DealDerived(models.AbstractModel):
    """Keep texts that are computed from a deal; users have no access.

    In tables of their own, they neither widen the table of deals, nor does each change of a deal
    write their indexes anew. Rows are inserted by SQL, as there may be a million.
    """

    _name = 'deal.derived'
    _inherit = ['deal.record']
    _description = "Row beside a Deal"
    _rec_name = 'lead_id'

    lead_id = fields.Many2one(
        'crm.lead', string="Deal", required=True, readonly=True, ondelete='cascade'
    )

    _unique_lead = models.UniqueIndex('(lead_id)')

    @api.model
    def _get_source_fields(self):
        """Return the fields of a deal that its row is made of, by paths."""
        return []

    @api.model
    def _get_parts(self):
        """Return the parts of a row, each with a field of deals whose compute renews it.

        :return: dictionary of the field's name to the names of columns
        """
        raise NotImplementedError

    @api.model
    def _get_text_columns(self):
        """Return the names of the columns that :meth:`_prepare_rows` makes."""
        return {
            name
            for name, field in self._fields.items()
            if field.type in ('char', 'text') and field.store
        }

    @api.model
    def _prepare_rows(self, leads, names):
        """Return a dictionary of texts by column for each deal.

        :param names: the columns, or some of them
        """
        raise NotImplementedError

    @api.model
    def _get_newest_missing(self):
        """Return the highest id of a deal that has no row, None if all have one."""
        query = SQL(
            "SELECT max(id) FROM crm_lead l WHERE NOT EXISTS ("
            "   SELECT 1 FROM %s k WHERE k.lead_id = l.id)",
            SQL.identifier(self._table),
        )
        return self.env.execute_query(query)[0][0]

    @api.model
    def _fill(self, below, limit=BATCH):
        """Make the rows of deals that have none, the newest first.

        :param int below: consider deals with lower ids only
        :return: id of the last deal that was considered, None if there are no more
        """
        query = SQL(
            "SELECT batch.id, k.id IS NULL FROM ("
            "   SELECT id FROM crm_lead WHERE id < %s ORDER BY id DESC LIMIT %s) AS batch"
            " LEFT JOIN %s k ON k.lead_id = batch.id",
            below,
            limit,
            SQL.identifier(self._table),
        )
        rows = self.env.execute_query(query)
        leads = self.env['crm.lead'].browse(lead_id for lead_id, missing in rows if missing)
        # The first field that is read would bring all others of a deal.
        leads.fetch([name for name in self._get_source_fields() if '.' not in name])
        self._insert(leads)
        self.env.invalidate_all()
        return min((lead_id for lead_id, _missing in rows), default=None)

    @api.model
    def _insert(self, leads):
        """Insert the rows of deals that have none."""
        if leads:
            self.env.cr.execute(self._get_insertion(leads))

    @api.model
    def _get_insertion(self, leads):
        """Return the statement that inserts the rows of deals that have none."""
        names = sorted(self._get_text_columns())
        rows = self._prepare_rows(leads, names)
        return SQL(
            "INSERT INTO %s (lead_id, %s, create_uid, write_uid, create_date, write_date)"
            " SELECT *, %s, %s, %s, %s FROM unnest(%s::int[], %s)"
            " ON CONFLICT (lead_id) DO NOTHING",
            SQL.identifier(self._table),
            SQL(", ").join(map(SQL.identifier, names)),
            self.env.uid,
            self.env.uid,
            self.env.cr.now(),
            self.env.cr.now(),
            leads.ids,
            self._get_arrays(rows, names),
        )

    @api.model
    def _get_renewal(self, leads, names):
        """Return the statement that updates the rows of deals whose texts differ from theirs.

        :param names: of the columns that are renewed
        """
        rows = self._prepare_rows(leads, names)
        columns = [SQL.identifier(name) for name in names]
        return SQL(
            "UPDATE %s k SET (%s, write_uid, write_date) = (%s, %s, %s)"
            " FROM unnest(%s::int[], %s) AS new(lead_id, %s)"
            " WHERE k.lead_id = new.lead_id AND ROW(%s) IS DISTINCT FROM ROW(%s)",
            SQL.identifier(self._table),
            SQL(", ").join(columns),
            SQL(", ").join(SQL("new.%s", column) for column in columns),
            self.env.uid,
            self.env.cr.now(),
            leads.ids,
            self._get_arrays(rows, names),
            SQL(", ").join(columns),
            SQL(", ").join(SQL("k.%s", column) for column in columns),
            SQL(", ").join(SQL("new.%s", column) for column in columns),
        )

    @api.model
    def _get_arrays(self, rows, names):
        """Return the texts of rows as an array for each column."""
        arrays = (SQL("%s::text[]", [row[name] or None for row in rows]) for name in names)
        return SQL(", ").join(arrays)
