"""Let the addon's own texts greet clients by the placeholder of the greeting.

Only those that nobody has edited: their last change is their making.
"""

import json
import re

from odoo.tools import SQL

NAME = (
    r'(?:<t t-out="object\.(?:contact_name|partner_id\.name)[^"]*">[^<]*</t>|\{\{ ?contact ?\}\})'
)
#: The paragraph that greets, in each of the languages of before.
GREETING = re.compile(
    rf'<p>\s*(?:Dear {NAME},|{NAME} گرامی،|(?:Dzień dobry|Szanowni Państwo),(?:\s*{NAME},)?)\s*</p>'
)
#: A sentence that began with the name.
BEGINNING = re.compile(r'<p>\s*\{\{ ?contact ?\}\}(?:,| گرامی،)\s*(\S)')
OFFER = '<p t-out="object._get_greeting()">%s</p>'
NEUTRAL = {'fa': "با سلام و احترام،", 'pl': "Szanowni Państwo,"}
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


def renew(text, lang, of_offer):
    """Return a text with the placeholder in place of the greeting.

    :param bool of_offer: whether it is about an offer, not about a deal
    """
    greeting = '<p>{{greeting}}</p>'
    if of_offer:
        greeting = OFFER % NEUTRAL.get(lang[:2], "Dear Sir or Madam,")
    text = GREETING.sub(lambda _match: greeting, text, count=1)
    return BEGINNING.sub(lambda match: f'{greeting}<p>{match[1].upper()}', text, count=1)
