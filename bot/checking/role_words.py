"""Words that tell who does something to whom, Italian and English together."""

import re


def _any(words: str) -> re.Pattern[str]:
    forms = [form.replace("_", r"\s+").replace("*", r"\w*") for form in words.split()]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)


# Verbs by which of the two parties gives; the other one takes. "A supplies B", "B buys from A".
GIVING = {
    "goods": _any(
        """suppl* provid* sell* sold deliver* rents_out lend* offer* sublet* build*_for
        forni* vend[eio]* venduto consegn* ced[eo]* concede* mette_a_disposizione
        mett*_a_disposizione affitter*"""
    ),
    "money": _any(
        """invest invests invested investing pay pays paying paid lend* lent finances financed
        financing backs backed put puts putting loaned paga pagano pagato pagherà pagare vers[aeiò]*
        prest[aò]* prestato finanzia finanziano finanziato finanziata finanziare finanzierà investe
        investono investito investirà investire mette metterà sborsa*"""
    ),
    "share": _any("own owns owned hold holds held possied* possed* detien* deten*"),
}
TAKING = {
    "goods": _any(
        """buy* bought purchas* order* acquir* rent rents rented chose choos* pick* receiv*
        get gets got obtain* leas* compra* comprer* acquist* ordin* scegli* scelt* ricev*
        ottien* otten* prend*_in_affitto preso_in_affitto affitta_da"""
    ),
    "money": _any(
        """receiv* get gets got obtain* borrow* raised_from ricev* ottien* otten*
        preso_in_prestito"""
    ),
    "share": _any("belongs belong appartien* apparteng*"),
}

AUXILIARIES = frozenset(
    """is are was were be been being has have had will would can could may might must shall should
    do does did to not also now then already still only just later soon agreed plans wants said
    è sono era erano fu furono stato stata stati state viene vengono essere ha hanno aveva avevano
    avrà avrebbe avranno sarà saranno sarebbe può possono potrà potrebbe deve devono dovrà dovrebbe
    vuole vogliono intende non si lo la le li gli ne anche già ora poi inoltre ancora invece così
    a ad di""".split()
)
# "was bought by B", "guidata da B": a form of to be, or a participle, just before.
BE = _any(
    "is are was were be been being è sono era erano fu furono stato stata stati state viene "
    "vengono essere sarà saranno venne vennero"
)
PARTICIPLE = re.compile(
    r"\w+(?:ed|en|ade|ilt|old|un|ought|ato|ata|ati|ate|uto|uta|uti|ute|"
    r"ito|ita|iti|ite|tto|tta|tti|tte|so|sa|si|se|rto|rta|rti|rte)$"
)
AGENT = re.compile(
    r"\b(?:by|da|dal|dallo|dalla|dai|dagli|dalle)\s+(?:the\s+)?(?:[a-zà-ÿ]+\s+){0,2}$|"
    r"\bdall['’]\s?(?:[a-zà-ÿ]+\s+){0,2}$"
)
# "27% of OpenAI", "azioni Nvidia", "a stake in Intel": whose the share is.
SHARE_OF = re.compile(
    r"(?:(?P<figure>\d[\d.,]*)\s?(?:%|per cento|percent)|stakes?|shares?|quot[ae]|"
    r"partecipazion[ei])\s+(?:of|in|di|del|dell['’])\s*(?:the\s+)?$|\bazioni\s+(?:di\s+)?$"
)
# "Intel shares": here, too.
SHARES_BEHIND = re.compile(r"\s*(?:['’]s\s+)?(?:shares|stock)\b")
# "Intel chips for PCs will pair…": the word behind the name is no verb, one follows later.
_AUXILIARY = r"(?:will|would|can|may|is|are|was|were|has|have)\b"
NOUN_BEHIND = re.compile(
    rf"\s+(?!{_AUXILIARY})[a-z-]+\s+(?:(?:for|of|in|from|on|with|to)\s.*?\b)?{_AUXILIARY}"
)
# Before a name these say that it is not the subject: "the contract with OpenAI".
PREPOSITION = re.compile(
    r"\b(?:of|in|at|on|for|with|from|to|between|by|about|against|like|than|into|di|del|dello|della|"
    r"dei|degli|delle|a|al|allo|alla|ai|agli|alle|da|dal|dallo|dalla|in|nel|nello|nella|nei|negli|"
    r"nelle|con|per|su|sul|sullo|sulla|tra|fra|secondo|come|contro|presso|vicino)\s+"
    r"(?:the\s+|il\s+|la\s+|lo\s+)?$|\b(?:d|dell|all|dall|nell|sull)['’]\s?$",
    re.IGNORECASE,
)
# Behind a name these do not begin what it does.
NO_VERB = re.compile(
    r"\s*(?:['’]s\b|[,;:.()\-–—]|(?:and|or|e|ed|o|of|in|at|on|for|with|from|to|by|as|the|an?|di|del|"
    r"della|dei|delle|a|al|alla|ai|da|dal|dalla|nel|nella|con|per|su|tra|fra|il|lo|la|i|gli|le|un|"
    r"una|che|which|that|who)\b|(?:l|un|dell|all|dall|nell)['’])",
    re.IGNORECASE,
)
# Behind a word that may be a verb these say that it is a noun: "Axelera accelerators and…".
NOUN_BEFORE = frozenset("and or e o of for in from on with to per di da con del della".split())


def _owned(words: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a thing stands before its owner ("customers of") and behind it ("'s customer")."""
    nouns = _any(words).pattern
    return (
        re.compile(
            rf"{nouns}\s+(?:[a-zà-ÿ-]+\s+){{0,2}}?(?:(?:of|di|del|della|dei)\s+(?:the\s+)?|"
            r"(?:dell|d)['’]\s?)$",
            re.IGNORECASE,
        ),
        re.compile(rf"['’]s?\s+(?:[a-z-]+\s+){{0,3}}?{nouns}", re.IGNORECASE),
    )


# What somebody may be to a name. Whose it is says who is who.
OWNED = {
    "customer": _owned("customer customers client clients cliente clienti"),
    "supplier": _owned("supplier suppliers provider providers fornitore fornitori"),
    "partner": _owned("partner partners"),
    "head": _owned(
        """chief head ceo cfo officer president capo amministratore_delegato direttore direttrice
        direttore_finanziario presidente"""
    ),
    "owner": _owned("shareholder shareholders investor investors azionista azionisti socio soci"),
    "founder": _owned("founder founders cofounder cofondatore fondatore fondatori"),
    "unit": _owned("subsidiary unit arm controllata divisione"),
    "committee": _owned("committee board comitato consiglio"),
    "phase": _owned("phase fase round"),
}
