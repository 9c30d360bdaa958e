"""`dateline show`: an article to read, with all data about it in the corpus; and its archived page."""
