"""Extraction of many pages: supervised workers, files, rows, and what a source teaches."""
