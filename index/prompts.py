"""Prompts: what some models want written before a question and before a text.

sentence-transformers adds those that a model declares. Many models whose training asks for them
declare none, and find noticeably less without: their families are listed here.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prompts:
    """What stands before a question, and before a passage or sentence; "" for nothing."""

    question: str = ""
    text: str = ""


# By the end of the model's name. As the models' own pages ask for them:
# https://huggingface.co/intfloat/multilingual-e5-small, …/multilingual-e5-large-instruct,
# https://huggingface.co/BAAI/bge-small-en-v1.5. bge-m3 wants none.
_FAMILIES = (
    (
        re.compile(r"e5-[a-z0-9]+-instruct$"),
        Prompts(
            "Instruct: Given a web search query, retrieve relevant passages that answer the query\n"
            "Query: "
        ),
    ),
    (re.compile(r"(?:^|-)e5-(?:small|base|large)(?:-v2)?$"), Prompts("query: ", "passage: ")),
    (
        re.compile(r"^bge-(?:small|base|large)-en(?:-v1\.5)?$"),
        Prompts("Represent this sentence for searching relevant passages: "),
    ),
)


def prompts_of(name: str) -> Prompts:
    """The prompts of a model that declares none, by its name on the hub or that of its folder."""
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1].lower()
    return next((prompts for family, prompts in _FAMILIES if family.search(last)), Prompts())
