"""Rules that choose the publication date among the evidence, with a confidence and bounds."""
