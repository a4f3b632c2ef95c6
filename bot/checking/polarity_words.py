"""Words that deny and words of opposite meaning, Italian and English together."""

import re


def _any(words: str) -> re.Pattern[str]:
    forms = [form.replace("_", r"\s+").replace("*", r"\w*") for form in words.split()]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)


DENIALS = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nobody|nothing|without|cannot|\w+n['’]t|non|né|"
    r"nessun[oa]?|senza|niente|nulla|neppure|nemmeno|neanche)\b",
    re.IGNORECASE,
)
# These have a word of denial and deny nothing.
NO_DENIALS = re.compile(
    r"\b(?:not (?:only|just|merely|least)|no less than|no doubt|no sooner|whether or not|"
    r"non (?:solo|soltanto|appena|ultim[oa])|non meno d\w+|senza dubbio|se non|no\. ?\d+)\b",
    re.IGNORECASE,
)
# Words that deny by what they mean.
REFUSALS = _any(
    """deny denies denied refus* reject* declin* fail fails failed failing lack* absent absence
    exclud* abandon* cancel* scrap* withdr* halt* unable instead rather except unconfirmed
    impossible avoid* prevent* ban bans banned forb* stop stops stopped ceas* remov* lost lose
    loses end ends ended yet free spare* against dropped gave_up smenti* nega negato negano negò
    rifiut* respin* bocci* esclu* manca mancano mancat* mancanza assen* rinunci* abbandon* annull*
    ritir* ferma* sospe* interromp* interrott* vieta* imped* priv[oaie] incapac* impossibil*
    invece anziché piuttosto tranne eccetto salvo evit* cess* perso perde perdono toglie tolto
    rimoss* contro ancora solo soltanto only alone less meno"""
)
OPPOSITES = tuple(
    (_any(one), _any(other))
    for one, other in (
        (
            "rise* rose risen increas* grew grow* gain* climb* jump* soar* up aument* sal[iìeg]* "
            "cresc* rialz* guadagn*",
            "fall* fell drop* declin* decreas* down shrank shrink* slump* cal[aoi]* scend* sces* "
            "dimin* ribass* ridott* riduc* ridu* perd* pers[oaei]",
        ),
        ("before ahead_of prima", "after dopo in_seguito"),
        ("accept* accett* approv*", "reject* refus* rifiut* respin* bocci* turned_down"),
        ("faster quicker più_veloc* più_rapid*", "slower più_lent*"),
        ("cheaper più_economic* meno_car*", "dearer pricier more_expensive più_car*"),
        ("above over sopra oltre", "below under sotto"),
        ("open* apert* apr*", "clos* chius* chiud*"),
        ("win* won vinc* vint*", "lose loses lost perd* perso"),
        ("public pubblic*", "private privat*"),
        ("strong* fort*", "weak* debol*"),
        ("early earlier anticip*", "late later delay* postpon* ritard* rinvi* slitt*"),
        ("largest biggest più_grande maggior*", "smallest più_piccol* minor*"),
        ("more più", "less fewer meno"),
        ("minimum at_least almeno", "maximum at_most al_massimo"),
    )
)
