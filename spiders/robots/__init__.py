"""robots.txt (RFC 9309): requested before any other URL of a host, obeyed, with rules for a missing answer."""
