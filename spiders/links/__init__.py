"""The links of a page, found in one bounded scan. Each link has a kind that states its role on the page."""
