"""Verbs by which of two parties gives and which takes, Italian and English together."""

import re


def _any(words: str) -> re.Pattern[str]:
    forms = [form.replace("_", r"\s+").replace("*", r"\w*") for form in words.split()]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)


# "A was bought by B", "A è stata scelta da B".
PASSIVE = re.compile(
    r"\b(?:by|da|dal|dallo|dalla|dai|dagli|dalle|dall['’])\s*(?:the\s+)?$"
    r"|\b(?:by|from|da|dal|dalla|dall['’])\s*(?:the\s+)?\w*\s*$",
    re.IGNORECASE,
)

GIVING = {
    "goods": _any(
        """suppl* provid* sell* sold deliver* leas*_to rents_out licens*_to lend* fornis* forni*
        vend* vende* consegn* affitta_a ced* concede* mette_a_disposizione"""
    ),
    "money": _any("invest* pays paid pay lends lent funds backs pag* versa* presta* finanzi*"),
    "share": _any("owns holds own hold possied* detien*"),
}
TAKING = {
    "goods": _any(
        """buy* bought purchas* order* acquir* rent* chose choos* pick* receiv* use uses used
        compra* acquist* ordin* scegli* scelt* riceve* usa* prende_in_affitto affitta_da"""
    ),
    "money": _any("receiv* raised_from riceve* ricevut* raccol*"),
    "share": _any("owned_by belongs held_by"),
}
