"""Facts: what needs counting or comparing rows, named, typed and worked out from answers.

A fact looks at answers and says yes, no or unknown, with the answers that settled it.
The values its "yes" rests on are what a text may list, so a fact names each of them.
Importing this package registers every fact.
"""

from privet.facts import (
    bases,
    choices,
    inventory,
    organisation,
    places,
    retention,
    safeguards,
    sensitive,
    suppliers,
    upkeep,
    wording,
)
from privet.facts.case import FACTS, Case, FactFunction, answer_is, known, rows, value_where

__all__ = [
    "FACTS", "Case", "FactFunction", "answer_is", "bases", "choices", "inventory", "known", "organisation", "places",
    "retention", "rows", "safeguards", "sensitive", "suppliers", "upkeep", "value_where", "wording",
]  # fmt: skip
