"""What each part of retrieval is worth: parts taken away, exchanged or turned up and down."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType

from index import vocabulary
from index.catalogue import Index

from .bilingual import DIRECTIONS, LANGUAGES
from .exhaustive import (
    LEXICAL,
    PASSAGE,
    SCORES,
    SENTENCE,
    Columns,
    Laboratory,
    Measured,
    combine,
    own_weights,
    reciprocal_rank_fusion,
)
from .tables import Table, figure

DIRECTION_HEADER = ("it→it", "en→en", "en→it", "it→en")
VARIANT_HEADER = ("", *DIRECTION_HEADER, "mean", "difference")
DIFFERENCE_NOTE = (
    "The last column is the difference of the means, in thousandths, from the first row, with its "
    "standard error over topics."
)


def variant_row(name: str, measured: Measured, base: Measured | None = None) -> list[str]:
    """A row of a table of variants: four MRR, their mean, and how it differs from the base's."""
    cells = [figure(measured.reciprocal_ranks[direction].mean()) for direction in DIRECTIONS]
    cells.append(figure(measured.mean, 4))
    if base is None:
        return [name, *cells, ""]
    difference, error = measured.better_than(base)
    return [name, *cells, f"{1000 * difference:+.1f} ± {1000 * error:.1f}"]


@contextmanager
def patched(module: ModuleType, **values: object) -> Iterator[None]:
    """Give constants of a module other values for a while."""
    own = {name: getattr(module, name) for name in values}
    for name, value in values.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for name, value in own.items():
            setattr(module, name, value)


def ablate_scores(laboratory: Laboratory) -> Table:
    """Scores removed, other weights, other fusions."""
    weights = own_weights()
    equal = dict.fromkeys(SCORES, 1.0)
    base = laboratory.weigh(weights)
    variants = {f"without {name}": laboratory.weigh(weights | {name: 0}) for name in SCORES}
    variants |= {f"only {name}": laboratory.weigh({name: 1}) for name in SCORES}
    variants |= {
        "only passage and best sentence": laboratory.weigh({PASSAGE: 1, SENTENCE: 1}),
        "the design's three, equal weights": laboratory.weigh(
            {PASSAGE: 1, SENTENCE: 1, LEXICAL: 1}
        ),
        "all six, equal weights": laboratory.weigh(equal),
        "reciprocal rank fusion, equal weights": _fuse_ranks(laboratory, equal),
        "reciprocal rank fusion, the product's weights": _fuse_ranks(laboratory, weights),
    }
    rows = [variant_row(name, found, base) for name, found in variants.items()]
    return Table(
        "What each score is worth",
        VARIANT_HEADER,
        [variant_row("all six, as they are", base), *rows],
        f"Exhaustive scoring. {DIFFERENCE_NOTE}",
    )


def ablate_words(laboratory: Laboratory) -> Table:
    """How far question words are expanded, and how strictly they must align."""
    weights = own_weights()
    base = laboratory.weigh(weights)
    rows = []
    for count, cosine in ((1, 0.999), (4, 0.6), (6, 0.6), (20, 0.5), (10, 0.5), (10, 0.7)):
        with patched(vocabulary, MAX_EXPANSIONS=count, MIN_COSINE=cosine):
            asked = {language: replace(of) for language, of in laboratory.asked.items()}
            columns = _replaced(
                laboratory.columns,
                {language: of.lexical() | of.alignments() for language, of in asked.items()},
            )
        name = f"up to {count} words above {figure(cosine, 1)}" if count > 1 else "no expansion"
        rows.append(variant_row(name, laboratory.weigh(weights, columns), base))
    for power in (1, 3, 4):
        aligned = {lang: of.alignments(power) for lang, of in laboratory.asked.items()}
        columns = _replaced(laboratory.columns, aligned)
        rows.append(
            variant_row(f"alignment: cosine^{power}", laboratory.weigh(weights, columns), base)
        )
    own = f"up to {vocabulary.MAX_EXPANSIONS} words above {figure(vocabulary.MIN_COSINE, 1)}"
    return Table(
        "Expansion and alignment of question words",
        VARIANT_HEADER,
        [variant_row(f"as it is: {own}, alignment: cosine²", base), *rows],
        DIFFERENCE_NOTE,
    )


def ablate_sample(laboratory: Laboratory, index: Index) -> Table:
    """How many passages means and deviations must be measured on."""
    weights = own_weights()
    base = laboratory.weigh(weights)
    rows = []
    for size in (100, 200, 400, 800):
        totals = {}
        for language in LANGUAGES:
            rows_by_key = laboratory.passages[language].rows
            sample = index._ledger.sample(language, size)
            chosen = [rows_by_key[item.key] for item in sample]
            totals[language] = combine(laboratory.columns[language], weights, chosen)
        rows.append(variant_row(f"{size} passages", laboratory.measure(totals), base))
    return Table(
        "Passages that means and deviations are measured on",
        VARIANT_HEADER,
        [variant_row("all", base), *rows],
        DIFFERENCE_NOTE,
    )


def _fuse_ranks(laboratory: Laboratory, weights: Mapping[str, float]) -> Measured:
    columns = laboratory.columns
    return laboratory.measure(
        {language: reciprocal_rank_fusion(of, weights) for language, of in columns.items()}
    )


def _replaced(columns: Mapping[str, Columns], new: Mapping[str, Columns]) -> dict[str, Columns]:
    return {language: of | new[language] for language, of in columns.items()}
