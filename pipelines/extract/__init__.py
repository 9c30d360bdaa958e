"""Extraction: the bytes of one page in, one document out (kind, title, blocks, authors, related links, date candidates)."""
