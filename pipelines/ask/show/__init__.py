"""`dateline show`: an article to read, with all that the corpus knows of it; and the page it was made of."""
