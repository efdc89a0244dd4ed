"""Benchmarks beside the tools that people use today; both run in one process, in turns, and the spread is reported."""
