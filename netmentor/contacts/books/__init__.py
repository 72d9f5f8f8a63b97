"""Address books: everybody whom one user keeps, as other programs take them in."""
