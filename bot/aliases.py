"""Aliases: what people call a company by, instead of its name."""

import re
from collections.abc import Sequence

# Each is closed and common: a word that only sometimes stands for the company is none. Founders
# stand for the company they lead.
_ALIASES = {
    "Microsoft": r"redmond|satya nadella|nadella",
    "Nvidia": r"(?:the )?gpu[- ]maker|(?:il )?produttore di gpu|(?:chi|che) fa (?:le )?gpu|"
    r"jensen huang|team green",
    "OpenAI": r"(?:the )?(?:chatgpt|gpt)[- ](?:maker|developer|company|firm|lab)|"
    r"(?:the )?maker of chatgpt|"
    r"chi (?:fa|ha fatto) chatgpt|(?:la |l['’])?(?:casa|società|azienda) di chatgpt|"
    r"(?:il )?produttore di chatgpt|"
    r"sam altman|altman",
    "Anthropic": r"(?:the )?(?:claude[- ]maker|maker of claude|claude lab)|"
    r"chi (?:fa|ha fatto) claude|(?:la )?casa di claude|(?:il )?produttore di claude|dario amodei",
    "Meta": r"(?:mark )?zuckerberg|facebook|menlo park|(?:the )?owner of (?:instagram|whatsapp)|"
    r"(?:instagram|whatsapp)['’]s owner|(?:il )?proprietario di (?:instagram|whatsapp)",
    "Oracle": r"larry ellison|ellison",
    "SoftBank": r"masayoshi son",
    "Google": r"mountain view|sundar pichai",
    "xAI": r"elon musk|musk",
    "Amazon": r"jeff bezos|bezos",
    "Apple": r"cupertino",
    "Cerebras": r"(?:the )?wafer(?:-scale|-sized)?[- ]chip maker|"
    r"(?:il )?produttore del chip (?:gigante|grande come un wafer)",
}
_PATTERNS = {
    name: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE) for name, pattern in _ALIASES.items()
}


def meant_by_alias(text: str) -> tuple[str, ...]:
    """The companies that a text calls by something else, and not by their name as well."""
    lowered = text.lower()
    return tuple(
        name
        for name, pattern in _PATTERNS.items()
        if pattern.search(text) and name.lower() not in lowered
    )


def named_outright(names: Sequence[str], text: str) -> tuple[str, ...]:
    """Those of a text's names that are more than a part of an alias, as in "chi fa ChatGPT"."""
    for pattern in _PATTERNS.values():
        text = pattern.sub(" ", text)
    return tuple(name for name in names if name in text)
