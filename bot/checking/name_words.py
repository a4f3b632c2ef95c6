"""Names that are written in several ways in Italian and English: countries, people, bodies."""

import re
from collections.abc import Iterable

# Each line is one thing, as whole words in lower case; "*" stands for any ending.
_OWN = """
us usa u.s united_states stati_uniti america american* statunitens*
uk u.k united_kingdom regno_unito britain british britannic* gran_bretagna
eu ue european_union unione_europea europe europa european* europe*
uae emirates emirati emirat*
italy italia italian*
france francia french frances*
germany germania german* tedesc*
spain spagna spanish spagnol*
netherlands paesi_bassi olanda dutch olandes*
switzerland svizzera swiss svizzer*
norway norvegia norwegian norveges*
sweden svezia swedish svedes*
finland finlandia finnish finlandes*
denmark danimarca danish danes*
ireland irlanda irish irlandes*
portugal portogallo portuguese portoghes*
belgium belgio belgian belg*
austria austrian* austriac*
poland polonia polish polacc*
greece grecia greek grec*
china cina chinese cines*
japan giappone japanese giappones*
korea corea korean* corean*
taiwan taiwanes*
india indian*
russia russian* russ*
saudi saudit* arabia
israel israele israeli* israelian*
canada canadian canades*
australia australian*
brazil brasile brazilian brasilian*
africa african*
asia asian* asiatic*
middle_east medio_oriente
london londra
paris parigi
milan milano
rome roma roman*
turin torino
venice venezia
naples napoli
florence firenze
genoa genova
lombardy lombardia lombard*
sicily sicilia
sardinia sardegna
tuscany toscana
piedmont piemonte
munich monaco
berlin berlino
brussels bruxelles
zurich zurigo
beijing pechino
tokyo tokio
new_york york
california californian*
texas texan*
silicon_valley
white_house casa_bianca
nato
onu united_nations nazioni_unite
iea aie international_energy_agency agenzia_internazionale
wsj wall_street_journal
ft financial_times
aws amazon_web_services
google alphabet
meta facebook
musk elon
"""
# Words of names that are common nouns as well.
_COMMON = """
gulf golfo
congress congresso
senate senato
house_of_representatives camera house camera_dei_rappresentanti
ai ia
thanksgiving ringraziamento
christmas natale
commission commissione
parliament parlamento
council consiglio
department dipartimento ministero ministry
energy energia
court corte tribunale
bank banca
stock_exchange borsa
arab arabi
united uniti unito
states stati
kingdom regno
union unione
sea mare
north nord northern settentrional*
south sud southern meridional*
east est eastern oriental*
west ovest western occidental*
"""

# Parts of names that tell nothing apart and may be left out or added.
GENERIC = frozenset(
    """inc corp corporation company co ltd llc plc spa s.p.a group gruppo holding holdings
    technologies technology systems platforms labs university università ministry ministero
    president presidente ceo cfo cto chief minister ministro mr ms dr sir prime the le la il lo los
    las san de di del della dei and e of for agency agenzia institute istituto national nazionale
    federal federale international internazionale state stato county contea city città
    dollar dollars gpu gpus cpu cpus chip chips""".split()
)


def _rows() -> list[tuple[list[re.Pattern[str]], str]]:
    rows = []
    for line in (_OWN + _COMMON).split("\n"):
        if line.strip():
            patterns = [
                re.compile(re.escape(form).replace(r"\*", r"\w*").replace("_", r"\s+"))
                for form in line.split()
            ]
            rows.append((patterns, line))
    return rows


_ROWS = _rows()
_ALL = [
    re.compile(r"(?<!\w)(?:" + "|".join(pattern.pattern for pattern in patterns) + r")(?!\w)")
    for patterns, _ in _ROWS
]


def things_named(text: str) -> set[int]:
    """Which of the things of the table a text names, by their place in it."""
    text = text.lower()
    return {number for number, pattern in enumerate(_ALL) if pattern.search(text)}


def names_any(things: Iterable[int], text: str) -> bool:
    """Whether a text names one of these things."""
    text = text.lower()
    return any(_ALL[number].search(text) for number in things)


def is_place(word: str) -> bool:
    """Whether a single word names a country, a city or a body, and nothing else."""
    word = word.lower()
    return any(pattern.fullmatch(word) for pattern in _ALL[: len(_OWN.split("\n")) - 2])


def thing_called(name: str) -> set[int]:
    """The things of the table that a whole name stands for: "Stati Uniti", not "Energy Fuels"."""
    name = re.sub(r"^(?:the|il|lo|la|gli|le|l['’])\s*", "", name.lower().strip())
    return {number for number, pattern in enumerate(_ALL) if pattern.fullmatch(name)}
