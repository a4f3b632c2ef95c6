"""What a question wants, told by the words that ask."""

import pytest

from bot.wanted import Kind, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which ministers were there when Eni signed?", Kind.WHO),
        ("Which company was founded where Yandex was?", Kind.WHO),
        ("Quale fondo ha guidato la rivolta dei soci?", Kind.WHO),
        ("In which Texan town will IREN build?", Kind.WHERE),
        ("In che città tedesca si trova JUPITER?", Kind.WHERE),
        ("In che anno apre la fabbrica?", Kind.WHEN),
        ("On what day did it first trade?", Kind.WHEN),
        ("What revenue did OpenAI have?", Kind.AMOUNT),
        ("Che quota ha Nvidia?", Kind.AMOUNT),
        ("And how many chips are in it?", Kind.AMOUNT),
        ("What is the deal worth?", Kind.AMOUNT),
        ("Consumano di più i cinesi o gli europei?", Kind.COMPARE),
        ("What justifies two different boxes?", Kind.WHY),
        ("Cosa frena i giganti quando i soldi ci sono?", Kind.WHY),
        ("What did Altman say when he was asked?", Kind.OTHER),
        ("Che ne è stato della clausola nello stato finale?", Kind.OTHER),
        ("What is OpenAI paying Amazon for cloud?", Kind.OTHER),
    ],
)
def test_the_first_asking_word_tells_what_is_wanted(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind
