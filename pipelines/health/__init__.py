"""Health: compare each source's night with its earlier nights; hold back nights that would damage the corpus."""
