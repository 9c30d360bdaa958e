"""The vectors of `vectors.toml`, and mutations of them: a statement that its standard does not allow never allows.

    MUTATIONS=30000 python -m pytest tests/spiders/rights/test_vectors.py

An oracle beside each reader says what may allow. The oracles are written step by step after the standards and share no
code with the readers.
"""

import json
import os
import random
import re
import string
import tomllib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from spiders.rights.rights import Rights, SiteRights, page_rights
from spiders.robots.robots import matches, parse_robots

URL, PATH = "http://a.example/wire/story-1", "/wire/story-1"
TABLES = tomllib.loads((Path(__file__).parent / "vectors.toml").read_text(encoding="utf-8"))
VECTORS = [(place, vector) for place, table in TABLES.items() for vector in table["vectors"]]
MUTATIONS = int(os.environ.get("MUTATIONS", "600"))
SPACE = "https://rslstandard.org/rsl"
RSL = f'<rsl xmlns="{SPACE}"><content url="/wire/*"><license>{{}}</license></content></rsl>'
MINING_ALLOWED = b'[{"location": "/", "tdm-reservation": 0}]'


def judged(place: str, text: str) -> Rights:
    """The rights of the page with one statement."""
    data, robots, headers = text.encode(), "http://a.example/robots.txt", []
    site = SiteRights()
    if place == "header":
        headers = [("Content-Usage", text)]
    elif place == "robots":
        site = SiteRights(robots=(robots, parse_robots(data)))
    elif place == "rsl":
        licence = "http://a.example/license.xml"
        site = SiteRights(robots=(robots, parse_robots(f"License: {licence}".encode())), licences={licence: data})
    elif place == "tdmrep":
        site = SiteRights(tdmrep=("http://a.example/.well-known/tdmrep.json", data))
    else:
        headers = [("TDM-Reservation", text)]
        site = SiteRights(tdmrep=("http://a.example/.well-known/tdmrep.json", MINING_ALLOWED))
    return page_rights(URL, headers, None, site, "dateline")


def statement(place: str, text: str) -> str:
    return RSL.format(text) if place == "rsl" else text


@pytest.mark.parametrize(("place", "vector"), VECTORS, ids=[f"{place}: {vector['text']}" for place, vector in VECTORS])
def test_a_vector_says_what_its_standard_says(place: str, vector: dict[str, str]) -> None:
    said = judged(place, statement(place, vector["text"]))
    assert (said.train_ai, said.tdm) == (vector.get("train_ai", "unknown"), vector.get("tdm", "unknown"))


LOWER, DIGITS = string.ascii_lowercase, string.digits
TOKEN = string.ascii_letters + DIGITS + "!#$%&'*+-.^_`|~:/"


class Reader:
    """RFC 9651, section 4.2, one character after another: a Dictionary, of which tokens are kept."""

    def __init__(self, text: str) -> None:
        self.rest = text

    def dictionary(self) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        self.rest = self.rest.strip(" ")
        while self.rest:
            key = self.key()
            found.pop(key, None)
            found[key] = self.member() if self.take("=") else (self.parameters(), None)[1]
            self.rest = self.rest.lstrip(" \t")
            if not self.rest:
                return found
            self.need(",")
            self.rest = self.rest.lstrip(" \t")
            if not self.rest:
                raise ValueError("a comma at the end")
        return found

    def key(self) -> str:
        if self.rest[:1] not in tuple(LOWER + "*"):
            raise ValueError("no key")
        return self.run(LOWER + DIGITS + "_-.*")

    def member(self) -> str | None:
        if not self.take("("):
            token = self.bare()
            self.parameters()
            return token
        while True:
            self.rest = self.rest.lstrip(" ")
            if self.take(")"):
                self.parameters()
                return None
            self.bare()
            self.parameters()
            if self.rest[:1] not in (" ", ")"):
                raise ValueError("items that touch")

    def bare(self) -> str | None:
        start = self.rest[:1]
        if start and start in string.ascii_letters + "*":
            return self.run(TOKEN)
        if start == '"':
            self.quoted(1)
        elif start == "%":
            self.need('%"')
            self.rest = '"' + self.rest
            self.quoted(1, display=True)
        elif start == ":":
            end = self.rest.index(":", 1)
            if not set(self.rest[1:end]) <= set(string.ascii_letters + DIGITS + "+/="):
                raise ValueError("bytes")
            self.rest = self.rest[end + 1 :]
        elif start == "?":
            if self.rest[1:2] not in ("0", "1"):
                raise ValueError("Boolean")
            self.rest = self.rest[2:]
        else:
            self.number(is_date=self.take("@"))
        return None

    def quoted(self, at: int, *, display: bool = False) -> None:
        while True:
            sign = self.rest[at : at + 1]
            if not sign or not " " <= sign <= "~":
                raise ValueError("String")
            if sign == '"':
                self.rest = self.rest[at + 1 :]
                return
            if sign == "\\" and not display:
                if self.rest[at + 1 : at + 2] not in ('"', "\\"):
                    raise ValueError("escape")
                at += 1
            if sign == "%" and display:
                if len(pair := self.rest[at + 1 : at + 3]) < 2 or not set(pair) <= set(DIGITS + "abcdef"):
                    raise ValueError("escape")
                at += 2
            at += 1

    def number(self, *, is_date: bool) -> None:
        self.take("-")
        whole = self.run(DIGITS)
        if not whole or len(whole) > 15:
            raise ValueError("number")
        if self.take("."):
            part = self.run(DIGITS)
            if is_date or len(whole) > 12 or not 1 <= len(part) <= 3:
                raise ValueError("Decimal")

    def parameters(self) -> None:
        while self.take(";"):
            self.rest = self.rest.lstrip(" ")
            self.key()
            if self.take("="):
                self.bare()

    def run(self, letters: str) -> str:
        end = next((at for at, sign in enumerate(self.rest) if sign not in letters), len(self.rest))
        found, self.rest = self.rest[:end], self.rest[end:]
        return found

    def take(self, sign: str) -> bool:
        if is_there := self.rest.startswith(sign):
            self.rest = self.rest[len(sign) :]
        return is_there

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise ValueError(f"no {sign}")


def header_may_allow(text: str) -> bool:
    try:
        return Reader(text).dictionary().get("train-ai") == "y"
    except ValueError:
        return False


def robots_may_allow(text: str) -> bool:
    """True if a rule for us allows the page, or a Content-Signal does, and no rule for us is without a path."""
    lines, agents, in_rules = [], set[str](), True
    for raw in re.split("\r\n|\r|\n", text.encode().decode("latin-1")):
        name, _, value = raw.split("#")[0].partition(":")
        label, value = name.strip(" \t").lower(), value.strip(" \t")
        found = re.match(r"\s*user[- ]?agent\s*[:\s](.*)", raw.split("#")[0], re.IGNORECASE | re.DOTALL)
        if found:  # also misspelt, as google/robotstxt has it
            value = found[1]
            product = re.match(r"[*A-Za-z_-]*", value.strip())[0].lower()
            agents = {product} if in_rules else agents | {product}
            in_rules = False
        in_rules |= label in ("allow", "disallow", "content-usage")
        lines.append((label, value, agents))
    ours = "dateline" if any("dateline" in whom for *_, whom in lines) else "*"
    allows = False
    for label, value, whom in lines:
        if label == "content-usage" and (not whom or ours in whom):
            path, gap, preference = re.fullmatch(r"([^ \t]*)([ \t]*)(.*)", value, re.DOTALL).groups()
            if not path.startswith("/") or not gap:
                return False
            allows |= matches(path, PATH) and header_may_allow(preference)
        elif label.strip() == "content-signal":
            allows |= "ai-train=yes" in [part.strip() for part in value.split(",")]
    return allows


def rsl_may_allow(text: str) -> bool:
    """True if a well-formed document has a licence for the page that permits by usage alone, for nothing."""
    try:
        root = ET.fromstring(text)
    except (ET.ParseError, ValueError):
        return False
    found = False
    for content in root.iter(f"{{{SPACE}}}content"):
        for licence in content.iter(f"{{{SPACE}}}license"):
            permits = {word for each in licence.iter(f"{{{SPACE}}}permits") if each.get("type") == "usage"
                       for word in re.split("[ \t\r\n,]+", each.text or "")}  # fmt: skip
            types = {each.get("type") for each in licence.iter(f"{{{SPACE}}}payment")} - {"free", "attribution"}
            found |= bool(permits & {"ai-train", "ai-all", "all"} and not types and content.get("url"))
    return found


def tdmrep_may_allow(text: str) -> bool:
    """True if every entry for the page states the number 0 once, and no entry leaves its pages open."""
    try:
        entries = json.loads(text.encode(), object_pairs_hook=lambda pairs: pairs)
    except ValueError:
        return False
    said: list[object] = []
    for entry in entries:
        fields = entry if isinstance(entry, list) and all(isinstance(each, tuple) for each in entry) else []
        place = dict(fields).get("location")
        if not isinstance(place, str) or not place.startswith(("/", "*")):
            return False
        if matches(place, PATH):
            said.append([value for name, value in fields if name == "tdm-reservation"])
    return bool(said) and all(repr(each) == "[0]" for each in said)


MAY_ALLOW: dict[str, Callable[[str], bool]] = {
    "header": header_may_allow,
    "robots": robots_may_allow,
    "rsl": rsl_may_allow,
    "tdmrep": tdmrep_may_allow,
    "tdm_header": lambda text: text.strip(" \t") == "0",
}
ODD = [
    *"\"'=,;:/()<>[]{}?@%*$#&\\ \t\r\n\x00\x0b\x0c\x1c\x7f\x85\xa0",
    "ynYN01",
    "\u2028",
    "\ufeff",
    "=y",
    ", ",
    "--",
    "<!--",
    "]]>",
    "&#121;",
]


def mutated(text: str, rng: random.Random) -> str:
    """One to three small changes: a character less, more, another, doubled, in the other case, or the end cut off."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        at = rng.randrange(len(text) + 1)
        odd = rng.choice(ODD) if rng.random() < 0.8 else rng.choice(string.printable)
        text = rng.choice((
            text[:at] + text[at + 1 :], text[:at] + odd + text[at:], text[:at] + odd + text[at + 1 :],
            text[:at] + text[at : at + 1] + text[at:], text[:at] + text[at : at + 1].swapcase() + text[at + 1 :],
            text[:at], text[:at] + text[at + rng.randrange(12) :],
        ))  # fmt: skip
    return text


@pytest.mark.parametrize("place", MAY_ALLOW)
def test_no_mutation_opens(place: str) -> None:
    rng = random.Random(place)
    stated = [statement(place, vector["text"]) for vector in TABLES[place]["vectors"]]
    opened, allowed = [], 0
    for number in range(MUTATIONS):
        text = mutated(stated[number % len(stated)], rng)
        said = judged(place, text)
        if "allowed" in (said.train_ai, said.tdm):
            allowed += 1
            if not MAY_ALLOW[place](text):
                opened.append(text)
    assert opened == [], opened[:12]
    assert allowed > 0  # the mutations are small enough to leave some permissions whole


@pytest.mark.parametrize("place", MAY_ALLOW)
def test_the_oracle_agrees_with_the_vectors(place: str) -> None:
    for vector in TABLES[place]["vectors"]:
        if "allowed" in (vector.get("train_ai"), vector.get("tdm")):
            assert MAY_ALLOW[place](statement(place, vector["text"])), vector["text"]
