"""The base of all packages: errors, ids, addresses, settings files, processes, and text that is safe to store or show."""
