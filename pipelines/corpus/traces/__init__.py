"""Traces: bounds of undated works from lists, numbers in addresses, links and appearances. A trace alone is never a date."""
