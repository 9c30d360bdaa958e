"""The outcome of each record of an import: exactly one, with a reason in words if the outcome alone is not clear."""

from __future__ import annotations

from enum import StrEnum


class ImportOutcome(StrEnum):
    """The column `outcome` of `imports`."""

    IMPORTED = "imported"  # in the archive
    ALREADY_THERE = "already_there"  # the same capture is in the archive
    SAME_NIGHT = "same_night"  # in the archive; another capture of the page represents the night
    FETCHED = "fetched"  # from a web archive: the record made of it has a line of its own
    NOT_CHOSEN = "not_chosen"  # another capture of the page was chosen from a web archive's listing
    QUEUED = "queued"  # from a list of addresses: the next crawls fetch it
    NO_CAPTURE = "no_capture"  # a record of another type: warcinfo, request, metadata
    NOT_A_PAGE = "not_a_page"  # an image, a style sheet, a PDF
    NOT_WANTED = "not_wanted"  # of a site that was not requested
    OFFSITE = "offsite"  # outside the scope of the source that has its domain
    LANGUAGE = "language"  # in a language that was not requested
    RIGHTS_DENIED = "rights_denied"  # its rights forbid keeping it, and the source file respects them
    NIGHT_CRAWLED = "night_crawled"  # the source was crawled that night: the crawl's results stay
    NO_PAGE_OF_SITE = "no_page_of_site"  # redirects and errors of a site without any page in the files
    NO_ORIGINAL = "no_original"  # a revisit whose repeated payload was not found
    UNDATED = "undated"  # without a capture time, or with an impossible one
    BAD_ADDRESS = "bad_address"  # no http(s) URL, or a private host
    BAD_HTTP = "bad_http"  # no HTTP response inside
    WRONG_DIGEST = "wrong_digest"  # the bytes do not match a stated digest
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    UNREADABLE = "unreadable"  # a whole file, or the rest of one
    CUT_OFF = "cut_off"  # the file ends inside it
    NO_TEXT = "no_text"  # of a table: a row without text
    FAILED = "failed"  # could not be fetched
