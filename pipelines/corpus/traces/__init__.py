"""Traces: bounds of undated works from lists, numbers in addresses, links and appearances; none is ever a date by itself."""
