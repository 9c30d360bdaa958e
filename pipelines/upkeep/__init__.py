"""The upkeep of a home: doctor, reconciliation, maintenance, forgetting a night, takedown."""
