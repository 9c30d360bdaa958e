"""Exports: datasets for machine learning, made by a recipe; rights fail closed and splits do not leak."""
