from pathlib import Path

import numpy as np
import pytest

from corpus.errors import SettingWrong
from corpus.library import Library
from index.catalogue import Index
from index.passage import ArticleCard, Passage, RankedPassage
from index.reranking import RERANKED, Reranker

_WORDS = "latte milk prezzo price rame copper sale rises scende falls il the of".split()


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of two small random layers, saved as a real one is."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("cross-encoder")
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *_WORDS]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=1,
        initializer_range=0.5,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def _found(text: str, score: float) -> RankedPassage:
    passage = Passage(text, 0, "", 0, len(text), text, "en", ())
    return RankedPassage(passage, ArticleCard(text, text, "en"), score, 0.0, 0.0)


def test_passages_take_the_order_of_the_cross_encoder_and_keep_the_scores(
    tiny_model: Path,
) -> None:
    from sentence_transformers import CrossEncoder

    found = [_found(f"{word} rises the price", 9.0 - n) for n, word in enumerate(_WORDS[:6])]
    question = "price of milk"
    read = CrossEncoder(str(tiny_model)).predict(
        [(question, item.passage.text) for item in found], show_progress_bar=False
    )
    expected = [found[place].passage.text for place in np.argsort(-read)]

    reranked = Reranker(str(tiny_model)).rerank(question, found)
    assert [item.passage.text for item in reranked] == expected
    assert expected != [item.passage.text for item in found]
    assert [item.score for item in reranked] == [item.score for item in found]


def test_only_the_best_are_read_and_the_rest_stay_behind_them(tiny_model: Path) -> None:
    found = [_found(f"milk {n}", float(-n)) for n in range(RERANKED + 3)]
    reranked = Reranker(str(tiny_model)).rerank("milk", found)
    assert reranked[RERANKED:] == found[RERANKED:]
    assert {item.passage.text for item in reranked} == {item.passage.text for item in found}


def test_search_through_the_index_uses_the_reranker(
    tiny_model: Path, news: Library, data: Path
) -> None:
    index = Index(data / "index", reranker=str(tiny_model))
    index.sync(news)
    plain = Index(data / "index")
    question = "prezzo del latte"
    expected = Reranker(str(tiny_model)).rerank(question, plain.search(question, 20).passages)
    found = index.search(question, 3).passages
    assert [item.passage.key for item in found] == [item.passage.key for item in expected[:3]]
    index.close()
    plain.close()


def test_a_folder_that_is_not_there_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingWrong, match="there is no such folder"):
        Reranker(str(tmp_path / "none"))
