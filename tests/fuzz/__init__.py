"""Inputs nobody wrote, and what has to hold for all of them."""
