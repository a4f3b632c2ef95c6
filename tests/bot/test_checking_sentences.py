"""One sentence against one passage: each rule of the check, in both languages and across them."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.answer import Support
from bot.checking.claim import Checked, CitedPassage, FaultKind
from bot.checking.meaning import Meanings
from bot.checking.sentence import check_sentence
from bot.checking.telling import tell
from index.embedding import Encoder
from index.sentences import split_sentences

ENGLISH = (
    "OpenAI agreed on 14 January 2026 to buy computing power from Cerebras for more than "
    "$10 billion. Cerebras will supply up to 750 MW until 2028, and prices may rise by 90-95% in "
    "the first quarter of 2027. The contract with Cerebras lasts three years and is not exclusive."
)
ITALIAN = (
    "Il Dipartimento dell'Energia degli Stati Uniti ha prestato un miliardo di dollari a "
    "Constellation per riaprire la centrale. Microsoft comprerà l'elettricità per 20 anni. "
    "La centrale aveva chiuso il 20 settembre 2019. Il prestito non copre tutta la spesa."
)

Check = Callable[..., Checked]


@pytest.fixture(scope="module")
def meanings(encoder: Encoder) -> Meanings:
    return Meanings(encoder)


@pytest.fixture
def check(meanings: Meanings) -> Check:
    def run(sentence: str, language: str, text: str, context: str = "") -> Checked:
        source = "it" if text is ITALIAN else "en"
        sentences = tuple(split_sentences(text, source))
        vectors = meanings.texts([s.text for s in sentences])
        dates = (date(2026, 1, 14),)
        passage = CitedPassage(text, source, sentences, vectors, context, dates)
        return check_sentence(sentence, language, [passage], meanings)

    return run


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "OpenAI will pay Cerebras over $10bn for computing power."),
        ("it", "OpenAI comprerà potenza di calcolo da Cerebras per oltre 10 miliardi di dollari."),
        ("it", "Il contratto con Cerebras vale più di 10.000 milioni di dollari."),
        ("en", "Cerebras is to supply as much as 0.75 GW."),
        ("it", "Cerebras fornirà fino a 750 megawatt."),
        ("en", "OpenAI agreed to buy computing power on January 14, 2026."),
        ("it", "L'accordo di OpenAI per comprare potenza di calcolo è del 14 gennaio 2026."),
        ("it", "L'accordo di OpenAI per la potenza di calcolo è del gennaio 2026."),
        ("it", "Il contratto con Cerebras è triennale."),
        ("en", "Prices could climb by 90 to 95% in the first three months of 2027."),
    ],
)
def test_the_same_in_other_words_is_supported(check: Check, language: str, sentence: str) -> None:
    checked = check(sentence, language, ENGLISH)
    assert checked.faults == ()
    assert checked.support is Support.SUPPORTED


@pytest.mark.parametrize(
    ("language", "sentence", "kind", "piece"),
    [
        ("en", "OpenAI agreed to pay Cerebras $12 billion.", FaultKind.NUMBER, "$12 billion"),
        ("en", "OpenAI agreed to pay Cerebras €10 billion.", FaultKind.UNIT, "€10 billion"),
        ("it", "Cerebras fornirà fino a 750 GW.", FaultKind.UNIT, "750 GW"),
        ("en", "The contract with Cerebras lasts three months.", FaultKind.UNIT, "three"),
        ("it", "I prezzi possono salire del 90-98%.", FaultKind.NUMBER, "98%"),
        ("en", "OpenAI agreed to buy it on 15 January 2026.", FaultKind.DATE, "15 January 2026"),
        ("it", "Cerebras fornirà potenza fino al 2029.", FaultKind.DATE, "2029"),
        (
            "en",
            "Prices may rise in the second quarter of 2027.",
            FaultKind.DATE,
            "second quarter",
        ),
        ("it", "OpenAI comprerà potenza di calcolo da Groq.", FaultKind.NAME, "Groq"),
        ("en", "Meta agreed to buy computing power from Cerebras.", FaultKind.NAME, "Meta"),
    ],
)
def test_a_wrong_piece_is_named(
    check: Check, language: str, sentence: str, kind: FaultKind, piece: str
) -> None:
    checked = check(sentence, language, ENGLISH)
    assert (kind, piece) in [(fault.kind, fault.piece) for fault in checked.faults]
    assert checked.support is not Support.SUPPORTED


def test_a_date_may_be_less_precise_than_its_source_but_not_more(check: Check) -> None:
    source = "OpenAI signed the contract with Cerebras in January 2026."
    assert not check("OpenAI signed with Cerebras in 2026.", "en", source).faults
    precise = check("OpenAI signed with Cerebras on 3 January 2026.", "en", source)
    assert [fault.kind for fault in precise.faults] == [FaultKind.DATE]


@pytest.mark.parametrize(
    ("written", "supported"),
    [
        ("about $10 billion", True),
        ("nearly $10 billion", True),
        ("$10 billion", False),
        ("over $10 billion", False),
        ("about $12 billion", False),
    ],
)
def test_a_hedge_allows_what_it_says(check: Check, written: str, supported: bool) -> None:
    checked = check(
        f"The contract is worth {written}.", "en", "The contract is worth $9.98 billion."
    )
    assert (not checked.faults) is supported


@pytest.mark.parametrize(
    "sentence",
    [
        "The US Energy Department lent a billion dollars to Constellation.",
        "America's Department of Energy lent Constellation one billion dollars.",
        "Microsoft will buy electricity for 20 years.",
        "The plant had closed in September 2019.",
    ],
)
def test_names_are_known_in_the_other_language(check: Check, sentence: str) -> None:
    assert check(sentence, "en", ITALIAN).faults == ()


def test_a_name_that_only_the_title_has_does_not_stand_in_for_another(check: Check) -> None:
    context = "Oracle's share price. The deal."
    wrong = check("Oracle agreed to buy computing power from Cerebras.", "en", ENGLISH, context)
    assert FaultKind.NAME in [fault.kind for fault in wrong.faults]


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The contract with Cerebras is exclusive.", ENGLISH),
        ("Cerebras will not supply 750 MW.", ENGLISH),
        ("Microsoft will not buy electricity from the plant.", ITALIAN),
        ("Microsoft non comprerà elettricità.", ITALIAN),
    ],
)
def test_a_denial_added_or_left_out_is_the_contrary(check: Check, sentence: str, text: str) -> None:
    language = "it" if "non" in sentence else "en"
    checked = check(sentence, language, text)
    assert FaultKind.NEGATION in [fault.kind for fault in checked.faults]
    assert checked.support is Support.UNSUPPORTED


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Cerebras will buy computing power from OpenAI."),
        ("it", "Cerebras comprerà potenza di calcolo da OpenAI."),
        ("en", "OpenAI will supply up to 750 MW to Cerebras."),
    ],
)
def test_exchanged_roles_are_seen(check: Check, language: str, sentence: str) -> None:
    checked = check(sentence, language, ENGLISH)
    assert FaultKind.ROLES in [fault.kind for fault in checked.faults]
    assert checked.support is Support.UNSUPPORTED


@pytest.mark.parametrize(
    "sentence",
    [
        "Cerebras sells computing power to OpenAI.",
        "OpenAI is supplied with computing power by Cerebras.",
        "A comprare potenza di calcolo da Cerebras è OpenAI.",
    ],
)
def test_the_same_event_told_from_the_other_side_is_no_fault(check: Check, sentence: str) -> None:
    language = "it" if sentence.startswith("A ") else "en"
    assert check(sentence, language, ENGLISH).faults == ()


def test_an_invented_clause_is_quoted_in_the_fault(check: Check) -> None:
    sentence = "Microsoft comprerà l'elettricità per 20 anni, e regalerà un cane ai suoi operai."
    checked = check(sentence, "it", ITALIAN)
    assert [fault.kind for fault in checked.faults] == [FaultKind.INVENTED]
    assert "regalerà un cane" in checked.faults[0].piece
    assert checked.support is Support.PARTLY


def test_what_is_between_quotation_marks_must_have_been_said(check: Check) -> None:
    said = check("The contract “lasts three years and is not exclusive”.", "en", ENGLISH)
    invented = check("The contract “lasts three very long years for us”.", "en", ENGLISH)
    assert FaultKind.QUOTATION not in [fault.kind for fault in said.faults]
    assert FaultKind.QUOTATION in [fault.kind for fault in invented.faults]


def test_another_matter_is_unsupported(check: Check) -> None:
    checked = check("Il prezzo del latte preoccupa gli allevatori.", "it", ENGLISH)
    assert checked.support is Support.UNSUPPORTED


def test_without_a_passage_nothing_is_supported(meanings: Meanings) -> None:
    checked = check_sentence("It is so.", "en", [], meanings)
    assert [fault.kind for fault in checked.faults] == [FaultKind.NO_SOURCE]


@pytest.mark.parametrize("kind", FaultKind)
def test_every_fault_is_told_in_both_languages(kind: FaultKind) -> None:
    from bot.checking.claim import Fault

    english, italian = (tell(Fault(kind, "750 MW"), language) for language in ("en", "it"))
    assert english != italian
    assert english.endswith(".")
    assert italian.endswith(".")
