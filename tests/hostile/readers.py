"""What reads each kind of file or text, step by step as the addon does."""

from sales_deals.tools.pricing import tables


def read_table(content: bytes) -> object:
    """Read a file as the dialogue does that adds lines: as a text, as a table, as values.

    :return: the reason why it cannot be read, or the number of rows
    """
    text = tables.read_file(content)
    if isinstance(text, tables.Problem):
        return text.reason
    table = tables.read_table(text)
    if isinstance(table, tables.Problem):
        return table.reason
    units = tables.names_of_currency("PLN", "zł")
    decimal = tables.decimal_sign(tables.number_texts(table), units) or "."
    foreign = tables.foreign_currencies(table, units, {"EUR", "PLN"})
    for row in table.rows:
        values, _problems = tables.values_of(table, row, decimal, units, (), foreign)
        tables.spellings(values.code or values.name or "")
        tables.fold(values.name or "")
    return len(table.rows)
