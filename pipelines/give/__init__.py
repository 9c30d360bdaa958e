"""Giving the corpus away: datasets for machine learning, and the nightly report."""
