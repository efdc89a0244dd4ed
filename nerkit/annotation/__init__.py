"""Annotating documents by hand, in a local web page or in the terminal."""
