"""Pages of the Ardlow Argus, a paper whose markup tells nothing."""

import json
from datetime import UTC, date, datetime

import pyarrow as pa

from pipelines.lake.archive import ArchiveWriter, Exchange, folder, save_night_rows, save_source_settings
from pipelines.lake.home import Home
from pipelines.lake.schemas import FETCHES, TABLES

TOPICS = ("bridge", "ferry", "school", "harbour", "market", "church", "mill", "well", "theatre", "road")
WRITERS = (
    "Ann Lee",
    "Bo Rask",
    "Cy Doyle",
    "Dee Moreau",
    "Ed Okoye",
    "Fay Lund",
    "Gil Haas",
    "Ida Wolf",
    "Jo Pratt",
    "Kit Amadi",
)


def prose(topic: str) -> str:
    paragraphs = (
        f"The council talked about the {topic} on Monday, and the talk about that {topic} went on late into the night.",
        f"Nobody knows yet what the new {topic} will cost, but everybody agrees that the {topic} has to be mended.",
        f"The last time that the town spent money on a {topic}, the mayor said, it was by mistake, and nobody complained.",
        f"A committee of seven is to look at the {topic} from all sides, and to report before the first snow falls.",
    )
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs * 3)


def page(number: int, *, declared: bool = True, body: str | None = None, beside: str = "") -> bytes:
    """A page of a paper that shows headline, writer and day where no rule would look for them."""
    topic, writer = TOPICS[number], WRITERS[number]
    title, day = f"What will become of the {topic} in Ardlow", number + 3
    data = {
        "@type": "NewsArticle",
        "headline": title,
        "author": {"@type": "Person", "name": writer},
        "datePublished": f"2025-11-{day:02}",
    }
    head = f'<meta property="og:title" content="{title}"><script type="application/ld+json">{json.dumps(data)}</script>'
    return f"""<html lang=en><head><title>Ardlow Argus</title>{head if declared else ""}</head><body>
        <div class=top><b>Ardlow Argus</b></div>
        <div class=zz1><div class=hed>{title}</div></div>{beside}
        <div class=copy>{body or prose(topic)}</div>
        <div class=end><div class=foot-a>{writer}</div><div class=foot-b>{day} November 2025</div>
        <div class=foot-c>20 November 2025</div></div></body></html>""".encode()


ONE, TWO, LATE = date(2025, 11, 28), date(2025, 12, 1), date(2026, 1, 5)
PAGES = {
    ONE: [page(n) for n in range(6)],
    TWO: [page(6, declared=False)],
    LATE: [page(6, declared=False)],
}


def archived(home: Home, night: date, pages: list[bytes] | None = None) -> None:
    """One night of a paper (by default with its PAGES), in the archive and in `fetches`."""
    at = datetime(night.year, night.month, night.day, 4, tzinfo=UTC)
    out = ArchiveWriter(home.archive, folder(home.archive, "argus", night), f"argus-{night}")
    rows = []
    for number, body in enumerate(PAGES[night] if pages is None else pages):
        url = f"http://argus.example/{night}/story-{number}"
        place = out.write(Exchange(url, at, [], 200, "OK", [("Content-Type", "text/html")], body))
        row = {
            "night": night,
            "source": "argus",
            "url": url,
            "url_key": url[7:],
            "resource": "page",
            "outcome": "stored",
        }
        row |= {"fetched_at": at, "content_type": "text/html", "payload_sha256": str(number), "channels": []}
        rows.append(dict.fromkeys(FETCHES.names) | row | {"warc_file": place.file, "warc_offset": place.offset})
    out.close()
    save_source_settings(home.archive, "argus", night, {"url": "http://argus.example/"})
    for table, found in (("links", []), ("fetches", rows)):
        batch = pa.RecordBatch.from_pylist(found, schema=TABLES[table].schema)
        save_night_rows(home.archive, "argus", night, table, [batch])
