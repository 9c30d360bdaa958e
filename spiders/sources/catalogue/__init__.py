"""The catalogue: publishers that public lists name, a file each in `publishers/COUNTRY/NAME.yaml`; see LISTS.md."""
