"""The class names by which themes call the box of a story's headline where it is no heading: `<div class="post-title">`."""

from __future__ import annotations

import re

STORY_TITLE = re.compile(
    r"(?:^|\s)(?:post|entry|article|story|news)[-_]{1,2}(?:main[-_])?(?:title|headline)(?=\s|$)", re.IGNORECASE
)
"""`post-title`, `entry__headline`, `post-main-title`; not `post-title-link`, nor `related-post-title`."""
