"""Variants of evaluation pages that say less, as pages of publishers not seen do, to be scored like the pages themselves.

usage: extract_stripped.py --eval FOLDER --out FOLDER [--variants nodecl,hash,…] [--sets fundus,traf,…]

`--eval` holds sets/<set>/{truth.jsonl,pages/*.html.gz}; `--out` gets <variant>/sets/<set>/ of the same form.

nodecl      no JSON-LD, and of the `<meta>` elements only those on the site, the charset and the address
hash        classes, ids and attributes for tests are hashes, in the markup and in its style sheets: `css-ad21f64`
nosem       `<article>`, `<header>`, `<figure>` … are `<div>`
hashnodecl  nodecl and hash
all         nodecl, hash and nosem
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import re
import shutil
from collections.abc import Callable
from functools import reduce
from pathlib import Path

JSONLD = re.compile(rb"<script[^>]*ld\+json[^>]*>.*?</script>", re.DOTALL | re.IGNORECASE)
META = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
KEPT_META = re.compile(rb"charset|viewport|og:site_name|http-equiv|og:locale|robots|og:url", re.IGNORECASE)
CALLED = re.compile(
    rb"""(\s(?:class|id|data-(?:testid|component|type|module|qa|test|name|role))\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.IGNORECASE,
)
TAG = re.compile(rb"<[a-zA-Z][^<>]*>")
APART = re.compile(rb"(<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->)", re.DOTALL | re.IGNORECASE)
SELECTOR = re.compile(rb"([.#])(-?[A-Za-z_][\w-]*)(?=[^{}]*\{)")
SEMANTIC = re.compile(rb"<(/?)(?:article|header|main|aside|figure|figcaption|section|footer|nav)\b", re.IGNORECASE)


def undeclared(markup: bytes) -> bytes:
    """Markup without declared authors, dates and titles."""
    return META.sub(lambda meta: meta[0] if KEPT_META.search(meta[0]) else b"", JSONLD.sub(b"", markup))


def hashed(markup: bytes) -> bytes:
    """Markup whose names say nothing."""
    parts = APART.split(markup)
    parts[::2] = [TAG.sub(lambda tag: CALLED.sub(_hashed_value, tag[0]), part) for part in parts[::2]]
    parts[1::2] = [SELECTOR.sub(_hashed_selector, p) if p[:6].lower() == b"<style" else p for p in parts[1::2]]
    return b"".join(parts)


def unsemantic(markup: bytes) -> bytes:
    """Markup whose elements say nothing."""
    return SEMANTIC.sub(rb"<\1div", markup)


def _hashed_value(attribute: re.Match[bytes]) -> bytes:
    quote = attribute[2][:1] if attribute[2][:1] in b"\"'" else b""
    return attribute[1] + quote + b" ".join(map(_hash, attribute[2].strip(b"\"'").split())) + quote


def _hashed_selector(selector: re.Match[bytes]) -> bytes:
    return selector[1] + _hash(selector[2])


def _hash(name: bytes) -> bytes:
    return b"css-" + hashlib.md5(name, usedforsecurity=False).hexdigest()[:7].encode()


VARIANTS: dict[str, tuple[Callable[[bytes], bytes], ...]] = {
    "nodecl": (undeclared,),
    "hash": (hashed,),
    "nosem": (unsemantic,),
    "hashnodecl": (undeclared, hashed),
    "all": (undeclared, hashed, unsemantic),
}


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    options.add_argument("--eval", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--variants", default=",".join(VARIANTS))
    options.add_argument("--sets", default="fundus,mercury,postlight,aeb,traf,wcxb,waddle,htmldate_default,htmldate_mc")
    chosen = options.parse_args()
    for variant in chosen.variants.split(","):
        for name in chosen.sets.split(","):
            source, target = (root / "sets" / name for root in (chosen.eval, chosen.out / variant))
            (target / "pages").mkdir(parents=True, exist_ok=True)
            shutil.copy(source / "truth.jsonl", target)
            for page in sorted((source / "pages").glob("*.html.gz")):
                stripped = reduce(
                    lambda markup, strip: strip(markup), VARIANTS[variant], gzip.decompress(page.read_bytes())
                )
                (target / "pages" / page.name).write_bytes(gzip.compress(stripped, 1, mtime=0))


if __name__ == "__main__":
    main()
