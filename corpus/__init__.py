"""Articles: what they are, how they are read from files, and the folder that keeps them."""
