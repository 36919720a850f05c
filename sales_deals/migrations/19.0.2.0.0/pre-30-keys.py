"""Forget the match keys of all deals: numbers and names are understood otherwise now.

The job makes missing keys, a part at a time; new columns of old keys would be filled at once.
"""


def migrate(cr, version):
    cr.execute("TRUNCATE deal_match_key")
    cr.execute("UPDATE deal_match_rules SET scanned_until = NULL, scan_position = NULL")
