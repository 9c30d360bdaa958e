"""A story of four paragraphs, for pages that differ in what stands around it."""

LINES = (
    "The council of Saltmarsh voted on Tuesday to mend the old bridge, which has been shut to lorries since the flood.",
    "Nobody knows yet what the work will cost, the mayor said, but the river will not wait for another winter.",
    "Two firms have offered to do it by spring, and a third has asked to see the piers before it names a price.",
    "Residents of the east bank have crossed by ferry for a year, and the ferry does not run when the wind is up.",
)
TEXT = "\n\n".join(LINES)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in LINES)
