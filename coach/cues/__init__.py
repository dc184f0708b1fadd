"""Finding the labels of the codebook in turns."""
