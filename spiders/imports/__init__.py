"""Imports: captures that others made become nights of the archive, as if Dateline had crawled them when they were captured."""
