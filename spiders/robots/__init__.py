"""robots.txt (RFC 9309): asked for before anything else, obeyed, and what it means when it does not answer."""
