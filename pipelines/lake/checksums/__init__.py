"""Checksums of every file that a home owns, taken when a file is finished and compared when it is looked at again.

- `kinds`: which files a home owns, and how each kind changes
- `ledger`: `checksums.sqlite`, with the digest of each file, copies of small files, known damage and lost captures
- `look`: compares files with their digests
- `soundness`: what can be said of a file without a digest
- `aside`: the folder `broken/` for damaged files

`pipelines.corpus.mending` makes damaged files again.
"""
