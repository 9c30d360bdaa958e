"""Duplicates: clusters of near-duplicates, updated night by night, and the role of each work in its cluster.

- normalise → shingling → minhash, anchors → sketch: one text by itself.
- candidates → verify → edges → clusters: pairs of texts, and the clusters that they form.
- segment, members → graph → index → night → step: the index on disk, updated night by night.
- credits → origin → roles: which member is the original and which are copies.
- frames → files: the same for texts from any source, which may still contain the header and footer of their site.
"""
