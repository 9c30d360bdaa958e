"""Fetching: the addresses a crawl may connect to, its pauses, and its limits for responses."""
