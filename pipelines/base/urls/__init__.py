"""Addresses: which ones are the same page, and which kind of page an address suggests."""
