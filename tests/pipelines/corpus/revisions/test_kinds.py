"""The kinds of what differs between two texts of a story."""

import pytest

from pipelines.corpus.revisions.changes import Version
from pipelines.corpus.revisions.kinds import kinds_of

STORY = (
    "The bridge over the Orr will close on Monday, the council said.",
    "Some 20 households in Quarley are affected, most of them close to the quay.",
    "Hopes for better weather were dashed, said the engineer Ada Finch, who is in charge of the work.",
)
GERMAN = (
    "Die Brücke über die Orr wird am Montag gesperrt, teilte der Rat der Stadt mit.",
    "Das Wetter machte der Firma zu schaffen, sagte die Leiterin Ada Fink am Abend vor der Presse.",
)
SENTENCE = "A ferry will run every half hour until all of the work on the old bridge is done."


def put(paragraph: int, old: str, new: str, story: tuple[str, ...] = STORY) -> tuple[str, ...]:
    assert old in story[paragraph]
    return (*story[:paragraph], story[paragraph].replace(old, new), *story[paragraph + 1 :])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (put(1, "20", "24"), ["figures"]),
        (put(2, "Ada Finch", "Ida Finch"), ["name"]),
        (put(1, "Quarley", "Saltmere"), ["name"]),
        (put(0, "said", "told us"), ["lead"]),
        (put(0, "Monday", "Tuesday"), ["lead"]),
        (put(1, "close to", "near"), []),
        ((*STORY, SENTENCE), ["added"]),
        (put(1, "the quay.", f"the quay. {SENTENCE}"), ["added"]),
        (STORY[:2], ["removed"]),
        ((*put(1, "20", "24"), "Correction: an earlier text gave another number of households."), ["figures", "correction_note"]),
        ((*STORY, "Berichtigung: Eine Zahl war falsch."), ["correction_note"]),
        ((*STORY, "更正：数字有误。"), ["correction_note"]),
    ],
)  # fmt: skip
def test_kinds(text: tuple[str, ...], kinds: list[str]) -> None:
    assert kinds_of(Version("Bridge", STORY), Version("Bridge", text)) == kinds


def test_a_noun_in_german_is_no_name() -> None:
    def kinds(text: tuple[str, ...]) -> list[str]:
        return kinds_of(Version("Brücke", GERMAN), Version("Brücke", text))

    assert kinds(put(1, "der Firma", "dem Betrieb", GERMAN)) == []
    assert kinds(put(1, "Ada Fink", "Ida Fink", GERMAN)) == ["name"]


def test_a_headline_and_a_note_that_stood_before() -> None:
    noted = (*STORY, "Correction: a number was wrong.")
    assert kinds_of(Version("Bridge", noted), Version("Bridge to close", noted)) == ["headline"]
    assert (
        kinds_of(Version("Bridge", noted), Version("Bridge", (*noted[:3], "Correction: two numbers were wrong."))) == []
    )
