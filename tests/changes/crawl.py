"""Changes of the crawl: channels, settings of sources, links that are not followed, rights signals, columns of imports."""

from tests.changes.change import Change, Edit

WIRE = '''
def _wire(url: str, body: bytes, _content_type: str | None) -> Reading:
    """A line a story: day, address, headline, parted by tabs."""
    rows = [line.split("\\t") for line in body.decode().splitlines()]
    stories = [(resolve(url, to) or "", day, title) for day, to, title in rows]
    return Reading(
        [
            Edge("wire", to, cached_key(to), place, title, (("published", day),), None, content_state(title, whole=False))
            for place, (to, day, title) in enumerate(stories)
        ]
    )


def _is_html('''
WIRE_KINDS = """
    LinkKind(name="wire", channel="wire", about="a line of a wire", is_list=True, lists_latest=True, grows=True),
    LinkKind(name="to_wire", about="a wire that its head names", leads_to="wire", link_types=frozenset(("text/x-wire",))),
    LinkKind(name="pagination","""
CHANNEL = """
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
import pyarrow as pa
from pipelines.corpus.traces.family import KEPT_BY_HAND
from pipelines.corpus.traces.lesson_table import is_growing
from pipelines.corpus.traces.sequence import COLUMNS, sequences
from pipelines.dates.nights.channel_dates import origin_of
from pipelines.extract.linked import by_channels
from pipelines.health.answers import answers, COLUMNS as FETCHED
from spiders.discovery.discovery import Discovery
from spiders.frontier import ranks
from spiders.frontier.frontier import Frontier
from spiders.landing.advertised import Advertised
from spiders.landing.rows import link_batches
from spiders.resources.reading import edges_of, read_resource
from spiders.sources.source import Source

PAGE = b'<html><head><link rel="alternate" type="text/x-wire" href="/wire.txt"></head><body><p>News</p></body></html>'
LINES = b"2026-11-30\\t/mill-burns\\tMill burns down\\n2026-11-29\\t/flood\\tFlood in Hull\\n"
NIGHT = date(2026, 11, 30)
source = Source(name="paper", title="Paper", url="https://a.example/")
with TemporaryDirectory() as folder:
    frontier = Frontier(Path(folder) / "paper.sqlite", NIGHT.isoformat())
    discovery = Discovery(source, frontier, NIGHT)
    discovery.seed()
    start = frontier.visits.find("a.example")[1]
    discovery.follow(start, edges_of(read_resource("page", source.url, PAGE, "text/html"), discover=True))
    found = frontier.visits.find("a.example/wire.txt")
    if found is None:
        seen = "nothing is named"
    else:
        wire = found[1]
        edges = discovery.edges_of(read_resource(wire.resource, wire.url, LINES, "text/plain"))
        discovery.follow(wire, edges)
        story = frontier.visits.find("a.example/mill-burns")[1]
        advertised = Advertised(Path(folder) / "edges.sqlite")
        links = pa.Table.from_batches(link_batches([(wire.key, wire.url, edges)], advertised, "paper", NIGHT))
        channels = [channel for named in advertised for channel in named.channels]
        advertised.close()
        lists = list(sequences(links.select(COLUMNS), {}))
        row = dict.fromkeys(FETCHED) | {"resource": "wire", "outcome": "timeout", "url": wire.url, "url_key": wire.key}
        seen = {
            "fetched as": wire.resource,
            "rank of the story": story.rank == ranks.FRESH,
            "born": story.born,
            "channels": sorted((each.channel, each.anchor, each.date_raw) for each in channels),
            "lists": [(each.kind, len(each.keys), is_growing(each.family)) for each in lists],
            "kept by hand": "wire" in KEPT_BY_HAND,
            "asked": answers([row]).figures["asked"],
            "leads to a story": by_channels([{"channel": "wire"}]).value,
            "origin of its dates": str(origin_of({"channel": "wire", "date_kind": "published"})),
        }
    frontier.close()
"""
RIGHTS = """
from spiders.links.links import scan
from spiders.rights.rights import SiteRights, page_rights
from spiders.robots.robots import parse_robots

def said(html=b"<p>News", robots=b""):
    site = SiteRights(robots=("https://a.example/robots.txt", parse_robots(robots)))
    found = page_rights("https://a.example/x", [], scan(html, "https://a.example/x"), site, "dateline")
    return [found.train_ai, [row["raw"] for row in found.rows]]
"""
CHANGES = (
    Change(
        "a crawl channel (how URLs are found), or a kind of links",
        (
            Edit("pipelines/lake/link_kinds.py", '\n    LinkKind(name="pagination",', WIRE_KINDS),
            Edit(
                "spiders/resources/reading.py",
                '    "robots": _robots,\n',
                '    "robots": _robots,\n    "wire": _wire,\n',
            ),
            Edit("spiders/resources/reading.py", "def _is_html(", WIRE.lstrip("\n")),
        ),
        CHANNEL,
        "nothing is named",
        {
            "fetched as": "wire",
            "rank of the story": True,
            "born": "2026-11-30",
            "channels": [["wire", "Flood in Hull", "2026-11-29"], ["wire", "Mill burns down", "2026-11-30"]],
            "lists": [["wire", 2, True]],
            "kept by hand": False,
            "asked": 1,
            "leads to a story": "feed",
            "origin of its dates": "feed:published",
        },
    ),
    Change(
        "a setting of a source file that names URLs",
        (
            Edit(
                "spiders/sources/source.py",
                "    hosts: Annotated[\n",
                '    boards: Annotated[tuple[str, ...], Field(description="Boards.")] = ()\n    hosts: Annotated[\n',
            ),
            Edit(
                "spiders/sources/source.py",
                '    Start("sections", ',
                '    Start("boards", "section", PAGE),\n    Start("sections", ',
            ),
        ),
        """
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from spiders.discovery.discovery import Discovery
from spiders.frontier.frontier import Frontier
from spiders.landing.rows import starts_of
from spiders.sources.look import channels
from spiders.sources.source import Source

source = Source(name="paper", title="Paper", url="https://a.example/", boards=("https://a.example/board",))
with TemporaryDirectory() as folder:
    frontier = Frontier(Path(folder) / "paper.sqlite", "2026-11-30")
    Discovery(source, frontier, date(2026, 11, 30)).seed()
    found = frontier.visits.find("a.example/board")[1]
    frontier.close()
seen = [found.resource, [each.channel for each in starts_of(source)["a.example/board"]], channels(source)[1][2], found.rank]
""",
        "ValidationError: 1 validation error for Source",
        ["page", ["section"], "https://a.example/board", 27],
    ),
    Change(
        "which links are never followed",
        (
            Edit(
                "spiders/url_rules/no_story.py",
                '        (is_reply(url), "reply_link"),',
                '        (segments and segments[0] == "print-shop", "shop"),\n        (is_reply(url), "reply_link"),',
            ),
        ),
        """
from spiders.url_rules.no_story import no_story

seen = [no_story(f"https://a.example/{end}") for end in ("print-shop/mug", "news/print-shop-closes")]
""",
        [None, None],
        ["shop", None],
    ),
    Change(
        "which links of a menu may be sections",
        (
            Edit(
                "spiders/sources/section_links.py", 'r"about(us)?|contact(us)?', 'r"horoscopes?|about(us)?|contact(us)?'
            ),
        ),
        """
from spiders.links.edges import Edge
from spiders.sources.section_links import may_be_section

names = ("horoscope", "politics")
edges = [Edge("nav", f"https://a.example/{name}", f"a.example/{name}", 0, name.title()) for name in names]
seen = [may_be_section(edge, "a.example") for edge in edges]
""",
        [True, True],
        [False, True],
    ),
    Change(
        "a rights signal",
        (
            Edit(
                "spiders/rights/rights.py",
                "        tokens = _tokens(content)\n",
                '        if name == "ai-training":\n'
                '            yield Signal("meta", content, "page", f"meta[name={name}]", content == "yes")\n'
                "        tokens = _tokens(content)\n",
            ),
        ),
        RIGHTS + 'seen = said(b\'<meta name="ai-training" content="no"><p>News\')\n',
        ["unknown", []],
        ["disallowed", ["no"]],
    ),
    Change(
        "a crawler that trains models, for robots.txt groups",
        (Edit("spiders/rights/files.py", '    "AI2Bot", ', '    "WireTrainer", "AI2Bot", '),),
        RIGHTS + "seen = said(robots=b'User-agent: WireTrainer\\nDisallow: /')\n",
        ["unknown", []],
        ["disallowed", ["User-agent: WireTrainer\nDisallow: /"]],
    ),
    Change(
        "names of columns that tables of texts have",
        (
            Edit(
                "spiders/imports/table_rows.py",
                '("title", "headline", "heading")',
                '("title", "headline", "heading", "kop")',
            ),
        ),
        """
from spiders.imports.table_rows import columns

seen = columns({"url": "", "text": "", "kop": ""}, {})
""",
        {"url": "url", "text": "text"},
        {"url": "url", "text": "text", "title": "kop"},
    ),
)
