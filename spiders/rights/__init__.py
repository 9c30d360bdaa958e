"""What publishers say about AI training and text and data mining, and what follows from it."""
