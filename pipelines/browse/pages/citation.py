"""How to cite a capture: its address, night, WARC record and digest, as one line, BibTeX and CSL-JSON."""

from __future__ import annotations

import re
from typing import Any

from pipelines.browse.publication import Row

SPECIAL = re.compile(r"[\\{}%$#&_~^]")


def citation(article: Row, capture: Row) -> dict[str, Any]:
    """The forms of a citation. A date that is not known is not given: only when the page was seen."""
    seen = f"{capture['fetched_at']:%Y-%m-%dT%H:%M:%SZ}"
    record = f"{capture['warc_file']}@{capture['warc_offset']}"
    title, authors = article["title"] or article["url"], article["authors"] or []
    published = article["published"]
    day = (published or "")[:10]
    csl: dict[str, Any] = {
        "id": article["article_id"],
        "type": "article-newspaper",
        "title": title,
        "container-title": article["source"],
        "URL": article["url"],
        "author": [{"literal": name} for name in authors],
        "accessed": {
            "date-parts": [[capture["fetched_at"].year, capture["fetched_at"].month, capture["fetched_at"].day]]
        },
        "note": f"WARC record {record}, SHA-256 {capture['payload_sha256']}",
    } | ({"issued": {"date-parts": [[int(part) for part in day.split("-")]]}} if day else {})
    fields = {
        "title": title,
        "author": " and ".join(authors),
        "journal": article["source"],
        "date": day,
        "url": article["url"],
        "urldate": seen[:10],
        "note": csl["note"],
    }
    entry = "".join(f"  {name} = {{{_plain(value)}}},\n" for name, value in fields.items() if value)
    when = f"published {published}" if published else f"date unknown, no later than {article['not_after']:%Y-%m-%d}"
    return {
        "text": f"{', '.join(authors) or article['source']}: {title}. {article['source']}, {when}. {article['url']}, "
        f"captured {seen}, record {record}, SHA-256 {capture['payload_sha256']}",
        "bibtex": f"@article{{{article['article_id']},\n{entry}}}",
        "csl": csl,
    }


def _plain(value: str) -> str:
    return SPECIAL.sub(lambda found: f"\\{found[0]}" if found[0] in "%$#&_{}" else " ", value)
