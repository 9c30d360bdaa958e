"""Addresses: which are the same page, and what an address says of the kind of its page."""
