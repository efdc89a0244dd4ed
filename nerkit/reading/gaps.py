"""Where one word ends and the next begins on a line, by the gaps between its characters.

Spaces that a PDF draws are sure. All else is a guess, PDFium's spaces too, which it puts in by the width of the letter
before them: whether a gap parts two words, the other gaps of the line say. Where they fall into two clusters, those of
the wide one do, be the letters set tight or s p a c e d.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.intp]

# In heights of a character.
_WORD_GAP = 0.35
_WORD_GAP_WITHOUT_SPACES = 0.12
_BACKWARDS = 0.6  # some fonts claim wider letters than they draw; text that overlaps more is another cell
_OTHER_LINE = 0.5
_JUMP = 0.075  # from the widest gap between letters to the narrowest between words
_JUMP_BESIDE_SPACES = 0.2
_EVEN = 0.06
_TIGHT = 0.07

_LONG_LINE = 20  # characters
_MOST = 0.5
_FEW = 3  # gaps, of which fewer say nothing


def word_breaks(boxes: npt.NDArray[np.float32], letters: Mask, spaces: Counts, drawn: Counts) -> Mask:
    """Where a word begins; `spaces` counts the white space before each character, `drawn` that which the file draws.

    Only among `letters` PDFium's spaces are doubted: figures stand apart in the columns of tables too.

    *Shape:* `boxes` (characters, 4), all others (characters)
    """
    x0, top, x1, bottom = boxes.T
    height = np.maximum(bottom - top, 0.1)
    scale = np.maximum(height[1:], height[:-1])
    gap = (x0[1:] - x1[:-1]) / scale
    shift = np.abs(top[1:] + bottom[1:] - top[:-1] - bottom[:-1]) / 2
    accent = (x1 - x0)[1:] <= 0.05 * scale
    ligature = (boxes[1:] == boxes[:-1]).all(1)  # its letters share one box
    on_line = (shift <= _OTHER_LINE * scale) & ((gap >= -_BACKWARDS) | accent | ligature)
    starts = np.flatnonzero(np.concatenate([[True], ~on_line]))
    lengths = np.diff(starts, append=len(spaces))
    spaced = np.diff(spaces) != 0
    sure = ~on_line | (np.diff(drawn) != 0)
    widest = np.where(_is_spaceless(starts, lengths, spaces), _WORD_GAP_WITHOUT_SPACES, _WORD_GAP)
    breaks = sure | spaced | (gap > widest)
    told = ~sure & ~accent & ~ligature
    for start, end in _doubtful_lines(starts, lengths, told & ((gap > _TIGHT) | spaced)):
        line = slice(start, end - 1)  # pairs of neighbours
        mine = np.flatnonzero(told[line]) + start
        has_spaces = drawn[end - 1] > drawn[start]
        widest_letter_gap, is_spaced = _cut(gap[mine], _JUMP_BESIDE_SPACES if has_spaces else _JUMP)
        # Between letters that stand tight, PDFium's spaces are good: they part cells that all but touch.
        is_spaced = is_spaced and letters[start:end].mean() > _MOST
        breaks[mine] = (gap[mine] > widest_letter_gap) | (breaks[mine] & (not is_spaced))
    return np.concatenate([[True], breaks])


def _is_spaceless(starts: Counts, lengths: Counts, spaces: Counts) -> Mask:
    """Whether the gap before a character is in a long line without any space, which only moves to part its words."""
    spaceless = (spaces[starts + lengths - 1] == spaces[starts]) & (lengths >= _LONG_LINE)
    return np.repeat(spaceless, lengths)[1:]


def _doubtful_lines(starts: Counts, lengths: Counts, in_doubt: Mask) -> list[tuple[int, int]]:
    """First character and end of the lines that have a gap that may be anything."""
    before = np.concatenate([[0], np.cumsum(in_doubt), [in_doubt.sum()]])
    ends = starts + lengths
    some = np.flatnonzero(before[ends - 1] > before[starts])
    return list(zip(starts[some].tolist(), ends[some].tolist(), strict=True))


def _cut(gaps: npt.NDArray[np.float32], jump: float) -> tuple[float, bool]:
    """The widest that a gap within a word of the line may be, and whether its letters are spaced."""
    unknown = float("inf"), False
    if len(gaps) < _FEW:
        return unknown
    ordered = np.sort(gaps)
    half = (len(gaps) + 1) // 2  # most gaps are between letters
    usual = float(ordered[: half + 1].mean())
    if usual > _WORD_GAP:
        return unknown
    is_spaced = usual >= _TIGHT
    jumps = np.flatnonzero(np.diff(ordered[half - 1 :]) >= jump)
    if len(jumps):
        middle = float(ordered[half - 1 + jumps[0] : half + 1 + jumps[0]].mean())
        return (middle if is_spaced else min(max(middle, _TIGHT), _WORD_GAP)), is_spaced
    is_even = ordered[-1] - ordered[0] <= _EVEN
    return (_WORD_GAP, True) if is_even and is_spaced else unknown
