"""`dateline browse`: the corpus in a browser and as JSON, read-only, on this machine."""
