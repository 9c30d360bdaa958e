"""Who wrote a story: bylines, signatures, agencies and credits."""
