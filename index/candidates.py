"""Candidates: the passages whose meaning is near to a question's, filters observed.

Chroma's own filter looks at every vector: 50 to 85 ms at 60,000 of them, where a search without
one takes 2. In a large library the lexical index says what is admitted instead. When that is
little, all of it is weighed; otherwise Chroma brings so many more that enough are admitted.
"""

from index.lexical import LexicalIndex
from index.passage import Filters, Vectors
from index.vectors import VectorStore

# Up to so many passages of a language Chroma filters by itself, within some 20 ms.
_LARGE = 5_000
# So few admitted passages are all weighed, in about 30 ms.
_FEW = 1_000
# Chroma is asked for twice as many as should hold enough admitted ones, in about 50 ms at most.
_SPARE, _MOST = 2, 5_000


def near_in_meaning(
    language: str,
    question: Vectors,
    count: int,
    filters: Filters,
    vectors: VectorStore,
    words: LexicalIndex,
) -> list[str]:
    """The keys of `count` passages near by their own vector and as many by a sentence's.

    Some may come twice.
    """
    total = words.count()
    if total <= _LARGE or not filters.narrow:
        return [
            *vectors.nearest_passages(language, question, count, filters),
            *vectors.nearest_sentences(language, question, count, filters),
        ]
    admitted = words.admitted(filters, _FEW)
    if admitted.keys is not None:
        return admitted.keys
    wanted = min(_MOST, _SPARE * count * total // admitted.count)
    found = [
        vectors.nearest_passages(language, question, wanted, Filters()),
        vectors.nearest_sentences(language, question, wanted, Filters()),
    ]
    fitting = words.among({key for keys in found for key in keys}, filters)
    return [key for keys in found for key in [k for k in keys if k in fitting][:count]]
