"""How the bytes of a page are decoded: declared and sniffed character sets."""

from __future__ import annotations

import json
import re

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from pipelines.base.errors import PageDropped
from pipelines.page.text.language import language

ELEMENTS = (
    "html", "head", "body", "title", "meta", "link", "script", "style", "base", "div", "p", "span", "a", "table", "tbody", "tr",
    "td", "th", "ul", "ol", "li", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "img", "article", "section", "main",
    "header", "footer", "nav", "aside", "figure", "blockquote", "pre", "center", "font", "b", "i", "em", "strong", "form",
    "iframe", "frameset", "noscript",
)  # fmt: skip
ELEMENT = re.compile(rf"<(?:!doctype\s+html|(?:{'|'.join(ELEMENTS)})(?=[\s/>]))", re.IGNORECASE)
"""What a page has at least one of."""
DOCUMENT = re.compile(r"^\s*<(?:!doctype\s+html|html|head|body)(?=[\s/>])", re.IGNORECASE | re.MULTILINE)
"""How a page begins, behind whatever a broken script says first."""
PROLOGUE = re.compile(r"(?:\s|<\?[^>]*>|<!--.*?-->|<!doctype\b[^>\[]*(?:\[[^\]]*\]\s*)?>)*", re.IGNORECASE | re.DOTALL)
ROOT = re.compile(r"<([a-z][\w:.-]*)", re.IGNORECASE)
XML = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
DATA = frozenset(("rss", "feed", "rdf:rdf", "urlset", "sitemapindex", "opml", "svg", "nitf", "newsml", "wml"))
"""Root elements of XML that is often sent without saying that it is XML."""
JSON = re.compile(r"[{\[]\s*[\"{\[\]}]")
CODE = re.compile(
    r"/\*|//|\(\s*function|!?function\b|(?:var|let|const)\s+[\w$,{}\[\] ]{1,80}=|import\s[\w*{},\s]{0,80}[\"']|"
    r"export\s+(?:default|const|function|class)\b|[\"']use strict|(?:window|document|self)[.\[]|"
    r"@(?:charset|import|media)\b|[.#\w][^<>{};]{0,200}\{[^<>{}]{0,400}:|\$?[\w.]{1,60}\s*[=(]\s*[({\[\"'`]"
)
BINARY_SIGNATURES = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"\x00\x00\x00", b"RIFF", b"Rar!", b"7z\xbc\xaf",
    b"\x7fELF", b"OggS", b"ID3", b"wOFF", b"wOF2", b"BM\x00",
)  # fmt: skip
SAMPLE_BYTES = 80_000
HEAD_BYTES = 1_024
PLAUSIBLE = 0.6
SHIFTED = b"\x1b$B"
"""How ISO-2022-JP announces two bytes a character: https://www.rfc-editor.org/rfc/rfc1468."""

CONTROLS = bytes((*range(1, 9), 11, *range(14, 27), *range(28, 32), 127))
"""Bytes that no encoding of text uses, but zero and escape, which announces Japanese: https://www.w3.org/TR/xml/#charsets."""
MAX_CONTROLS = 0.01
"""Share of a page's beginning; of random bytes it is .11.

Browsers skip zero bytes: this share of the first thousand may be zero, and any number behind.
"""

MIN_SOUND = 2
"""Sound sequences of UTF-8 for each broken one. By chance, text in other encodings has at most half a one."""
BROKEN = re.compile("[\udc80-\udcff]+")
PARTS = re.compile("([<>\n])")

LATIN = "äöüßÄÖÜéèêëÉÈàâÀáíóúÁÍÓÚçÇîïôûùòìÒÌÙœæøåÅØÆñÑãõ¿¡«»“”„’‘‚–—…€£§°·•®©™ªº´`½  "
CENTRAL = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűŐŰöüäÖÜÄâîăşţțșđ„”“’‚–—…»«§°€•·©®™ "
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўђћљњџАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯІЇЄ«»„“”–—…№©•§° "
GREEK = "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋςΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ«»“”’–—…·€© "
TURKISH = LATIN + "ğışĞİŞ"
BALTIC = "ąčęėįšųūžĄČĘĖĮŠŲŪŽāčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽõäöüÕÄÖÜ„“”–—…»«€•§°©®™ "
HEBREW = "".join(map(chr, range(0x05D0, 0x05EB))) + "„“”’–—…•€₪ "
ARABIC = "".join(map(chr, range(0x0621, 0x0653))) + "،؛؟پچژگک«»“”–—…•\u200c\u200f "
THAI = "".join(map(chr, range(0x0E01, 0x0E5C))) + "“”–—…• "
HANZI = (
    "的一是不了人在有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发"
    "成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者"
    "向情部正名定女问力机给等几业最间新什打便位因重被走电四第门相次东政海口使教西再平真世气信北少关并内加化由代产入先山五水万市体别处总场书比"
    "员性通目报立马活数件安表原车应路期常提金更反合放做系计或司利受光界及今京务制解各任至清物台记边共战接许特题建南度统字交认论百科社术结指"
    "這個們為時來說對國學會過後開關經發無長現與進實點聲話兒問機給幾業間東門電車應當頭體處總場書員報馬數題記統認論術結議長橋復將這於"
    "，。、！？：；（）《》“”「」『』　·・"
)
KANA = "".join(map(chr, range(0x3041, 0x30FF)))
CANDIDATES = (
    ("cp1252", frozenset(LATIN)), ("cp1251", frozenset(CYRILLIC)), ("cp1250", frozenset(CENTRAL)),
    ("iso-8859-2", frozenset(CENTRAL)), ("koi8-r", frozenset(CYRILLIC)), ("koi8-u", frozenset(CYRILLIC)),
    ("iso-8859-5", frozenset(CYRILLIC)), ("cp866", frozenset(CYRILLIC)), ("cp1255", frozenset(HEBREW)),
    ("cp1256", frozenset(ARABIC)), ("cp874", frozenset(THAI)), ("cp1257", frozenset(BALTIC)), ("cp1253", frozenset(GREEK)),
    ("cp1254", frozenset(TURKISH)), ("gb18030", frozenset(HANZI)), ("big5", frozenset(HANZI)),
    ("shift_jis", frozenset(HANZI + KANA)), ("euc-jp", frozenset(HANZI + KANA)), ("euc-kr", None),
)  # fmt: skip
LETTERS = dict(CANDIDATES)
FREQUENT = {name: frozenset("оеаинтсрвл") for name in ("cp1251", "koi8-r", "koi8-u", "iso-8859-5", "cp866")} | {
    "cp1253": frozenset("αοιετσνηυρά"),
    "cp1255": frozenset("יוהלאמרתבשנ"), "cp1256": frozenset("اليمونرتبةع"),
    "cp874": frozenset("านรอกเงมยลวดท่้ี"),
}  # fmt: skip
"""The letters that make up half of any text in these scripts."""

LATIN_LETTERS = ("cp1252", "cp1250", "iso-8859-2", "cp1254", "cp1257")
SPOKEN = (
    (frozenset(("pl", "cs", "sk", "hu", "hr", "sl", "bs", "sh", "ro")), ("cp1250", "iso-8859-2")),
    (frozenset(("lt", "lv")), ("cp1257",)),
    (frozenset(("tr", "az")), ("cp1254",)),
    (frozenset(("de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "is", "ca", "gl", "eu")), ("cp1252",)),
)
"""Languages in Latin letters, and the encodings that have all of these: a wrong accent does not hide a language."""

SINGLE_BYTES = frozenset(
    (
        "cp1250",
        "cp1251",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "iso8859-2",
        "iso8859-5",
        "iso8859-7",
        "koi8-r",
        "koi8-u",
    )
)
SURE = 0.3

WRONG = re.compile(
    r"[\u0080-\u009f\ue000-\uf8ff\ufffd]|(?<=[^\W\d_])[\u00a1-\u00bf×÷˛˘˙ˇ¦¬¨¸](?=[^\W\d_])|(?<=[a-z])[À-ÖØ-ÞА-ЯЁĄĆĘŁŃŚŹŻŠŽŤ]|[\uff61-\uff9f]|[a-z][а-яёіїєα-ω]|[а-яёіїєα-ω][a-z]"
)
TAGS = re.compile(r"<script.*?(?:</script>|\Z)|<style.*?(?:</style>|\Z)|<[^>]*+(?:>|\Z)", re.DOTALL | re.IGNORECASE)
"""Each ends where the text does, if not before: nothing is looked for twice."""
NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def other_than_html(text: str) -> str | None:
    """What a text is that is no HTML, in words; None for pages and parts of pages, XHTML among them.

    >>> other_than_html("<p>Part of a page</p>"), other_than_html('<?xml version="1.0"?><html><body/></html>')
    (None, None)
    >>> other_than_html("User-agent: *"), other_than_html("<rss></rss>"), other_than_html('{"a": "<p>"}')
    ('no markup', 'XML', 'JSON')
    """
    begins = PROLOGUE.match(text)
    start = begins.end() if begins else 0
    root = ROOT.match(text, start)  # as pages begin: nothing is copied for it
    rest = "" if root else text[start:].lstrip("\ufeff \t\r\n")
    root = root or ROOT.match(rest)
    if root:
        name = root[1].lower()
        return "XML" if name in DATA or (XML.match(text) and name not in ELEMENTS) else _without_elements(text)
    if JSON.match(rest) and _is_json(rest):
        return "JSON"
    if CODE.match(rest) and not DOCUMENT.search(rest):
        return "code"
    return _without_elements(text)


def _without_elements(text: str) -> str | None:
    return None if ELEMENT.search(text) else "no markup"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except RecursionError:
        return True
    except ValueError:
        return DOCUMENT.search(text) is None
    return True


def decode(body: bytes, content_type: str | None) -> tuple[str, str]:
    """The text of `body` and the encoding used: BOM, UTF-16 by its zeros, UTF-8 if most of it is sound, else what reads best.

    Raises PageDropped(`empty` | `binary`) for what holds no text.
    """
    text, name, _ = decoded(body, content_type)
    return text, name


def decoded(body: bytes, content_type: str | None) -> tuple[str, str, bytes | None]:
    """The same, and `body`, without zero bytes, if it is the text in UTF-8, as most are; else None."""
    if not body.strip(b" \t\r\n\x00\xff\xfe\xef\xbb\xbf"):  # nothing but space and byte order marks
        raise PageDropped("empty", "no bytes")
    if body.lstrip()[:8].startswith(BINARY_SIGNATURES):
        raise PageDropped("binary", f"starts with {body[:4]!r}")
    marked, mark = read_bom(body)
    name = marked or _utf16(body)
    if name:
        return body[len(mark or b"") :].decode(name, "replace"), name, None
    body = body.rstrip(b"\x00")  # a file may be filled up to the size of a block
    head, begins = body[:HEAD_BYTES], body[:SAMPLE_BYTES]
    if head.count(b"\x00") > MAX_CONTROLS * len(head):
        raise PageDropped("binary", "zero bytes among the first thousand")
    if len(begins) - len(begins.translate(None, CONTROLS)) > MAX_CONTROLS * len(begins):
        raise PageDropped("binary", "control characters throughout")
    body = body.replace(b"\x00", b"")
    if SHIFTED[:1] in body and SHIFTED in body:  # a single byte is found far sooner
        return body.decode("iso-2022-jp", "replace"), "iso-2022-jp", None
    try:
        return body.decode("utf-8"), "utf-8", body
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "surrogateescape")
    if _is_sound(text):
        template = _declared(body, content_type)
        parts = (_read_part(part, template) for part in PARTS.split(text))
        return "".join(parts), "utf-8", None
    name = best_encoding(body, content_type)
    return body.decode(name, "replace"), name, None


def _is_sound(text: str) -> bool:
    """True if most of what was read as UTF-8 is such; broken bytes are surrogates."""
    broken = sum(map(len, BROKEN.findall(text)))
    return len(text) - len(text.encode("ascii", "ignore")) - broken >= MIN_SOUND * broken


def _is_broken(part: str) -> bool:
    broken = sum(map(len, BROKEN.findall(part)))
    return MIN_SOUND * (len(part) - len(part.encode("ascii", "ignore")) - broken) < broken


def _declared(body: bytes, content_type: str | None) -> str | None:
    """The encoding of single bytes that a page in UTF-8 declares: that of its template, into which other text was put."""
    names = [http_content_type_encoding(content_type), html_body_declared_encoding(body)]
    return next((name for name in names if name in SINGLE_BYTES), None)


def _read_part(part: str, template: str | None) -> str:
    """A text between two tags, its broken bytes mended; all of it read in the template's encoding where most is broken."""
    if template is None or not _is_broken(part):
        return BROKEN.sub(_mended, part)
    return part.encode("utf-8", "surrogateescape").decode(template, "replace")


def _mended(broken: re.Match[str]) -> str:
    """What broken UTF-8 is read as: a single byte among ASCII, if it begins no pair, as a letter or sign of cp1252."""
    byte, start = broken[0].encode("utf-8", "surrogateescape"), broken.start()
    around = broken.string[max(0, start - 1) : start] + broken.string[broken.end() : broken.end() + 1]
    if len(byte) == 1 and around.isascii() and not 0xC2 <= byte[0] <= 0xDF and byte != b"\xff":
        return byte.decode("cp1252", "replace")
    return "\ufffd"


def _utf16(body: bytes) -> str | None:
    """UTF-16 without a mark: the brackets of its markup have a zero beside them, on the same side each."""
    sample = body[:4000]
    if b"\x00" not in sample:
        return None
    pairs = [sample[place : place + 2] for place in range(0, len(sample), 2)]
    little, big = pairs.count(b"<\x00"), pairs.count(b"\x00<")
    if max(little, big) < 2 or min(little, big):
        return None
    return "utf-16-be" if big else "utf-16-le"


def best_encoding(body: bytes, content_type: str | None) -> str:
    """The declared encoding if the bytes make sense in it, else the one of CANDIDATES in which they make most sense; among
    those for Latin letters the one that the language is written in.
    """
    declared = [http_content_type_encoding(content_type), html_body_declared_encoding(body)]
    names = [str(name) for name in (resolve_encoding(d) for d in declared if d) if name]
    scores = _Scores(_sample(body))
    best = next((name for name in names if name in LETTERS and scores[name] >= PLAUSIBLE), None)
    if best is None:
        detected = str(map_encoding_to_html5(detect_encoding(body) or "utf-8"))
        best = max(LETTERS, key=lambda name: (scores[name], name in names, name == detected))
        if scores[best] <= 0:
            return names[0] if names else detected
    if best == "koi8-r" and scores["koi8-u"] > scores[best]:  # the same, but for the letters of Ukrainian
        best = "koi8-u"
    return spoken(best, scores) if best in LATIN_LETTERS else best


class _Scores(dict[str, float]):
    """How well a sample reads in each encoding of LETTERS, judged when first asked: most pages are in the one they declare."""

    def __init__(self, sample: bytes) -> None:
        super().__init__()
        self.sample = sample

    def __missing__(self, name: str) -> float:
        self[name] = plausibility(self.sample, name, LETTERS[name])
        return self[name]


def spoken(best: str, scores: _Scores) -> str:
    """`best`, or the encoding that the sample's language is written in where that is another and makes sense."""
    code, score = language(" ".join(scores.sample.decode(best, "replace").split()))
    if code is None or score is None or score < SURE:
        return best
    for languages, encodings in SPOKEN:
        if code in languages and best not in encodings:
            other = max(encodings, key=lambda name: scores[name])
            return other if scores[other] >= PLAUSIBLE else best
    return best


def plausibility(sample: bytes, encoding: str, letters: frozenset[str] | None) -> float:
    """How well bytes read in an encoding, at most 1: the share of characters that are common in its languages, less three
    times the share of those that cannot be (control characters, signs or capitals inside words).
    """
    try:
        text = sample.decode(encoding, "replace")
    except LookupError:
        return 0.0
    foreign = NOT_ASCII.findall(text)
    if not foreign:
        return 0.0
    common = sum(c in letters if letters else "\uac00" <= c <= "\ud7a3" for c in foreign)
    if encoding in LATIN_LETTERS and _crowded(text):
        return 0.0
    multibyte = encoding in ("gb18030", "big5", "shift_jis", "euc-jp", "euc-kr")
    wrong = text.count("\ufffd") * 3 if multibyte else len(WRONG.findall(text))
    if encoding in FREQUENT and sum(c in FREQUENT[encoding] for c in foreign) < 0.45 * len(foreign):
        return 0.0
    bonus = 0.25 if multibyte and encoding != "euc-kr" else 0.0  # no list holds all of these characters
    return float(min(1.0, common / len(foreign) + bonus)) - 3 * wrong / len(foreign)


def _crowded(text: str) -> bool:
    """True if most letters have an accent: Cyrillic read as Latin-1 gives `Ïðèâåò`."""
    accented = len(re.findall(r"[À-ɏ]", text))
    words = re.findall(r"\w*[À-ɏ]\w*", text)
    return accented > 0.6 * sum(map(len, words))


def _sample(body: bytes) -> bytes:
    """The visible, non-ASCII part of a page, or what there is of it."""
    text = TAGS.sub(" ", body.decode("latin-1"))[: 4 * SAMPLE_BYTES]
    return text.encode("latin-1")[:SAMPLE_BYTES]
