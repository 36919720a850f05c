"""Finding duplicates: normal forms, keys, and how much speaks for a match; no ORM."""

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
from .scores import (
    CONTRADICTING,
    RULES,
    SUPPORTING,
    Likeness,
    Match,
    Reason,
    Record,
    Rules,
    compare,
    likeness,
    similarity,
    word_weights,
)
