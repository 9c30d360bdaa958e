"""Kinds: decide which works are not stories, from all their pages and from their source."""
