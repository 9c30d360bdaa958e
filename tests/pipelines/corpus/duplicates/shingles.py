"""Words and shingles as Python sets: the plain definition that the fast, hashed sketches are held against."""

from pipelines.corpus.duplicates.normalise import SHINGLE_WORDS, normal_lines


def normal_form(text: str) -> str:
    """The words of `text` joined by single spaces; empty when it has none. Idempotent."""
    return normal_lines([text])


def words(text: str) -> list[str]:
    """The words of `text`, in order."""
    return normal_form(text).split()


def shingles(text: str, size: int = SHINGLE_WORDS) -> set[str]:
    """Every run of `size` words, joined by spaces; the whole text when it is shorter; none when it has no words.

    >>> sorted(shingles("To be, or not to be?", 5))
    ['be or not to be', 'to be or not to']
    """
    found = words(text)
    if not found:
        return set()
    return {" ".join(found[i : i + size]) for i in range(max(1, len(found) - size + 1))}
