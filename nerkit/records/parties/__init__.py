"""Who the parties of a contract are, and what is said of each."""
