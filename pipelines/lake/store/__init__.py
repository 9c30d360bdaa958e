"""A home in an object store: a working copy on this disk, what of it is in the store, and who may write there.

`--home s3://bucket/corpus` works on a folder of this machine that mirrors the store. Commands know nothing of it: they work on
a folder as ever. Before a command, what others left is pulled; meanwhile and after it, what it left is pushed, always a state
that a kill could have left on a disk. docs/object_store.md says it from a user's side.

In the store:
    lake/<table>/…                  the Delta tables, as in a folder: any client reads them
    archive/… sources/… datasets/…  files under their names; while one takes another's place, `.<epoch>-<commit>` is added
    dateline/log/<number>.json      which files there are: each commit names those that came and went
    dateline/lease/<epoch>.json     who writes, and until when
"""
