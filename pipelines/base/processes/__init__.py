"""Programs of ours: how they end, and how they end with the program that started them."""
