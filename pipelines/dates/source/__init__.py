"""How one source writes dates: its time zone, and its order of day and month."""
