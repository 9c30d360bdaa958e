"""Run by the peers' own Python: reads story pages with trafilatura and newspaper4k.

    python peer_reader.py PAGES.jsonl > READINGS.jsonl

A page is `{"key", "url", "html"}`; a reading `{"key", "peer", "title", "authors", "day", "text"}`, or `{"key", "peer", "error"}`.
It imports nothing of this project.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        for peer, read in (("trafilatura", _trafilatura), ("newspaper4k", _newspaper)):
            try:
                reading = read(page)
            except Exception as error:  # whatever a peer raises is its answer
                reading = {"error": repr(error)[:200]}
            print(json.dumps({"key": page["key"], "peer": peer, **reading}, ensure_ascii=False))


def _trafilatura(page: dict[str, str]) -> dict[str, Any]:
    import trafilatura

    found = trafilatura.bare_extraction(page["html"], url=page["url"], with_metadata=True, include_comments=False)
    if found is None:
        return {"error": "nothing"}
    told = found.as_dict()
    authors = [name.strip() for name in (told["author"] or "").split(";") if name.strip()]
    return {"title": told["title"], "authors": authors, "day": told["date"], "text": told["text"] or ""}


def _newspaper(page: dict[str, str]) -> dict[str, Any]:
    import newspaper

    article = newspaper.Article(page["url"], fetch_images=False)
    article.download(input_html=page["html"])
    article.parse()
    day = article.publish_date.date().isoformat() if article.publish_date else None
    return {"title": article.title, "authors": list(article.authors), "day": day, "text": article.text}


if __name__ == "__main__":
    main()
