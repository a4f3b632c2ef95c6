"""What is wrong with a value, as pydantic found it, in both languages."""

from collections.abc import Mapping
from typing import Any

from corpus.errors import Told


class Impossible(ValueError):
    """A value that a validator of ours refuses, with the reason in both languages."""

    def __init__(self, en: str, it: str) -> None:
        self.told = Told(en, it)
        super().__init__(en)


def told_fault(fault: Mapping[str, Any]) -> Told:
    """One of the errors that a `ValidationError` lists."""
    context = fault.get("ctx") or {}
    error = context.get("error")
    if isinstance(error, Impossible):
        return error.told
    english = str(fault["msg"]).removeprefix("Value error, ")
    italian = _ITALIAN.get(fault["type"])
    if italian is None:
        return Told(english, f"non è un valore possibile ({english})")
    values = {
        name: str(value).replace(" or ", " o ") if name == "expected" else value
        for name, value in context.items()
    }
    return Told(english, italian.format(**values))


_A_DATE = "non è una data come 2026-01-31"
_A_WHOLE_NUMBER = "non è un numero intero"
_A_NUMBER = "non è un numero"
_TRUE_OR_FALSE = "non è né vero né falso (true, false)"
_AN_OBJECT = "non è un oggetto JSON con i suoi campi"

# By pydantic's types of errors; the names in braces are those of its context.
_ITALIAN = {
    "missing": "manca",
    "extra_forbidden": "qui non è previsto",
    "none_required": "deve restare vuoto",
    "string_type": "non è un testo",
    "string_unicode": "non è un testo in Unicode",
    "string_too_short": "deve avere almeno {min_length} caratteri",
    "string_too_long": "può avere al massimo {max_length} caratteri",
    "string_pattern_mismatch": "non ha la forma richiesta ({pattern})",
    "literal_error": "può essere solo {expected}",
    "enum": "può essere solo {expected}",
    "bool_type": _TRUE_OR_FALSE,
    "bool_parsing": _TRUE_OR_FALSE,
    "int_type": _A_WHOLE_NUMBER,
    "int_parsing": _A_WHOLE_NUMBER,
    "int_parsing_size": "è un numero troppo grande",
    "int_from_float": _A_WHOLE_NUMBER,
    "float_type": _A_NUMBER,
    "float_parsing": _A_NUMBER,
    "finite_number": "non è un numero finito",
    "greater_than": "deve essere maggiore di {gt}",
    "greater_than_equal": "deve essere almeno {ge}",
    "less_than": "deve essere minore di {lt}",
    "less_than_equal": "può essere al massimo {le}",
    "date_type": _A_DATE,
    "date_parsing": _A_DATE,
    "date_from_datetime_parsing": _A_DATE,
    "date_from_datetime_inexact": _A_DATE,
    "list_type": "non è un elenco",
    "too_short": "deve avere almeno {min_length} elementi",
    "too_long": "può avere al massimo {max_length} elementi",
    "dict_type": _AN_OBJECT,
    "model_type": _AN_OBJECT,
    "model_attributes_type": _AN_OBJECT,
    "json_invalid": "non è JSON ({error})",
    "json_type": "non è JSON",
    "path_type": "non è un percorso",
}
