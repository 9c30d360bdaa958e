"""Dates: candidates from a page, evidence over pages and nights, and a judgement that may be *unknown*."""
