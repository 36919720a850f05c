"""What is wrong with rows, tables and files, in the user's words."""

from odoo import models

from . import deal_variant_import  # noqa: F401 (extended below)


class DealVariantImport(models.TransientModel):
    _inherit = 'deal.variant.import'

    def _get_problem_message(self, problem):
        """Describe what is wrong with a row, a table or a file."""
        value = problem.value
        currency = self.variant_id.currency_id.name
        messages = {
            'unclear_column': self.env._(
                "Say what the column “%s” is: choose it above the column. No row is added before.",
                value,
            ),
            'no_tax': self.env._(
                "The prices are with tax, but “%s” has no tax: choose above the column whether its "
                "prices are without tax.",
                value,
            ),
            'unknown': self.env._("No product has the code, barcode or name “%s”.", value),
            'ambiguous': self.env._(
                "Several products have the code, barcode or name “%s”. Use a code that only one "
                "has.",
                value,
            ),
            'not_sold': self.env._("“%s” is not for sale.", value),
            'combo': self.env._("“%s” is a combo: its parts can't be chosen in a table.", value),
            'no_product': self.env._("The row has neither a code nor a name."),
            'quantity_not_a_number': self.env._("The quantity “%s” is not a number.", value),
            'price_not_a_number': self.env._(
                "The price “%s” is not a number in the variant's currency.", value
            ),
            'cost_not_a_number': self.env._(
                "The cost “%s” is not a number in the variant's currency.", value
            ),
            'price_in_currency': self.env._(
                "The header names %(theirs)s for the prices, but the variant is in %(ours)s. "
                "Convert the prices, or give the variant that currency.",
                theirs=value,
                ours=currency,
            ),
            'cost_in_currency': self.env._(
                "The header names %(theirs)s for the costs, but the variant is in %(ours)s. "
                "Convert the costs, or give the variant that currency.",
                theirs=value,
                ours=currency,
            ),
            'price_refused': self.env._("The price %s can't be held.", value),
            'several_rows': self.env._(
                "Several rows may have become one here: a double quote (\") is missing, or one too "
                "many."
            ),
            'too_many_cells': self.env._("The row has more cells than the table has columns."),
            'empty': self.env._("The table has no rows."),
            'too_many_rows': self.env._(
                "The table has more than %s rows. Add it in several parts.", value
            ),
            'too_large': self.env._("This is larger than %s MB. Add it in several parts.", value),
            'broken_text': self.env._("This can't be read as a table."),
            'broken_file': self.env._(
                "This file can't be read. Save it as XLSX or CSV (UTF-8), or copy its rows and "
                "paste them."
            ),
            'formula': self.env._(
                "A formula has no result in the file. Open it in your spreadsheet, save it, and "
                "upload it again; or paste its rows."
            ),
            'merged': self.env._(
                "A cell with a number is merged with the one above. Write here what this row has."
            ),
            'too_wide': self.env._(
                "The sheet has values beyond column %s. Delete the columns that are not needed.",
                value,
            ),
            'too_long': self.env._(
                "The sheet has values below row %s. Add it in several parts.", value
            ),
            'encrypted': self.env._(
                "This file has a password. Save it without one, or copy its rows and paste them."
            ),
            'other_kind': self.env._(
                "Files of the kind %s can't be read. Save it as XLSX or CSV (UTF-8), or copy its "
                "rows and paste them.",
                value,
            ),
            'old_excel': self.env._(
                "This is a file of an old Excel (XLS). Save it as XLSX, or copy its rows and paste "
                "them."
            ),
        }
        return messages[problem.reason]
