"""Let the addon's own texts greet clients by the placeholder of the greeting.

Only those that nobody has edited: their last change is their making.
"""

import json

from odoo.addons.sales_deals.tools.renames.greetings import renew
from odoo.tools import SQL

UNEDITED = """
    SELECT text.id, text.%(column)s, data.name
      FROM %(table)s AS text
      JOIN ir_model_data AS data ON data.module = 'sales_deals' AND data.model = %(model)s
           AND data.res_id = text.id
     WHERE text.write_date = text.create_date AND text.%(column)s IS NOT NULL
"""


def migrate(cr, version):
    """Rewrite the greetings of texts that are as they came."""
    if version:
        _renew(cr, 'mail_template', 'body_html', 'mail.template')
        _renew(cr, 'deal_offer_template', 'opening', 'deal.offer.template')


def _renew(cr, table, column, model):
    """Rewrite the greeting in each language of a column."""
    names = {'table': SQL.identifier(table), 'column': SQL.identifier(column)}
    cr.execute(SQL(UNEDITED, **names, model=model))
    for row_id, texts, name in cr.fetchall():
        of_offer = name.startswith('mail_template_offer')
        new = {lang: renew(text, lang, of_offer) for lang, text in texts.items()}
        if new != texts:
            query = "UPDATE %(table)s SET %(column)s = %(texts)s WHERE id = %(id)s"
            cr.execute(SQL(query, **names, texts=json.dumps(new), id=row_id))
