"""Duplicates: near-duplicate clusters as nights arrive, roles in a cluster, who copies whom.

normalise → shingling → minhash, anchors → sketch     a text, by itself
candidates → verify → edges → clusters                pairs, and what they join
segment, members → graph → index → night → step       kept on disk, night by night
credits → origin → roles                              what a copy means
frames → files                                        the same for anybody's texts, whose sites nobody has cleaned away
"""
