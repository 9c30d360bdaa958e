"""Makes damaged files of a home again from what they were made from, before a build.

- `mend`: one line for each damaged file, and the nights that must be built again
- `tables`: files and logs of the lake
- `archive_tables`: `fetches` and `links` of a source's night, ledgers of imports
- `captures`: records of WARC files, which cannot be made again: the next crawl asks for them

`pipelines.lake.checksums` finds damage.
"""
