"""Fetching: where a crawl may connect, how long it waits, and how much it takes of what comes."""
