"""Quotation marks around what a contract defines, those that are typed for others among them."""

OPEN, CLOSE = "\"“„«‘'`‟”’‚‹»", "\"”“»’'`‟«›"
