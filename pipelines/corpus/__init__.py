"""The steps between documents and readers: fetches, clean, kinds, duplicates, revisions, traces, publish."""
