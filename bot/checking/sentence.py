"""One sentence against the passages it cites: does what it says stand there?"""

from collections.abc import Sequence

from bot.answer import Support
from bot.checking.claim import Checked, CitedPassage, Fault, FaultKind
from bot.checking.coverage import Cover, cover
from bot.checking.meaning import Meanings
from bot.checking.naming import NamedIn, check_names, names_in
from bot.checking.polarity import check_polarity
from bot.checking.quantities import check_quantities, count_quantities
from bot.checking.quotations import check_quotations
from bot.checking.roles import check_roles

# From this score on a sentence says what its passage says; below the second one it does not.
_NEAR, _FAR = 0.45, 0.3


def check_sentence(
    sentence: str, language: str, passages: Sequence[CitedPassage], meanings: Meanings
) -> Checked:
    """What of a sentence, without its marks, the passages it cites bear out together.

    Supported: nothing is missing. Partly: the passages speak of it, but a piece of it is not
    there. Unsupported: they say something else, the contrary, or nothing of it.
    """
    if not passages:
        return Checked(Support.UNSUPPORTED, (Fault(FaultKind.NO_SOURCE),), 0.0)
    sources = [(f"{p.context}\n{p.text}", p.language) for p in passages]
    whole = "\n".join(text for text, _ in sources)
    names = names_in(sentence, language, whole)
    covered = cover(sentence, names, passages, meanings)
    dates = [day for passage in passages for day in passage.dates]
    faults = check_quantities(sentence, language, sources, dates)
    faults += _check_names(names, covered, passages, meanings)
    faults += check_quotations(sentence, [passage.text for passage in passages])
    faults += check_polarity(sentence, covered.evidence_texts, meanings)
    faults += check_roles(sentence, names, covered.evidence_texts, meanings)
    faults += covered.faults
    return Checked(
        support=_grade(sentence, language, names, faults, covered),
        faults=tuple(dict.fromkeys(faults)),
        score=covered.score,
        evidence=covered.evidence,
    )


def _check_names(
    names: Sequence[str],
    covered: Cover,
    passages: Sequence[CitedPassage],
    meanings: Meanings,
) -> list[Fault]:
    """The names that the passages do not have, or only in their titles while another is meant.

    A title tells whom "the company" is; but where the sentence that says it names somebody whom
    ours does not, ours has put another name in that place.
    """
    texts = NamedIn("\n".join(passage.text for passage in passages), meanings)
    titles = NamedIn("\n".join(passage.context for passage in passages), meanings)
    wrong = [name for name in check_names(names, texts) if not titles.has(name)]
    if covered.evidence_texts:
        evidence = covered.evidence_texts[0]
        ours = NamedIn(" ".join(names), meanings)
        said = check_names(names_in(evidence, passages[0].language), ours)
        only_titled = [name for name in check_names(names, texts) if name not in wrong]
        if only_titled and [name for name in said if not titles.has(name)]:
            wrong += only_titled
    return [Fault(FaultKind.NAME, name) for name in wrong]


def _grade(
    sentence: str, language: str, names: Sequence[str], faults: Sequence[Fault], covered: Cover
) -> Support:
    if covered.score < _FAR:
        return Support.UNSUPPORTED
    if not faults:
        return Support.SUPPORTED
    kinds = {fault.kind for fault in faults}
    if kinds & {FaultKind.NEGATION, FaultKind.ROLES, FaultKind.MEANING}:
        return Support.UNSUPPORTED
    details = len(names) + count_quantities(sentence, language)
    wrong = sum(fault.kind in _DETAILS for fault in faults)
    return Support.UNSUPPORTED if wrong > 1 and 2 * wrong > details else Support.PARTLY


_DETAILS = frozenset({FaultKind.NUMBER, FaultKind.UNIT, FaultKind.DATE, FaultKind.NAME})
