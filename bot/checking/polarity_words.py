"""Words that deny and words of opposite meaning, Italian and English together."""

import re


def _any(words: str) -> re.Pattern[str]:
    forms = [form.replace("_", r"\s+").replace("*", r"\w*") for form in words.split()]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)


DENIALS = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nobody|nothing|without|cannot|\w+n['’]t|non|né|"
    r"nessun[oa]?|senza|niente|nulla|neppure|nemmeno|neanche|alcun[oa]?)\b",
    re.IGNORECASE,
)
# These have a word of denial and deny nothing.
NO_DENIALS = re.compile(
    r"\b(?:not (?:only|just|merely|least)|no less than|no more than|no doubt|no sooner|"
    r"whether or not|non (?:solo|soltanto|appena|ultim[oa])|non meno d\w+|non più di|"
    r"senza dubbio|se non|no\. ?\d+|"
    # That sources differ is told in many ways.
    r"(?:fonti|resocont\w+|versioni|ricostruzioni|stime|tutti) non (?:coincid|concord)\w+|"
    r"non (?:tutti )?(?:coincid|concord)\w+|(?:do|does|did) not (?:agree|match))\b",
    re.IGNORECASE,
)
# Words that deny by what they mean.
REFUSALS = _any(
    """deny denies denied refus* reject* declin* fail fails failed failing lack lacks lacked lacking
    absent absence exclud* abandon* cancel* scrap* withdr* halt* unable instead rather except
    unconfirmed impossible avoid* prevent* forb* stop stops stopped ceas* remov*
    lost lose loses ended free spare* against dropped gave_up give_up unused unsold
    smenti* nega negato negano negò rifiut* respin* bocci* esclu* manca mancano mancat* mancava
    mancanza assen* rinunci* abbandon* annull* ritir* ferma* sospes* interromp* interrott* vieta*
    imped* priv[oaie] incapac* impossibil* invece anziché piuttosto tranne eccetto salvo evit* cess*
    perso perde perdono toglie tolto rimoss* contro inutilizzat* invendut*
    insufficient*"""
)
# Words that may stand for a denial in other words: "the first" has none before it, what is "too
# big" does not fit, what is "capped" may not exceed.
HINTS = _any(
    """ban bans banned ends yet beyond outside foreign first only alone sole single too cap capped
    caps limit* maximum most settle* un\\w+ed different* disagree* contradict* fewer less ancora
    solo soltanto prima primo unic[oa] troppo troppi troppa troppe tetto massimo fuori estern[oaie]
    stranier[oaie] meno diver[sg]* contraddi* prim[oaie]"""
)
# Verbs that stand with a denial whatever is denied.
EMPTY = frozenset(
    """can will would could may might must shall should does did do is are was were be been more any
    longer yet just even può possono potrà potranno potrebbe deve devono dovrà dovrebbe sarà saranno
    sarebbe fosse siano avrà avrebbe hanno stato stata stati state viene vengono era erano più anche
    ancora mai per altr[oaie] other others altri altre altro altra ogni fatto""".split()
)
OPPOSITES = tuple(
    (_any(one), _any(other))
    for one, other in (
        (
            "rise* rose risen increas* grew grow* gain* climb* jump* soar* aument* salit* sal[eì] "
            "salgono cresc* rialz* guadagn*",
            "fall falls fell fallen declin* decreas* shrank shrink* slump* cala* calo scend* sces* "
            "diminu* ribass* perd[eo]* pers[oaei]",
        ),
        ("accept* accett* approv*", "reject* refus* rifiut* respin* bocci* turned_down"),
        ("faster quicker più_veloc* più_rapid*", "slower più_lent*"),
        ("cheaper più_economic* meno_car* costano_meno costa_meno", "dearer pricier più_car*"),
        ("win wins won vinc* vinto", "lose loses perdere sconfitt*"),
        ("strong* rafforz*", "weak* debol* indeboli*"),
        ("earlier anticip* brought_forward", "later delay* postpon* ritard* rinvi* slitt*"),
        ("largest biggest più_grande", "smallest più_piccol*"),
        ("minimum at_least almeno", "maximum at_most al_massimo"),
        ("both entramb*", "neither nessun[oa]_de*"),
    )
)
