"""The answer path as one LangChain Runnable: sources first, then the answer.

A chat model replaces the last step and nothing else.
"""

from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough

from bot.answer import Answer
from bot.answering import answer_from
from bot.question import Question, read_question
from index.langchain_retriever import SibillaDocument, SibillaRetriever
from index.retrieval import Findings


def answer_chain(retriever: SibillaRetriever) -> Runnable[dict[str, Any], dict[str, Any]]:
    """A Runnable from {"question", "history"?, "page_language"?} to an answer with its sources.

    Its output adds "asked" (the `Question` as understood), "documents" (LangChain documents,
    best first) and "answer" (an `Answer`). Streamed, the documents come before the answer. With
    `k=DEPTH` and `spread=False` the retriever gives what `Sibilla.ask` reads.
    """
    return (
        RunnablePassthrough.assign(asked=RunnableLambda(_understand))
        | RunnablePassthrough.assign(documents=RunnableLambda(_understood) | retriever)
        | RunnablePassthrough.assign(answer=RunnableLambda(_answer))
    )


def _understand(given: dict[str, Any]) -> Question:
    history = given.get("history") or ()
    return read_question(given["question"], history, given.get("page_language") or "en")


def _understood(given: dict[str, Any]) -> str:
    asked: Question = given["asked"]
    return asked.understood


def _answer(given: dict[str, Any]) -> Answer:
    documents: list[SibillaDocument] = given["documents"]
    findings = documents[0].findings if documents else None
    return answer_from(given["asked"], findings or Findings((), ()))
