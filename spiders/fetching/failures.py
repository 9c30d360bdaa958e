"""Short names of download failures for rows and messages, instead of tracebacks on the terminal."""

from __future__ import annotations

import logging
import re

from twisted.logger import globalLogBeginner

CERTIFICATE = "its certificate does not verify"
UNVERIFIED = re.compile(r"certificate verify failed|service_identity")
"""Parts of error texts about certificates: OpenSSL's about the issuer, service_identity's about the host."""
HANDSHAKE = "while verifying certificate"
"""First words of Twisted's log message with the traceback of a certificate for another host."""


def failure_name(error: BaseException | None) -> str:
    """The name of an exception, or a sentence for a wrong certificate (expired, self-signed, of another host).

    >>> failure_name(TimeoutError()), failure_name(OSError("[('SSL routines', '', 'certificate verify failed')]"))
    ('TimeoutError', 'its certificate does not verify')
    """
    return CERTIFICATE if UNVERIFIED.search(str(error)) else type(error).__name__


def silence_handshakes() -> None:
    """Stop Twisted from logging two tracebacks for each certificate that does not verify. Call it once in a process."""
    globalLogBeginner.beginLoggingTo([], redirectStandardIO=False, discardBuffer=True)
    logging.getLogger("twisted").addFilter(lambda record: not record.getMessage().startswith(HANDSHAKE))
