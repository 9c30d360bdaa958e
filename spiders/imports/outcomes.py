"""How a record of an import ends: exactly one outcome each, with the reason in words where the outcome does not say it all."""

from __future__ import annotations

from enum import StrEnum


class ImportOutcome(StrEnum):
    """The column `outcome` of `imports`."""

    IMPORTED = "imported"  # in the archive
    ALREADY_THERE = "already_there"  # the same capture stands in the archive
    SAME_NIGHT = "same_night"  # in the archive; another capture of the page stands for the night
    FETCHED = "fetched"  # from a web archive: the record that came of it has a line of its own
    NOT_CHOSEN = "not_chosen"  # another capture of the page was chosen from a web archive's list
    QUEUED = "queued"  # of a list of addresses: asked for by the next crawls
    NO_CAPTURE = "no_capture"  # a record of another type: warcinfo, request, metadata
    NOT_A_PAGE = "not_a_page"  # an image, a style sheet, a PDF
    NOT_WANTED = "not_wanted"  # of a site that was not asked for
    OFFSITE = "offsite"  # outside the scope of the source that has its domain
    LANGUAGE = "language"  # in a language that was not asked for
    RIGHTS_DENIED = "rights_denied"  # its rights forbid to keep it, and the source file respects them
    NIGHT_CRAWLED = "night_crawled"  # the source was crawled that night: what a crawl found stands
    NO_PAGE_OF_SITE = "no_page_of_site"  # redirects and errors of a site of which no page was in the files
    NO_ORIGINAL = "no_original"  # says that a payload was that of another capture, which is nowhere
    UNDATED = "undated"  # without a clock time, or with one that cannot be
    BAD_ADDRESS = "bad_address"  # no http(s) URL, or a private host
    BAD_HTTP = "bad_http"  # no HTTP response inside
    WRONG_DIGEST = "wrong_digest"  # the bytes are not those that were written
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    CUT_OFF = "cut_off"  # the file ends inside it
    NO_TEXT = "no_text"  # of a table: a row without text or address
    FAILED = "failed"  # could not be fetched
