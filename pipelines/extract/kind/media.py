"""Live coverage, videos and galleries, by their addresses and titles."""

from __future__ import annotations

import re

LIVE_URL = re.compile(
    r"/(?:live(?:-?blogs?|-?ticker|-updates?|-news)?|minuto-a-minuto|en-direct|diretta|directo|en-vivo)/"
    r"|(?:^|[/_-])(?:live-?blog|live-?ticker|live-updates|minuto-a-minuto)(?=$|[/_.?-])"
    r"|-news-?ticker(?=$|[-_.?])",
    re.IGNORECASE,
)
"""A folder of live coverage, by its whole name; or, anywhere in an address, what only live coverage is called."""
LIVE_TITLE = re.compile(
    r"(?:^|[\s–—|:(\[])(?:(?i:live ?blog|live ?ticker|live updates?|minuto a minuto|liveblogg)(?=$|[\s–—|:)\].,])"
    r"|(?i:[\w-]*ticker)(?=\s*[:|–])|(?:LIVE|EN DIRECT|DIRETTA|EN VIVO)(?=$|\s*[–—|:)\]]))"
)
"""Shouted words are labels only where they stand apart: with a mark behind them, or at the end."""
VIDEO_URL = re.compile(r"/(?:videos?|watch|mediathek|vidéos?|tv-video)/", re.IGNORECASE)
GALLERY_URL = re.compile(
    r"/(?:galler(?:y|ies)|fotostrecken?|bildergalerien?|diaporamas?|fotogaler\w*|photos?|slideshows?|"
    r"in-pictures|fotos|galerie|galerij)/",
    re.IGNORECASE,
)
