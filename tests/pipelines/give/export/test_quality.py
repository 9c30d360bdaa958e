"""Quality statistics, each by a text that can be counted by hand."""

import pyarrow as pa
import pytest

from pipelines.give.export.quality import STATISTICS, quality


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("gopher_mean_word_length", "one three été", (3 + 5 + 3) / 3),
        ("gopher_symbols_per_word", "#a b … c...", 3 / 4),
        ("gopher_alphabetic_words", "in 2026 it was 3 °C", 4 / 6),
        ("gopher_stop_words", "The mayor said that he will be there to vote, of course.", 5),
        ("gopher_bullet_lines", "• one\nplain\n- two\n-3 degrees", 2 / 4),
        ("gopher_ellipsis_lines", "And then…\nNothing.\n\nMore...", 2 / 3),
        ("gopher_duplicate_lines", "Read on\nText.\nRead on\nRead on", 2 / 4),
        ("c4_sentences", 'He said: "No." She left! Why? 3.5 percent.', 4),
        ("c4_curly_braces", "function() { return {} }", 4),
        ("c4_short_lines", "one two three four\none two three four five\nSix", 2 / 3),
        ("c4_lorem_ipsum", "Lorem Ipsum dolor", 1),
        ("fineweb_punctuated_lines", "A sentence.\nA heading\n他说。\n“Quoted”", 3 / 4),
        ("fineweb_short_lines", "short\n" + "x" * 31, 1 / 2),
        ("fineweb_duplicate_characters", "abcd\nab\nabcd", 4 / 10),
        ("fineweb_new_lines_per_word", "a b\nc\n\nd", 3 / 4),
    ],
)
def test_a_statistic(name: str, text: str, value: float) -> None:
    found = quality(pa.array(["", text, "Other words.", ""]))
    assert found[name][1] == pytest.approx(value, abs=1e-4)
    assert quality(pa.array([text]))[name][0] == found[name][1]
    assert found[name][0] == 0


def test_every_statistic_says_what_its_filter_keeps() -> None:
    assert all(". C4 " in doc or ". Gopher keeps " in doc or ". FineWeb keeps " in doc for doc in STATISTICS.values())
