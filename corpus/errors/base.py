"""The trunk of the tree of errors: what all have, and who can mend them."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a sentence, in both languages."""

    en: str
    it: str

    def __str__(self) -> str:
        return self.en


class SibillaError(Exception):
    """An error with a sentence for the user: what was wrong and what to do next.

    `messages` holds, per reason, the sentence in "en" and "it", with named places that the
    keyword arguments of the constructor fill; what is a part of speech there is `Told`.
    """

    messages: ClassVar[dict[str, dict[str, str]]] = {}

    def __init__(self, reason: str, **details: object) -> None:
        self.reason = reason
        self.details = details
        super().__init__(self.tell("en"))

    def tell(self, language: str) -> str:
        """The sentence for the user, in Italian for "it" and in English otherwise."""
        message = self.messages[self.reason]
        if language != "it":
            return message["en"].format(**self.details)
        details = {
            name: value.it if isinstance(value, Told) else value
            for name, value in self.details.items()
        }
        return message["it"].format(**details)


class RequestError(SibillaError):
    """The user asked for something that cannot be; another request will do."""


class OperationError(SibillaError):
    """The machine or its set-up stands in the way; whoever runs Sibilla can mend it."""
