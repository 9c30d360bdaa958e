"""By which rules, and by what a source had taught, a document was made."""

from pipelines.extract.model import UNKNOWN, Layout
from pipelines.extract.run.version import extractor, rules_version


def test_what_a_source_taught_is_told_apart_from_the_rules() -> None:
    taught = extractor("abc", Layout(body=frozenset({"div.story < main < body"})))
    assert extractor("abc", UNKNOWN) == "abc"
    assert taught.startswith("abc+")
    assert len(taught) == 12
    assert rules_version() not in ("", "abc")
