"""The yardsticks: how good a model is on every corpus, measured in one run and held against the figures before."""
