"""Short names of download failures for rows and messages, instead of tracebacks on the terminal."""

from __future__ import annotations

import logging
import re

from twisted.logger import globalLogBeginner

CERTIFICATE = "its certificate does not verify"
UNVERIFIED = re.compile(r"certificate verify failed|service_identity")
"""Parts of error texts about certificates: OpenSSL's about the issuer, service_identity's about the host."""
EXCEPTION = re.compile(r"\b(?:Download)?((?:[A-Z][a-z]+)+)Error\b")
HANDSHAKE = "while verifying certificate"
"""First words of Twisted's log message with the traceback of a certificate for another host."""


def failure_name(error: BaseException | None) -> str:
    """The name of an exception, or a sentence for a wrong certificate (expired, self-signed, of another host).

    >>> failure_name(TimeoutError()), failure_name(OSError("[('SSL routines', '', 'certificate verify failed')]"))
    ('TimeoutError', 'its certificate does not verify')
    """
    return CERTIFICATE if UNVERIFIED.search(str(error)) else type(error).__name__


def in_words(problem: str) -> str:
    """A problem with the names of exceptions written as words.

    >>> in_words("robots.txt: DownloadConnectionRefusedError, unreachable"), in_words("CannotResolveHostError")
    ('robots.txt: connection refused, unreachable', 'cannot resolve host')
    >>> in_words("DownloadFailedError")
    'connection failed'
    """
    return EXCEPTION.sub(_words, problem)


def _words(found: re.Match[str]) -> str:
    words = " ".join(re.findall("[A-Z][a-z]+", found[1])).lower()
    return "connection failed" if words == "failed" else words


def silence_handshakes() -> None:
    """Stop Twisted from logging two tracebacks for each certificate that does not verify. Call it once in a process."""
    globalLogBeginner.beginLoggingTo([], redirectStandardIO=False, discardBuffer=True)
    logging.getLogger("twisted").addFilter(lambda record: not record.getMessage().startswith(HANDSHAKE))
