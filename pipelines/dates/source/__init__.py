"""What is known of how one source dates: its zone, and its order of day and month."""
