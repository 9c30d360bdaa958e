"""The links of a page: found in one bounded scan, each with what it is to the page."""
