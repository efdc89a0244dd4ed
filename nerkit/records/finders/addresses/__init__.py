"""Addresses as they stand on paper.

`whole` gives them all of their lines, `beside_names` finds them below a name and a name above them, and `owners` says
whose they are: an address under the name of another party is that party's.
"""
