"""Detection of duplicates: normal forms, keys, blocks and scores; no ORM."""

from .blocks import blocks, name_blocks
from .folding import fold_company, fold_person, fold_text
from .keys import email_keys, phone_keys, tax_id_key, website_key
from .names import word_weights
from .scores import (
    CONTRADICTING,
    NO_MATCH,
    RULES,
    SUPPORTING,
    Match,
    Reason,
    Record,
    Rules,
    compare,
    is_certain,
    persons_decide,
)
