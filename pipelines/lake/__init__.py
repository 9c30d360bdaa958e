"""The data of a home: the archive, the Delta tables and their columns, and a home in an object store. No Arrow here."""
