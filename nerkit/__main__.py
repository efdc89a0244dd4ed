"""`python -m nerkit`: the same as `nerkit`."""

from nerkit.cli.main import run

if __name__ == "__main__":
    run()
