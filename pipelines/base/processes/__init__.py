"""Our programs: how they end, and how a child ends together with the program that started it."""
