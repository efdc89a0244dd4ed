"""The process in which RapidOCR runs: pages come in on its standard input, one line of JSON a page goes out.

A page is its height and width as two little-endian 32-bit numbers, then its grey levels. A process of its own can be
ended when a page takes too long, and its models and threads do not get into the way of the caller's.
"""

from __future__ import annotations

import json
import math
import os
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nerkit.reading.cleaning import Pixels

HEAD = struct.Struct("<II")

Quad = npt.NDArray[np.float64]  # corners clockwise from where the line's text begins at the top. *Shape:* (4, 2)

WordRow = tuple[str, int, int, int, int, float]

_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}
_SURE = 0.9  # of a line's direction
_GOOD = 0.5  # of a line's text
_TALL = 1.5  # height by width of a line that runs up or down


def main() -> None:
    """Answer pages until the input ends, which it also does when the process that asked is gone."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the libraries print is no answer
    sys.addaudithook(no_network)
    engine = _engine()
    pages = sys.stdin.buffer
    while len(head := pages.read(HEAD.size)) == HEAD.size:
        height, width = HEAD.unpack(head)
        pixels = np.frombuffer(pages.read(height * width), dtype=np.uint8).reshape(height, width)
        turn, angle, words = read(engine, pixels)
        answers.write(json.dumps({"turn": turn, "angle": angle, "words": words}) + "\n")
        answers.flush()


def no_network(event: str, _: object) -> None:
    """An audit hook: whatever is asked of the network is refused, so that no model is ever downloaded."""
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        raise PermissionError("OCR uses no network")


def _engine() -> Any:
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    models = {f"{part}.model_path": str(folder / name) for part, name in _MODELS.items()}
    return rapidocr.RapidOCR(
        params={"Global.log_level": "critical", "Global.return_word_box": True, **threads, **models}
    )


def read(engine: Any, pixels: Pixels) -> tuple[int, float, list[WordRow]]:
    """How the page lies, and its words: text, left, top, width, height, confidence.

    The page is upright after some quarter turns clockwise, and level after a turn by an angle (radians) against the
    clock about its top left corner. Boxes are of the page that is both.
    """
    quads, crops, turns = _lines(engine, pixels)
    turn = _most(turns, quads)
    if turn:
        quads, crops, turns = _lines(engine, np.ascontiguousarray(np.rot90(pixels, -turn)))
    if not crops:
        return turn, 0.0, []
    angle = _skew(quads, turns)
    found = engine.recognize_txt(crops)
    lines = zip(quads, found.txts, found.scores, found.word_results, strict=True)
    level = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    good = ((quad @ level, text, spans) for quad, text, score, spans in lines if text.strip() and score >= _GOOD)
    return turn, angle, [word for line in good for word in _words(*line)]


def _lines(engine: Any, pixels: Pixels) -> tuple[list[Quad], list[Pixels], list[int]]:
    """Where lines of text stand, each line as pixels that lie level, and the quarter turns that this took."""
    colour = np.repeat(pixels[:, :, None], 3, axis=2)
    found = engine(colour, use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None or not len(found.boxes):
        return [], [], []
    boxes = np.asarray(found.boxes, dtype=np.float32)
    crops, heads = engine.cls_and_rotate(engine.crop_text_regions(colour, boxes))
    # A line that runs up or down was turned by one quarter against the clock when it was cut out.
    turns = [
        (3 * _is_tall(box) + 2 * (label == "180" and score > _SURE)) % 4
        for box, (label, score) in zip(boxes, heads.cls_res, strict=True)
    ]
    quads = [np.roll(box.astype(np.float64), turn, axis=0) for box, turn in zip(boxes, turns, strict=True)]
    return quads, crops, turns


def _is_tall(box: npt.NDArray[np.float32]) -> bool:
    across = max(np.linalg.norm(box[0] - box[1]), np.linalg.norm(box[2] - box[3]))
    down = max(np.linalg.norm(box[0] - box[3]), np.linalg.norm(box[1] - box[2]))
    return int(down) >= _TALL * int(across)


def _most(turns: Sequence[int], quads: Sequence[Quad]) -> int:
    """The turn that most of the text wants, by its length."""
    lengths = np.array([np.linalg.norm(quad[1] - quad[0]) for quad in quads])
    return int(np.bincount(turns, weights=lengths, minlength=4).argmax()) if len(turns) else 0


def _skew(quads: Sequence[Quad], turns: Sequence[int]) -> float:
    """By how many radians the upright lines fall to the right: the median over their length."""
    along = np.array([quad[1] - quad[0] for quad, turn in zip(quads, turns, strict=True) if turn == 0])
    if not len(along):
        return 0.0
    angles = np.arctan2(along[:, 1], along[:, 0])
    order = np.argsort(angles)
    length = np.cumsum(np.linalg.norm(along, axis=1)[order])
    return float(angles[order][np.searchsorted(length, length[-1] / 2)])


def _words(quad: Quad, text: str, spans: Any) -> Iterator[WordRow]:
    """The words of a line; the recogniser tells in which of its equal columns it saw each letter."""
    sure = [confidence for letter, confidence in zip(text, spans.confs, strict=True) if not letter.isspace()]
    letters = [column for columns in spans.word_cols for column in columns]
    pitch = (letters[-1] - letters[0]) / (len(letters) - 1) if len(letters) > 1 else spans.line_txt_len
    done = 0
    for word, columns in zip(spans.words, spans.word_cols, strict=True):
        ends = np.clip(np.array([columns[0] - pitch / 2, columns[-1] + pitch / 2]) + 0.5, 0, spans.line_txt_len)
        share = (ends / spans.line_txt_len)[:, None]
        corners = np.concatenate([quad[0] + share * (quad[1] - quad[0]), quad[3] + share * (quad[2] - quad[3])])
        (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        confidence = sum(sure[done : done + len(columns)]) / len(columns)
        done += len(columns)
        yield "".join(word), round(left), round(top), round(right - left), round(bottom - top), confidence


if __name__ == "__main__":
    main()
