"""The steps from documents to published articles: fetches, clean, kinds, duplicates, revisions, traces, publish."""
