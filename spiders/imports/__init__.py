"""Imports: captures made by others become nights of the archive, as if Dateline had crawled them at their capture times."""
