"""Personal data in texts: e-mail addresses, phone numbers, IBANs, IP addresses, as spans that are kept, masked or dropped.

Patterns find what is written as such data, checks refuse what is not: an IBAN has its check digits (ISO 13616), an IPv4 address
no number above 255, a phone number a country code, a label before it or the usual grouping. What stands in the byline is exempt:
it is the author's, published to be used. Names of people are not looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

Handling = Literal["keep", "mask", "drop"]
SPANS = pa.list_(pa.struct([("kind", pa.string()), ("start", pa.int32()), ("end", pa.int32())]))
EMAIL = re.compile(r"[\w.%+-]{1,64}@(?:[^\W_][\w-]{0,62}\.)+[^\W\d_]{2,24}\b")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]{4}){2,7}(?:[ \u00a0-]?[A-Z0-9]{1,4})?\b")
IP = re.compile(
    r"(?<![\w.:/-])(?:(?:::ffff:)?\d{1,3}(?:\.\d{1,3}){3}(?=(?::\d{1,5}|/\d{1,2})?(?!\.?[\w:/-]))"  # also 10.0.0.1:8080
    r"|(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6})(?!\.?[\w:/-]))"
)
COUNTRY = (
    r"(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
    r"|(?:2[1-689]|3[578]|42|5[09]|6[7-9]|8[0578]|9[679])\d)"
)
"""Country codes of E.164: https://www.itu.int/pub/T-SP-E.164D"""
PHONE = re.compile(
    r"(?<![\w.,/+-])(?<!\d[ \u00a0])(?:"
    rf"(?:\+|00){COUNTRY}(?!\d?[ \u00a0.]000)(?:[ \u00a0./-]?\(?\d{{1,5}}\)?){{2,6}}"  # +44 20 7946 0958, 0049-30-1234567
    r"|(?:8[ \u00a0]?)?\(0\d{1,4}\)[ \u00a0/-]?\d{2,5}(?:[ \u00a0.-]?\d{2,5}){0,3}"  # (030) 1234 567
    r"|(?:8[ \u00a0]?)?\([1-9]\d{1,2}\)[ \u00a0/-]?\d{3,5}(?:[ \u00a0.-]?\d{2,5}){1,3}"  # (555) 123-4567, 8 (495) 606-36-02
    r"|(?:1[-.])?[2-9]\d{2}[-.]\d{3}[-.]\d{4}"  # 555-123-4567, 1-800-555-0199
    r"|0\d(?:[ \u00a0.]\d{2}){4}"  # 01 42 68 53 00
    r"|0[1-9]\d{1,3}[ \u00a0]\d{3,4}[ \u00a0]\d{3,4}"  # 020 7946 0018
    r"|0[1-9]\d{1,3}[ \u00a0]?[/-][ \u00a0]?\d{6,8}|01[5-7]\d[ \u00a0]?\d{7,8}"  # 030/901820
    r")(?![\w/]|[.,]\d)"
)
LABELLED = re.compile(
    r"(?i)\b(?:t[eé]l(?:[eé]fono|[eé]phone|efon|efax|efoon)?|tfno|phone|ph|fax|cell|mobile?|handy|hotline|whatsapp|call|anruf"
    r"|телефон|тел|電話|电话)\b[.:：]{0,2}[ \u00a0]?(?P<number>\+?\(?\d[\d \u00a0()./-]{5,18}\d)(?!\w)"
)
VERSION = re.compile(
    r"(?i)(?:\b(?:version|release|firmware|build|update|firefox|chrome|android|ios|section|article|chapter|abschnitt|v)|§)"
    r"[ \u00a0.]?$"
)
"""What stands before four numbers that are no address."""
MAYBE = r"@|[0-9][0-9 \x{a0}().,/-]{5,}[0-9]|[A-Z]{2}[0-9]{2}|[0-9]{1,3}\.[0-9]{1,3}\.[0-9]|[0-9A-Fa-f]:[0-9A-Fa-f:]"
"""What any text with such data holds (RE2): the others are not looked at more closely."""
PHONE_DIGITS = (7, 15)
"""E.164 allows 15."""
BYLINE_WORDS = 15
"""A line of so many words at most that names an author is a byline."""


@dataclass(frozen=True, slots=True)
class Span:
    """Personal data of a kind (email phone iban ip) in a text, `start` to `end` in characters."""

    kind: str
    start: int
    end: int


def treated(texts: pa.Array, authors: Sequence[Sequence[str] | None], handling: Handling) -> tuple[pa.Array, pa.Array]:
    """The texts with personal data kept, masked as `[EMAIL]` or dropped, and where it is (or was) in them."""
    suspicious = pc.match_substring_regex(texts, MAYBE).to_pylist()
    out = texts
    spans: list[list[dict[str, object]]] = [[] for _ in range(len(texts))]
    changed: dict[int, str] = {}
    for row, (text, names) in enumerate(zip(texts.to_pylist(), authors, strict=True)):
        if suspicious[row] and (found := spans_of(text, names or ())):
            changed[row], places = _handled(text, found, handling)
            spans[row] = [{"kind": span.kind, "start": span.start, "end": span.end} for span in places]
    if changed and handling != "keep":
        whole = texts.to_pylist()
        for row, text in changed.items():
            whole[row] = text
        out = pa.array(whole, pa.string())
    return out, pa.array(spans, SPANS)


def spans_of(text: str, authors: Sequence[str] = ()) -> list[Span]:
    """Personal data of a text in order; of two that overlap the one that begins first.

    >>> [(span.kind, "Write to desk@paper.example or call +44 20 7946 0958."[span.start:span.end])
    ...  for span in spans_of("Write to desk@paper.example or call +44 20 7946 0958.")]
    [('email', 'desk@paper.example'), ('phone', '+44 20 7946 0958')]
    """
    found: list[Span] = []
    for span in sorted(_candidates(text), key=lambda span: (span.start, -span.end)):
        if (not found or span.start >= found[-1].end) and not _in_byline(text, span, authors):
            found.append(span)
    return found


def is_iban(text: str) -> bool:
    """True if the check digits are right (ISO 7064 MOD 97-10).

    >>> is_iban("GB82 WEST 1234 5698 7654 32"), is_iban("GB82 WEST 1234 5698 7654 33")
    (True, False)
    """
    letters = re.sub(r"[\s-]", "", text)
    turned = letters[4:] + letters[:4]
    return 15 <= len(letters) <= 34 and int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _candidates(text: str) -> Iterator[Span]:
    for match in EMAIL.finditer(text):
        yield Span("email", *match.span())
    for match in IBAN.finditer(text):
        if end := _end_of_iban(match[0]):
            yield Span("iban", match.start(), match.start() + end)
    for match in IP.finditer(text):
        if _is_ip(match[0]) and not VERSION.search(text[max(match.start() - 12, 0) : match.start()]):
            yield Span("ip", *match.span())
    for pattern, group in ((PHONE, 0), (LABELLED, "number")):
        for match in pattern.finditer(text):
            start, end = match.span(group)
            if is_draw(text[start:end]):
                continue
            if PHONE_DIGITS[0] <= sum(letter.isdigit() for letter in text[start:end]) <= PHONE_DIGITS[1]:
                yield Span("phone", start, end)


def is_draw(text: str) -> bool:
    """True for numbers of a lottery in order, which French phone numbers are not.

    >>> is_draw("07 14 22 35 41"), is_draw("01 42 68 53 00")
    (True, False)
    """
    pairs = text.split()
    return (
        all(len(pair) == 2 and pair.isdigit() for pair in pairs) and pairs == sorted(set(pairs)) and pairs[-1] <= "50"
    )


def _end_of_iban(text: str) -> int:
    """How much of what looks like an IBAN is one: words in capitals may follow it; 0 if nothing is."""
    ends = [match.start() for match in re.finditer(r"[ \u00a0-]", text)] + [len(text)]
    return next((end for end in reversed(ends) if is_iban(text[:end])), 0)


def _is_ip(text: str) -> bool:
    text = text.removeprefix("::ffff:")
    if ":" in text:
        return (
            text.count("::") <= 1
            and any(letter.isdigit() for letter in text)
            and not re.fullmatch(r"\d{1,2}(:\d{2})+|\d+::\d+", text)
        )
    return all(int(part) <= 255 and str(int(part)) == part for part in text.split("."))


def _in_byline(text: str, span: Span, authors: Sequence[str]) -> bool:
    """An author's address (jane.doe@ of Jane Doe), or anything in a short line that names an author."""
    if not authors:
        return False
    if span.kind == "email":
        local = _folded(text[span.start : text.index("@", span.start)])
        if any(len(last := _folded(name.split()[-1])) > 2 and last in local for name in authors if name.strip()):
            return True
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    line = text[start : end if end >= 0 else len(text)]
    return len(line.split()) <= BYLINE_WORDS and any(name in line for name in authors if name.strip())


def _folded(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if letter.isalnum())


def _handled(text: str, found: Sequence[Span], handling: Handling) -> tuple[str, list[Span]]:
    if handling == "keep":
        return text, list(found)
    parts, places, end, length = [], [], 0, 0
    for span in found:
        instead = f"[{span.kind.upper()}]" if handling == "mask" else ""
        parts += [text[end : span.start], instead]
        length += span.start - end
        places.append(Span(span.kind, length, length + len(instead)))
        length += len(instead)
        end = span.end
    return "".join([*parts, text[end:]]), places
