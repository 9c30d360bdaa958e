"""Runs of words are known again in every form in which a page, a feed or a script writes them; nothing else is touched."""

import html
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.upkeep.takedown.bodies import blanked_body
from pipelines.upkeep.takedown.runs import Runs

KEY = b"a key of the test"
SENTENCE = "The mayor’s office said that the old ferry from Müllerstadt won't sail again this year."
RUNS = Runs.of(KEY, [SENTENCE])
MARKED = (
    "<p>The mayor&rsquo;s office said that <b>the old</b> ferry from M&uuml;llerstadt "
    "won&#39;t sail again this&nbsp;year.</p>"
)
FORMS = {
    "text": SENTENCE,
    "markup": MARKED,
    "attribute": f'<meta name="description" content="{SENTENCE}">',
    "escaped markup": f"<description>{html.escape(MARKED)}</description>",
    "cdata": f"<description><![CDATA[{MARKED}]]></description>",
    "cdata of text": f"<title><![CDATA[{SENTENCE}]]></title>",
    "json": json.dumps({"articleBody": f"First.\n{SENTENCE}\nLast."}),
    "json in json": json.dumps(json.dumps({"description": SENTENCE})),
    "script": json.dumps({"html": MARKED}).replace("<", "\\u003c").replace(">", "\\u003e"),
}

PIECES = (*SENTENCE.split(), "<b>", "</p>", "&amp;", "\\n", "rain", "and", '"')


def words_left(text: str) -> set[str]:
    return {word for word in ("office", "ferry", "llerstadt", "sail", "year") if word in text}


@pytest.mark.parametrize("form", FORMS)
def test_a_sentence_is_blanked_in_every_form_and_places_stay(form: str) -> None:
    text = FORMS[form]
    blanked = RUNS.blanked(text)
    assert words_left(text) == {"office", "ferry", "llerstadt", "sail", "year"}
    assert words_left(blanked) == set()
    assert len(blanked) == len(text)
    if form.startswith("json"):
        assert json.loads(blanked)


@pytest.mark.parametrize(("begin", "count"), [(0, 8), (2, 12)])
def test_an_excerpt_is_blanked_from_eight_words_on_or_from_twelve_amid_a_sentence(begin: int, count: int) -> None:
    words = SENTENCE.split()
    assert not RUNS.blanked(" ".join(words[begin : begin + count])).strip()
    shorter = " ".join(words[begin : begin + count - 1])
    assert RUNS.blanked(shorter) == shorter


def test_words_from_amid_a_sentence_that_anybody_may_say_stay() -> None:
    runs = Runs.of(
        KEY, ["The ferry stays, the mayor said in a statement on Monday that was short, as nobody had asked him."]
    )
    other = "The dean said in a statement on Monday that was long."
    assert runs.blanked(other) == other


@pytest.mark.parametrize(
    "quoted",
    ["Nobody at the harbour of Müllerstadt has seen him since May.", "He left: by the door, they said, of the back."],
)
def test_a_sentence_of_eight_to_eleven_words_goes_whole(quoted: str) -> None:
    runs = Runs.of(KEY, [f"{SENTENCE} {quoted} {SENTENCE}"])
    blanked = runs.blanked(f"Rain, one wrote. {quoted} Snow.")
    assert re.findall(r"\w+", blanked) == ["Rain", "one", "wrote", "Snow"]


def test_a_headline_is_a_run_from_four_words_on() -> None:
    headlines = Runs.of(KEY, headlines=["Flood hits old town", "Weather"])
    assert headlines.blanked("Weather: Flood hits old town (12)").split() == ["Weather:", "(12)"]
    assert headlines.blanked("Flood hits old") == "Flood hits old"


def test_an_address_that_says_the_same_stays() -> None:
    link = '<a href="https://a.example/2025/flood-hits-old-town.html">Flood hits old town</a>'
    blanked = Runs.of(KEY, headlines=["Flood hits old town"]).blanked(link)
    assert (
        blanked
        == f'<a href="https://a.example/2025/flood-hits-old-town.html">{" " * 5} {" " * 4} {" " * 3} {" " * 4}</a>'
    )


def test_scripts_without_spaces_are_read_by_characters() -> None:
    sentence = "市長は記者会見で港の古い渡し船を来年の春までに廃止すると述べた。"
    runs = Runs.of(KEY, [sentence])
    assert runs.blanked(f"<p>{sentence}</p><p>港の古い渡し船</p>").replace(" ", "") == "<p>。</p><p>港の古い渡し船</p>"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_body_keeps_its_other_bytes_in_any_encoding(encoding: str) -> None:
    before, after = "<html><body><p>Größe und Maße der Fähre</p><p>", "</p><p>Ende – Schluß</p></body></html>"
    body = f"{before}{SENTENCE}{after}".encode(encoding)
    blanked = blanked_body(body, f"text/html; charset={encoding}", RUNS).decode(encoding)
    assert blanked.startswith(before)
    assert blanked.endswith(after)
    assert words_left(blanked) == set()


def test_bytes_that_are_no_text_stay() -> None:
    assert blanked_body(b"%PDF-1.7 " + SENTENCE.encode(), None, RUNS) == b"%PDF-1.7 " + SENTENCE.encode()
    torn = SENTENCE.encode().replace("ü".encode(), b"\xc3") + b"\xff\xfe and other words"
    assert blanked_body(torn, "text/html", Runs.of(KEY, ["none of these words stands in it at all"])) == torn


def test_what_other_texts_share_is_not_a_storys_own() -> None:
    notice = "Subscribe to our letter and read the paper before all of your neighbours do."
    runs = Runs.of(KEY, [f"{SENTENCE} {notice}"])
    own = runs.without(runs.shared_with([notice, f"Rain. {notice}", f"Snow. {notice}"], 3))
    assert own.blanked(notice) == notice
    assert words_left(own.blanked(SENTENCE)) == set()


def test_hashes_are_of_no_use_with_another_key() -> None:
    assert Runs(b"another key", RUNS.windows).found(SENTENCE) == []


def test_what_is_saved_is_read_again(tmp_path) -> None:
    RUNS.save(tmp_path / "runs.parquet")
    assert SENTENCE.split()[3].encode() not in (tmp_path / "runs.parquet").read_bytes()
    assert Runs.load(tmp_path / "runs.parquet", KEY).found(SENTENCE) == RUNS.found(SENTENCE)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_blanking_is_idempotent_and_moves_nothing(text: str) -> None:
    blanked = RUNS.blanked(text)
    assert RUNS.blanked(blanked) == blanked
    assert len(blanked) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, blanked, strict=True))


SPELLINGS = (
    str,
    str.upper,
    "\u00ad".join,
    "&shy;".join,
    "-".join,
    lambda word: "".join(f"&#{ord(letter)};" for letter in word),
    lambda word: "".join(f"\\u{ord(letter):04x}" for letter in word),
    lambda word: "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in word),
    lambda word: word.replace("fi", "\ufb01").replace("ss", "\u00df"),
)
TEXTS = {
    "latin": "The offices of the Straße fishers were passed to five others in the classic Müllerstadt on Friday.",
    "cyrillic": "Губернатор области заявил, что старый паром через реку больше не будет ходить в этом году, сказал он.",
    "unspaced": "市長は記者会見で港の古い渡し船を来年の春までに廃止すると述べた。",
}


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=30)
@given(st.data())
def test_probes_miss_no_run_however_its_words_are_spelled(name: str, data: st.DataObject) -> None:
    runs = Runs.of(KEY, [TEXTS[name]], ["Five passed to others"])
    probed = runs.with_probes([TEXTS[name], "Five passed to others"])
    assert probed.probes
    words = TEXTS[name].split() if name != "unspaced" else list(TEXTS[name])
    pieces = st.tuples(
        st.sampled_from(SPELLINGS), st.sampled_from((" ", "<b>", "&lt;i&gt;", "&nbsp;", "\\u003cp\\u003e"))
    )
    spelled = "".join(spell(word) + between for word in words for spell, between in [data.draw(pieces)])
    assert probed.found(spelled) == runs.found(spelled)
    assert probed.found(f"{spelled} Five passed to others") == runs.found(f"{spelled} Five passed to others")


def test_a_text_of_other_words_has_no_probe() -> None:
    probes = Runs.of(KEY, [SENTENCE]).with_probes([SENTENCE]).probes
    assert probes
    assert not probes.may_be_in("<p>The mayor’s office said that a new ferry won't sail this year.</p>")
    assert probes.may_be_in(MARKED)
