"""What kept an answer away, as a row or a message names it, and not as a traceback on the terminal."""

from __future__ import annotations

import logging
import re

from twisted.logger import globalLogBeginner

CERTIFICATE = "its certificate does not verify"
UNVERIFIED = re.compile(r"certificate verify failed|service_identity")
"""What OpenSSL says of who signed a certificate, and Twisted's helper of whose it is."""
HANDSHAKE = "while verifying certificate"
"""How Twisted begins the traceback of a certificate for another host."""


def failure_name(error: BaseException | None) -> str:
    """The name of an exception, or that a certificate is wrong: expired, signed by itself, of another host.

    >>> failure_name(TimeoutError()), failure_name(OSError("[('SSL routines', '', 'certificate verify failed')]"))
    ('TimeoutError', 'its certificate does not verify')
    """
    return CERTIFICATE if UNVERIFIED.search(str(error)) else type(error).__name__


def silence_handshakes() -> None:
    """Keep Twisted from writing a traceback, twice, for each certificate that does not verify. Once a process."""
    globalLogBeginner.beginLoggingTo([], redirectStandardIO=False, discardBuffer=True)
    logging.getLogger("twisted").addFilter(lambda record: not record.getMessage().startswith(HANDSHAKE))
