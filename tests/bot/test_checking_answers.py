"""Whole answers are checked: sentences judged, marks mended, sources numbered anew."""

from collections.abc import Callable, Sequence

import pytest

from bot.answer import Support
from bot.checking.claim import FaultKind
from bot.checking.repair import CheckedAnswer, check_answer
from corpus.article import Article
from index.chunking import split_passages
from index.embedding import Encoder
from index.passage import ArticleCard, RankedPassage

CEREBRAS = """OpenAI chose Cerebras to cut latency in inference. The contract is worth 10 billion
dollars and covers 750 MW until 2028. It was announced on 14 January 2026."""
REATTORI = """Amazon e Google hanno firmato accordi per piccoli reattori nucleari. Il primo
reattore di Google dovrebbe partire nel 2030 nel Tennessee."""
LATTE = "Il prezzo del latte è salito del cinque per cento. Gli allevatori sono preoccupati."

Check = Callable[..., CheckedAnswer]


def found(id: str, text: str, language: str, encoder: Encoder) -> RankedPassage:
    passage = split_passages(Article(id, id, text, language))[0]
    return RankedPassage(
        passage=passage,
        article=ArticleCard(id, id, language),
        score=1.0,
        similarity=0.5,
        lexical=0.0,
        sentence_vectors=encoder.encode_texts([s.text for s in passage.sentences]),
    )


@pytest.fixture(scope="module")
def passages(encoder: Encoder) -> Sequence[RankedPassage]:
    return [
        found("latte", LATTE, "it", encoder),
        found("reattori", REATTORI, "it", encoder),
        found("cerebras", CEREBRAS, "en", encoder),
    ]


@pytest.fixture
def check(passages: Sequence[RankedPassage], encoder: Encoder) -> Check:
    return lambda text, language="it": check_answer(text, language, passages, encoder)


def test_a_true_sentence_is_supported_and_its_source_becomes_number_one(check: Check) -> None:
    checked = check("Il contratto vale 10 miliardi di dollari. [3]")
    assert checked.text == "Il contratto vale 10 miliardi di dollari. [1]"
    assert checked.sentences[0].support is Support.SUPPORTED
    assert checked.cited == (3,)
    assert "10 billion" in checked.citations[0].quote


def test_sources_are_numbered_in_order_of_appearance(check: Check) -> None:
    checked = check(
        "Il contratto vale 10 miliardi di dollari. [3] Il prezzo del latte è salito del 5%. [1]"
    )
    assert checked.cited == (3, 1)
    assert [sentence.numbers for sentence in checked.sentences] == [(1,), (2,)]
    assert [citation.article for citation in checked.citations] == ["cerebras", "latte"]


def test_a_missing_citation_is_added(check: Check) -> None:
    checked = check("Google dovrebbe avviare il primo reattore nel 2030.")
    assert checked.cited == (2,)
    assert checked.text.endswith("[1]")


def test_a_wrong_citation_is_moved_to_the_passage_that_supports(check: Check) -> None:
    checked = check("OpenAI ha scelto Cerebras per ridurre la latenza. [1]")
    assert checked.cited == (3,)
    assert checked.sentences[0].support is Support.SUPPORTED


def test_marks_of_passages_that_do_not_exist_go(check: Check) -> None:
    checked = check("Il prezzo del latte è salito del 5%. [1][7][0]")
    assert checked.text == "Il prezzo del latte è salito del 5%. [1]"


def test_a_wrong_figure_is_told_in_the_language_of_the_answer(check: Check) -> None:
    italian = check("Il contratto vale 12 miliardi di dollari. [3]")
    english = check("The contract is worth 12 billion dollars. [3]", "en")
    assert italian.sentences[0].support is not Support.SUPPORTED
    assert italian.sentences[0].faults == ("Il numero «12 miliardi di dollari» non è nella fonte.",)
    assert english.sentences[0].faults == ("The number “12 billion dollars” is not in the source.",)
    assert english.faults[0][0].kind is FaultKind.NUMBER


def test_a_sentence_that_no_passage_supports_stays_and_is_marked(check: Check) -> None:
    checked = check("Nvidia ha comprato una squadra di calcio.")
    assert checked.text == "Nvidia ha comprato una squadra di calcio."
    assert checked.sentences[0].support is Support.UNSUPPORTED
    assert checked.citations == ()
    assert not checked.holds


def test_a_line_that_only_leads_to_a_list_claims_nothing(check: Check) -> None:
    checked = check("Gli articoli dicono:\n\n- Il prezzo del latte è salito del 5%. [1]")
    assert len(checked.sentences) == 1
    assert checked.holds


def test_sentences_point_into_the_text(check: Check) -> None:
    checked = check("Ecco:\n\n- Il latte costa di più [1]\n- Google avrà un reattore.\n\nFine? [9]")
    pieces = [checked.text[s.start : s.end] for s in checked.sentences]
    assert pieces[0] == "Il latte costa di più [1]"
    assert all(piece and not piece[0].isspace() for piece in pieces)


@pytest.mark.parametrize("text", ["", "   ", "[1]", "[99]", "\n\n", "<b></b>"])
def test_a_text_that_says_nothing_gives_nothing(check: Check, text: str) -> None:
    checked = check(text)
    assert checked.text == ""
    assert checked.sentences == ()
    assert not checked.holds


def test_no_passages_at_all_support_nothing(encoder: Encoder) -> None:
    checked = check_answer("Tutto è vero. [1]", "it", [], encoder)
    assert checked.text == "Tutto è vero."
    assert checked.sentences[0].support is Support.UNSUPPORTED


def test_what_was_checked_can_be_checked_again(check: Check, encoder: Encoder) -> None:
    once = check("Il contratto vale 10 miliardi [3]. Il latte è salito del 5% [1].")
    assert [s.support for s in once.sentences] == [Support.SUPPORTED] * 2
