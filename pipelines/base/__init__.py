"""What every room stands on: errors, ids, addresses, settings files, processes, and text made safe to store or show."""
