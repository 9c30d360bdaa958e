"""What a query says, and what is wrong with one that says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ask.search.asking import asked
from pipelines.ask.search.grammar import MAX_DEPTH, MAX_WORDS, parsed
from pipelines.base.errors import InputError


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("harbour bridge", "harbour AND bridge"),
        ("harbour AND NOT bridge", "harbour AND NOT bridge"),
        ("harbour -bridge", "harbour AND NOT bridge"),
        ("a OR b c", "a OR (b AND c)"),
        ("(a OR b) c", "(a OR b) AND c"),
        ('-"a b" c', 'NOT "a b" AND c'),
        ("“harbour bridge” it's", '"harbour bridge" AND it\'s'),
        ("„alte Brücke“ covid-19", '"alte Brücke" AND covid-19'),
        ("harb* *hafen *fähr* *", "harb* AND *hafen AND *fähr* AND *"),
        ("title:(a b) source:x", "title:(a AND b) AND source:x"),
        ("LANG:de authors:Doe", "language:de AND author:Doe"),
        ("at 10:30 https://paper.example/a", "at AND 10:30 AND https://paper.example/a"),
        ("and or not", "and AND or AND not"),
        ("Storm – what we know ☂ (R & D)", "Storm AND what AND we AND know AND (R AND D)"),
        ('a -"" b title:– c', 'a AND NOT "" AND b AND title:– AND c'),
    ],
)
def test_understood(query: str, understood: str) -> None:
    assert str(parsed(query)) == understood
    assert str(parsed(understood)) == understood


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "nothing to look for"),
        ("AND a", "something must stand before 'AND' at character 1"),
        ("a OR", "something must follow 'OR' at the end"),
        ("a OR AND b", "something must stand between 'OR' and 'AND'"),
        ("(a", "the parenthesis at character 1 is never closed"),
        ("a) b", "the parenthesis closed at character 2 was never opened"),
        ('a "b', "the quotation at character 3 has no end"),
        ("sorce:x", "no field 'sorce'"),
        ("source:", "source: needs a value right after it, such as source:paper"),
        ("**", "a star stands at the end of a word or before it"),
        ("br*ge", "a star stands at the end of a word or before it"),
        ("harbour\udcff", "the query is not UTF-8 text"),
        ("(" * (MAX_DEPTH + 1) + "a", "parentheses deeper than"),
        ("a " * (MAX_WORDS + 1), "more than 32 words"),
        ("a " * 10_001, "a query of more than 20,000 characters"),
        ("*abc " * 5, "one with a star before it counts 8"),
        ("Title: a", "Title: needs a value right after it, such as title:word"),
        ("a AND –", "something must follow 'AND' at the end"),
        ("– … ☂", "nothing to look for"),
    ],
)
def test_what_is_wrong_is_one_line(query: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parsed(query)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text(alphabet='ab "()-*:“„AND OR NOT title source', max_size=40))
def test_any_text_is_a_query_or_a_mistake(text: str) -> None:
    try:
        understood = str(parsed(text))
    except InputError:
        return
    assert str(parsed(understood)) == understood


def test_options_are_fields() -> None:
    query = asked(["harbour", "-bridge"], {"source": ["herald", "daily"], "from": ["2026"], "to": [None]})
    assert str(query) == 'harbour AND NOT bridge AND source:("herald" OR "daily") AND from:"2026"'
    assert str(asked(["a", "OR", "b"], {"to": ["2026"]})) == '(a OR b) AND to:"2026"'
    with pytest.raises(InputError, match="no option --formt"):
        asked(["--formt", "json"], {})
