"""Changes of how a page is read: words of languages, names in markup and addresses, dates that are refused, kinds of pages."""

from tests.changes.change import Change, Edit

L = "pipelines/lexicon/"
PAGE = """
from datetime import UTC, datetime
from pipelines.dates.judge.decision import date_page, weigh_page
from pipelines.dates.place.candidates import page_candidates
from pipelines.dates.source.conventions import DateConventions
from pipelines.extract.read.article import extract
from pipelines.page.page import Page

TEXT = "<p>" + "The harbour opened again and the first ferries left in the morning. " * 6 + "</p>"
SEEN = datetime(2026, 2, 2, 9, tzinfo=UTC)

def page(line="", head="", url="https://a.example/news/the-harbour-opens-again"):
    html = f"<html lang=en><head><title>The harbour opens again</title>{head}</head><body><main><article>"
    return Page(url, f"{html}<h1>The harbour opens again</h1>{line}{TEXT}</article></main>".encode(), "text/html", SEEN)

def dated(read):
    return date_page(page_candidates(read), url=read.url, fetched_at=SEEN).published

def reasons(read):
    weighed = weigh_page(page_candidates(read), url=read.url, fetched_at=SEEN, conventions=DateConventions()).weighed
    return sorted(each.reason for each in weighed)
"""
CHANGES = (
    Change(
        'a label beside a date ("Updated", "zuletzt geändert")',
        (Edit(f"{L}languages/en.toml", '"edited", "amended", ', '"edited", "remoulded", "amended", '),),
        """
from pipelines.dates.read.labels import label_of

seen = [label_of("edited "), label_of("remoulded ")]
""",
        ["modified", None],
        ["modified", "modified"],
    ),
    Change(
        "a language: its months, labels, by-words, …",
        (Edit(f"{L}languages/da.toml", '["jan", "januar"]', '["jan", "januar", "glugmåned"]'),),
        """
from pipelines.dates.read.reading import Dialect, read_text

seen = [[each.value for each in read_text(text, Dialect("da"))] for text in ("3. januar 2026", "3. glugmåned 2026")]
""",
        [["2026-01-03"], []],
        [["2026-01-03"], ["2026-01-03"]],
    ),
    Change(
        "a news agency, its abbreviation or its name in another script",
        (
            Edit(
                f"{L}agencies.toml",
                '[[rows]]\nname = "AP"\n',
                '[[rows]]\nname = "TNS"\nforms = ["TNS", "Tern News Service"]\n\n[[rows]]\nname = "AP"\n',
            ),
        ),
        """
from pipelines.lexicon.agencies import agency, credited

seen = [agency("Tern News Service"), credited(["HULL (TNS) - The ferry sank."]), agency("Associated Press")]
""",
        [None, None, "AP"],
        ["TNS", "TNS", "AP"],
    ),
    Change(
        "a class name that marks related links, comments, navigation",
        (Edit(f"{L}tokens.toml", '"inline-related*", "outbrain*"', '"inline-related*", "zugabe-box*", "outbrain*"'),),
        """
from pipelines.lexicon.vocabulary import Role
from pipelines.page.roles import named

seen = [named(name).says(frozenset((Role.RELATED,))) for name in ("zugabe-box", "zugabe-boxes-left", "outbrain")]
""",
        [False, False, True],
        [True, True, True],
    ),
    Change(
        "a `<meta>` name, JSON-LD key or place that gives a date",
        (
            Edit(
                "pipelines/dates/trust.toml",
                '    "published", "published_time", "published_date", ',
                '    "went_live_day", "published", "published_time", "published_date", ',
            ),
        ),
        PAGE
        + "read = page(head='<meta name=went-live-day content=\"2026-01-20T10:00:00Z\">')\n"
        + "seen = [dated(read), reasons(read)]\n",
        [None, []],
        ["2026-01-20T10:00:00+00:00", ["article-meta"]],
    ),
    Change(
        "when a date is refused, and the rule's name",
        (
            Edit(
                "pipelines/dates/judge/rules.py",
                '    if c.value.startswith("1970-01-01"):',
                '    if c.value.startswith("2000-01-01"):\n        return "default-millennium"\n'
                '    if c.value.startswith("1970-01-01"):',
            ),
        ),
        PAGE + "seen = reasons(page(head='<meta property=article:published_time content=\"2000-01-01T00:00:00Z\">'))\n",
        ["article-meta"],
        ["default-millennium"],
    ),
    Change(
        "what counts as listing, live blog, video, gallery, static page",
        (
            Edit(
                "pipelines/extract/kind/kind.py",
                "def missing(facts: Facts)",
                "def recipe_card(facts: Facts) -> Judged | None:\n"
                '    is_card = ("page-type", "recipe card") in facts.page.meta\n'
                "    return Judged(PageKind.OTHER, KindBasis.STATIC_TYPE) if is_card else None\n\n\n"
                "def missing(facts: Facts)",
            ),
            Edit(
                "pipelines/extract/kind/kind.py",
                "    attachment, error, missing,",
                "    recipe_card, attachment, error, missing,",
            ),
        ),
        PAGE
        + "read = extract(page(head='<meta name=page-type content=\"recipe card\">'))\nseen = [read.kind, read.kind_basis]\n",
        ["article", "text"],
        ["other", "static type"],
    ),
    Change(
        "which words of an address speak of lists or static pages",
        (
            Edit(
                "pipelines/base/urls/kinds.py",
                'LISTING = re.compile(\n    r"tags?|',
                'LISTING = re.compile(\n    r"dossiers?|tags?|',
            ),
            Edit(
                "pipelines/base/urls/kinds.py",
                'STATIC = re.compile(\n    r"about',
                'STATIC = re.compile(\n    r"our-promise|about',
            ),
        ),
        """
from pipelines.base.urls.kinds import url_kind

seen = [url_kind(f"https://a.example/{path}") for path in ("dossier/harbour", "pages/our-promise", "tag/harbour")]
""",
        [None, None, "listing"],
        ["listing", "static", "listing"],
    ),
)
