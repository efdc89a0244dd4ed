"""Kleister-NDA as one file that can be divided; its own reader has no training split, as it is a yardstick.

python nda.py KLEISTER-NDA OUT.jsonl
"""

import sys
from pathlib import Path

from nerkit.corpora import jsonl
from nerkit.corpora.registry import load

folder, out = map(Path, sys.argv[1:])
out.parent.mkdir(parents=True, exist_ok=True)
jsonl.write(out, load("kleister-nda", folder))
