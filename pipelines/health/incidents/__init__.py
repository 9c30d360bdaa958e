"""Incidents: what needs a person about a source, as one entry for as long as it lasts."""
