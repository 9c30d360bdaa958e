"""The frontier: what is known of every URL, what is to be fetched tonight, in which order, and when again."""
