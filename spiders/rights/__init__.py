"""Publishers' statements about AI training and text and data mining, and the resulting permissions."""
