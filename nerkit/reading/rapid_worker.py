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
from nerkit.reading.cleaning.letters import letters
from nerkit.reading.cleaning.light import even_light
from nerkit.reading.cleaning.ruling_line_removal import without_ruling_lines

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
_LETTER = 11.0  # pixels, the height of letters at which lines are found
_LONGEST = 2000  # pixels of a page's longer side, likewise
_ASKED = 12  # lines that say which way up a page lies


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
        answers.write(json.dumps(read(engine, pixels)) + "\n")
        answers.flush()


def no_network(event: str, _: object) -> None:
    """An audit hook: whatever is asked of the network is refused, so that no model is ever downloaded."""
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        raise PermissionError("OCR uses no network")


def _engine() -> Any:
    import cv2
    import onnxruntime
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    runtime = {"intra_op_num_threads": 1, "inter_op_num_threads": 1, "enable_cpu_mem_arena": True}
    models = {f"{part}.model_path": str(folder / name) for part, name in _MODELS.items()}
    settings = {
        "Global.log_level": "critical",
        "Global.return_word_box": True,
        "Det.limit_type": "max",
        "Det.limit_side_len": _LONGEST,
        "Rec.rec_batch_num": 1,  # no line is padded to the width of another, or depends on it
        "Rec.rec_img_shape": [3, 48, 32],
    }
    # The first session of a process decides for its main thread. Numbers next to zero, which the detector is full of,
    # take a processor a hundred times as long as others.
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    onnxruntime.InferenceSession(models["Cls.model_path"], options)
    cv2.setNumThreads(1)
    how = {f"EngineConfig.onnxruntime.{name}": value for name, value in runtime.items()}
    return rapidocr.RapidOCR(params={**settings, **models, **how})


def read(engine: Any, pixels: Pixels) -> dict[str, Any]:
    """How the page lies: `turn`, `angle`; `words`: text, left, top, width, height, confidence; `rules`: ruling lines.

    The page is upright after some quarter turns clockwise, and level after a turn by an angle (radians) against the
    clock about its top left corner. Boxes are of the page that is both.
    """
    page = even_light(pixels)
    found = letters(page)
    scale = _scale(pixels, found.height if found else _LETTER)
    boxes, crops = _lines(engine, pixels, scale)
    turn = _turn(engine, boxes, crops)
    if turn:
        boxes, crops = _lines(engine, np.ascontiguousarray(np.rot90(pixels, -turn)), scale)
    if not crops:
        return {"turn": turn, "angle": 0.0, "words": [], "rules": []}
    angle = _skew([box for box in boxes if not _is_tall(box)])
    quads, crops = _from_their_start(engine, boxes, crops)
    read = engine.recognize_txt(crops)
    lines = zip(quads, read.txts, read.scores, read.word_results, strict=True)
    level = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    good = ((quad @ level, text, spans) for quad, text, score, spans in lines if text.strip() and score >= _GOOD)
    words = [word for line in good for word in _words(*line)]
    rules = _rules(np.ascontiguousarray(np.rot90(page, -turn)), angle, found.height) if found else []
    return {"turn": turn, "angle": angle, "words": words, "rules": rules}


def _scale(pixels: Pixels, letter: float) -> float:
    """How much smaller a page is made to find its lines: letters stay large enough, and the page is not too large."""
    return float(min(_LETTER / letter, _LONGEST / max(pixels.shape), 1.0))


def _rules(page: Pixels, angle: float, letter: float) -> list[list[float]]:
    """The ruling lines of an upright page, once it is level."""
    import cv2

    matrix = np.array([[math.cos(angle), math.sin(angle), 0.0], [-math.sin(angle), math.cos(angle), 0.0]])
    level = cv2.warpAffine(page, matrix, page.shape[::-1], flags=cv2.INTER_LINEAR, borderValue=255)
    boxes: list[list[float]] = without_ruling_lines(np.asarray(level, dtype=np.uint8), letter)[1].tolist()
    return boxes


def _lines(engine: Any, pixels: Pixels, scale: float) -> tuple[list[Quad], list[Pixels]]:
    """Where lines of text stand, their corners clockwise from the upper left one, and each line as level pixels.

    A line that runs up or down is turned by a quarter against the clock for that.
    """
    import cv2

    colour = np.repeat(pixels[:, :, None], 3, axis=2)
    small = cv2.resize(colour, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else colour
    found = engine(small, use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None or not len(found.boxes):
        return [], []
    boxes = np.asarray(found.boxes, dtype=np.float32) / np.float32(scale)
    return [box.astype(np.float64) for box in boxes], engine.crop_text_regions(colour, boxes)


def _turn(engine: Any, boxes: Sequence[Quad], crops: Sequence[Pixels]) -> int:
    """The quarter turns clockwise after which a page is upright: most of its text says so, by its length."""
    lengths = [max(crop.shape[:2]) for crop in crops]
    tall = sum(length if _is_tall(box) else -length for box, length in zip(boxes, lengths, strict=True)) > 0
    longest = sorted(range(len(crops)), key=lambda i: -lengths[i])
    asked = [crops[i] for i in longest if _is_tall(boxes[i]) == tall][:_ASKED]
    return (3 * int(tall) + 2 * int(_are_upside_down(engine, asked))) % 4


def _are_upside_down(engine: Any, crops: Sequence[Pixels]) -> bool:
    heads = _heads(engine, crops)
    if any(heads) and not all(heads):  # what is in doubt is read both ways
        ways = crops, [np.ascontiguousarray(np.rot90(crop, 2)) for crop in crops]
        upright, turned = (sum(engine.recognize_txt(list(way)).scores) for way in ways)
        return bool(turned > upright)
    return any(heads)


def _heads(engine: Any, crops: Sequence[Pixels]) -> list[bool]:
    """Whether each line is surely upside down."""
    if not crops:
        return []
    return [label == "180" and score > _SURE for label, score in engine.cls_and_rotate(list(crops))[1].cls_res]


def _from_their_start(engine: Any, boxes: Sequence[Quad], crops: Sequence[Pixels]) -> tuple[list[Quad], list[Pixels]]:
    """The lines of an upright page as they are read, their corners from where the text begins at the top.

    Level lines stand as the page does; each that runs up or down may be either.
    """
    quads, read = list(boxes), list(crops)
    tall = [i for i, box in enumerate(boxes) if _is_tall(box)]
    for i, down in zip(tall, _heads(engine, [crops[i] for i in tall]), strict=True):
        quads[i] = np.roll(boxes[i], 1 if down else 3, axis=0)
        read[i] = np.ascontiguousarray(np.rot90(crops[i], 2)) if down else crops[i]
    return quads, read


def _is_tall(box: Quad) -> bool:
    across = max(np.linalg.norm(box[0] - box[1]), np.linalg.norm(box[2] - box[3]))
    down = max(np.linalg.norm(box[0] - box[3]), np.linalg.norm(box[1] - box[2]))
    return int(down) >= _TALL * int(across)


def _skew(quads: Sequence[Quad]) -> float:
    """By how many radians level lines fall to the right: the median over their length."""
    along = np.array([quad[1] - quad[0] for quad in quads])
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
