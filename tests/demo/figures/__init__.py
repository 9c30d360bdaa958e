"""What `compare` counts, a module a subject: crawl, stories, dates, copies, revisions, events."""
