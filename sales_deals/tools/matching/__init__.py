"""Search and detection of duplicates: normal forms, keys, blocks and scores; no ORM."""

from .blocks import blocks, name_blocks
from .contents import Content, content_words, weigh
from .folding import fold_company, fold_person, fold_text
from .keys import PHONE_END, email_keys, phone_end, phone_keys, tax_id_key, website_key
from .names import word_weights
from .records import read_record
from .scores import (
    CONTRADICTING,
    NO_MATCH,
    OTHER_CONTENT,
    RULES,
    SAME_CONTENT,
    SUPPORTING,
    Match,
    Reason,
    Record,
    Rules,
    compare,
    is_certain,
    persons_decide,
)
from .searching import read_question, search_text
