"""The landing: a response archived, judged and read; and the rows of the night once all have landed."""
