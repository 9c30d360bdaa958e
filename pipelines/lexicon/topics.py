"""Topics: what a language file can list under each name, and how each list is used.

A topic's name is `section.topic`, as in the file: `[dates] published = ["posted"]` is the topic `dates.published`.
A new topic is a line here; then a pattern may ask for it by `<<section.topic>>` (see `pipelines.lexicon.pattern`).
"""

TOPICS: dict[str, str] = {}
"""Every topic and a sentence that tells a translator what belongs there, with an example in English."""
