"""Print dates and their evidence for people (`dateline dates`)."""
