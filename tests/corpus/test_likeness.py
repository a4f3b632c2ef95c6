import pytest

from corpus.likeness import are_alike, bands, signature, word_runs

STORY = (
    "Zefiro Compute costruirà il suo centro di calcolo a Matera, accanto a un parco solare. La "
    "società ha firmato l'accordo con il comune dopo due anni di trattative. Il progetto vale 300 "
    "milioni di euro e darà lavoro a 120 persone. La prima sala assorbirà 40 megawatt."
)
OTHER = (
    "Il prezzo del latte è salito del cinque per cento nel primo trimestre. Gli allevatori della "
    "pianura sono preoccupati per i costi dell'energia e del mangime, che non scendono. Le "
    "associazioni chiedono un incontro al ministro entro la fine del mese di marzo."
)


def alike(one: str, other: str) -> bool:
    return are_alike(word_runs(one), word_runs(other))


def share_a_band(one: str, other: str) -> bool:
    return bool(set(bands(signature(word_runs(one)))) & set(bands(signature(word_runs(other)))))


@pytest.mark.parametrize(
    "version",
    [
        STORY.upper(),
        STORY.replace("40 megawatt", "45 megawatt"),
        f"Il Cavo, 4 marzo 2026. Di Anna Rossi. {STORY} Tutti i diritti riservati, Il Cavo srl.",
        STORY.replace(". ", ".\n\n"),
    ],
)
def test_a_version_of_a_text_is_alike_and_shares_a_band(version: str) -> None:
    assert alike(STORY, version)
    assert share_a_band(STORY, version)


@pytest.mark.parametrize("other", [OTHER, OTHER + STORY[:60], "", "Zefiro Compute"])
def test_another_text_is_not_alike(other: str) -> None:
    assert not alike(STORY, other)


def test_short_texts_are_never_alike() -> None:
    assert not alike("La prima sala assorbirà 40 megawatt.", "La prima sala assorbirà 40 megawatt.")


def test_a_signature_estimates_the_share_of_common_runs() -> None:
    words = [f"parola{n}" for n in range(2000)]
    one, other = word_runs(" ".join(words[:1500])), word_runs(" ".join(words[500:]))
    estimated = float((signature(one) == signature(other)).mean())
    assert estimated == pytest.approx(len(one & other) / len(one | other), abs=0.12)


def test_signatures_stay_the_same_from_run_to_run() -> None:
    assert bands(signature(word_runs(STORY)))[0] == bands(signature(word_runs(STORY)))[0]
    assert (
        signature(word_runs("a b c d")).tolist()[:2]
        == signature(word_runs("A b, c d!")).tolist()[:2]
    )
