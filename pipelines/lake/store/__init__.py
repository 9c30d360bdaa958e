"""A home in an object store: a working copy on this disk, the files of it that are in the store, and the lease for
writing.

`--home s3://bucket/corpus` works on a folder of this machine that mirrors the store. Commands do not know about the
store: they work on a folder as usual. Before a command, changes of others are pulled. During the command and after
it, its changes are pushed, always as a state that a kill could have left on a disk. docs/object_store.md describes
it for users.

In the store:

- `lake/<table>/…`: the Delta tables, as in a folder; any client can read them.
- `archive/… sources/… datasets/…`: files under their names; while a file replaces another, `.<epoch>-<commit>` is added.
- `dateline/log/<number>.json`: the list of files; each commit names the added and removed files.
- `dateline/lease/<epoch>.json`: the current writer, and the end of its lease.
"""
