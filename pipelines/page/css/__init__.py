"""Style sheets as far as hiding text needs them: rules, selectors, declarations, and what they hide."""
