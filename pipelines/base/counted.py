"""Numbers with their noun, for lines that people read."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """A number and its noun in the right form.

    >>> counted(1, "feed"), counted(4, "section"), counted(12345, "night")
    ('1 feed', '4 sections', '12,345 nights')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
