"""The values of columns that have few values and on which code acts; they are plain strings in Arrow and JSON.

No Arrow here, because the processes that extract pages, and the rules for URLs, do not use it.
`pipelines.lake.schemas` has the columns.
"""

from __future__ import annotations

from enum import StrEnum


class FetchOutcome(StrEnum):
    """Every outcome of a considered URL, one for each night."""

    STORED = "stored"
    NOT_MODIFIED = "not_modified"
    DUPLICATE_PAYLOAD = "duplicate_payload"
    REDIRECTED = "redirected"
    ROBOTS_DENIED = "robots_denied"
    RIGHTS_DENIED = "rights_denied"
    OFFSITE = "offsite"
    BUDGET = "budget"
    HTTP_ERROR = "http_error"
    TIMEOUT = "timeout"
    CONNECTION_ERROR = "connection_error"
    ADDRESS_REFUSED = "address_refused"
    TOO_LARGE = "too_large"
    TRAP = "trap"
    NO_STORY = "no_story"
    EXCLUDED = "excluded"
    DUPLICATE_URL = "duplicate_url"
    SKIPPED_FRESH = "skipped_fresh"
    TAKEN_DOWN = "taken_down"
    NOT_CRAWLED = "not_crawled"


class ClusterRole(StrEnum):
    """The role of a member in its cluster of near-duplicates."""

    ORIGIN = "origin"
    WIRE_COPY = "wire_copy"
    COPY = "copy"
    EDITED_COPY = "edited_copy"
    EXCERPT = "excerpt"
    UPDATE = "update"
    UNKNOWN = "unknown"


class EventBasis(StrEnum):
    """Why a work belongs to an event: what it has in common with the nearest other member."""

    COPY = "copy"
    WORDS = "words"
    NAMES = "names"


class PageKind(StrEnum):
    """The kind of a page."""

    ARTICLE = "article"
    LISTING = "listing"
    LIVE = "live"
    VIDEO = "video"
    GALLERY = "gallery"
    OTHER = "other"


class HeadlinePlace(StrEnum):
    """The place of a headline."""

    SHOWN = "shown"
    DECLARED = "declared"


STORY_KINDS = (PageKind.ARTICLE, PageKind.LIVE)
"""Kinds of pages that are a story in text; the repeated text and the layout of a source are learned from them."""
TEXTS = ("page", "row")
"""Values of `fetches.resource` that give a document: a page, a row of an imported table."""
ANSWERED = (FetchOutcome.STORED, FetchOutcome.NOT_MODIFIED, FetchOutcome.DUPLICATE_PAYLOAD)
"""Outcomes of a page that exists: with new content, or with the same as before."""


class KindBasis(StrEnum):
    """The named rule that decided the kind of a page."""

    OWN_ARTICLE = "own article"
    LIVE_TYPE = "live type"
    LISTING_RESOURCE = "listing resource"
    LISTING_TEMPLATE = "listing template"
    LISTING_TYPE = "listing type"
    ENTRIES = "entries"
    ENTRY_AND_ADDRESS = "entry and address"
    ATTACHMENT = "attachment"
    AUTHOR = "author"
    FURTHER_PAGE = "further page"
    ERROR = "error"
    MISSING = "missing"
    PLACEHOLDER = "placeholder"
    STATIC_ADDRESS = "static address"
    STATIC_TYPE = "static type"
    LISTING_ADDRESS = "listing address"
    STATIC_TITLE = "static title"
    STATIC_TEMPLATE = "static template"
    LIVE_LABEL = "live label"
    GALLERY = "gallery"
    VIDEO = "video"
    FRONT_PAGE = "front page"
    DECLARED = "declared"
    NOTICE = "notice"
    LINKS = "links"
    TEXT = "text"
    START = "start page"
    MENU = "menu"
    SITEMAP = "sitemap"
    FEED = "feed"
    ROW = "row"


SURE_STORIES = (KindBasis.OWN_ARTICLE, KindBasis.LIVE_TYPE, KindBasis.FEED, KindBasis.ROW)
"""Rules by which a page is certainly a story."""
SURELY_NO_STORIES = (
    KindBasis.LISTING_RESOURCE, KindBasis.LISTING_TEMPLATE, KindBasis.LISTING_TYPE, KindBasis.ENTRIES,
    KindBasis.ENTRY_AND_ADDRESS, KindBasis.ATTACHMENT, KindBasis.AUTHOR, KindBasis.FURTHER_PAGE, KindBasis.STATIC_ADDRESS,
    KindBasis.STATIC_TYPE,
)  # fmt: skip
"""Rules by which a page is certainly not a story."""


class HealthCheck(StrEnum):
    """The checks of a source's night, see `pipelines.health.checks`."""

    NO_ANSWER = "no_answer"
    TIMEOUTS = "timeouts"
    SERVER_ERRORS = "server_errors"
    TOO_MANY_REQUESTS = "too_many_requests"
    REFUSED = "refused"
    GONE = "gone"
    ROBOTS = "robots"
    MOVED = "moved"
    LOOPS = "loops"
    REDIRECTS = "redirects"
    CHALLENGE = "challenge"
    NOT_FOUND = "not_found"
    CONSENT_WALL = "consent_wall"
    LOGIN_WALL = "login_wall"
    CUT_SHORT = "cut_short"
    SCRIPT_ONLY = "script_only"
    NOTHING_FOUND = "nothing_found"
    LIST_BY_FORM = "list_by_form"
    RENDER_BUDGET = "render_budget"
    API_CHANGED = "api_changed"
    LOGIN_FAILED = "login_failed"
    SAME_PAGE = "same_page"
    SAME_TITLE = "same_title"
    ENCODING = "encoding"
    LANGUAGE = "language"
    TITLES = "titles"
    OFF_TOPIC = "off_topic"
    TEMPLATE = "template"
    UNREADABLE = "unreadable"
    AUTHORS = "authors"
    DATES = "dates"
    FUTURE_DATES = "future_dates"
    FEED_EMPTY = "feed_empty"
    FEED_STALE = "feed_stale"
    STALE_PAGES = "stale_pages"
    VOLUME = "volume"
    REPEATED = "repeated"
    SLOW = "slow"
    RIGHTS = "rights"


SUBSCRIBED = {"standard": "access", "raw": "subscriber", "scope": "page", "origin": "login in the source file"}
"""The rights signal (a row of `schemas.RIGHT`) of a page that was fetched after a login."""


class HealthState(StrEnum):
    """The state of a source's night."""

    OK = "ok"
    WARNING = "warning"
    HELD_BACK = "held_back"
    RELEASED = "released"
