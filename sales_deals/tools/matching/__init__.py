"""Finding duplicates: normal forms, keys, and how much speaks for a match; no ORM."""

from .blocks import blocks, name_blocks
from .folding import company_key, fold_company, fold_person, fold_text, person_key
from .keys import (
    email_domain,
    email_keys,
    is_public_provider,
    is_role_address,
    phone_keys,
    tax_id_key,
    website_key,
)
from .names import Likeness, likeness, similarity, word_weights
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
