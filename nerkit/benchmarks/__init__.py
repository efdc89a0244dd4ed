"""Benchmarks against the tools that people use today; each compares both in one run, in turns, and reports the spread."""
