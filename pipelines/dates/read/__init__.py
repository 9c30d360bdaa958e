"""Dates, clock times and zones in text, in many languages and calendars."""
