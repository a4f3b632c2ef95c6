"""One target under atheris: `python -m tests.fuzz.one TARGET [libFuzzer's options]`."""

import sys

import atheris

with atheris.instrument_imports(include=["bot", "corpus", "feedparser", "frontmatter"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Hand over to libFuzzer, which does not come back."""
    target = TARGETS[sys.argv.pop(1)]
    # What is loaded when first used, dictionaries above all, is not to be taken for a slow input.
    for seed in target.seeds:
        target.try_(seed)
    atheris.Setup(sys.argv, target.try_)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
