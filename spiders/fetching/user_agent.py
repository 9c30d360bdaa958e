"""Our User-Agent, and our product token for robots.txt groups and rights files."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version

PRODUCT = "Dateline"
"""Our product token (RFC 9309, section 2.2.1)."""
CONTACT_VARIABLE = "DATELINE_CONTACT"


def user_agent(contact: str | None = None) -> str:
    """`Dateline/VERSION (+CONTACT)`; the contact is from the source file, else from $DATELINE_CONTACT."""
    try:
        release = version("dateline")
    except PackageNotFoundError:
        release = "0"
    contact = contact or os.environ.get(CONTACT_VARIABLE)
    return f"{PRODUCT}/{release}" + (f" (+{contact})" if contact else "")
