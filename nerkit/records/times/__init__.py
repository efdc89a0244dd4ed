"""Dates and lengths of time that follow from what a document says around them."""
