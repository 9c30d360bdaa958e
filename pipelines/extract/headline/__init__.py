"""The headline of a story: candidates, vote, and titles without the name of the site."""
