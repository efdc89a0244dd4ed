"""Which candidate fills a field: what is known of each, and the likeliest choice of all together."""
