// Where the person is in the text: a run of tokens, moved by keys or set by the mouse.

export class Cursor {
  constructor(borders, text) {
    this.starts = borders.filter((_, i) => i % 2 === 0);
    this.ends = borders.filter((_, i) => i % 2 === 1);
    this.anchor = this.head = 0;
    this.lines = []; // the first token of each line
    this.lineOf = new Int32Array(this.starts.length);
    this.columns = new Int32Array(this.starts.length);
    let [at, lineStart] = [0, 0];
    for (let i = 0; i < this.starts.length; i++) {
      let broken = i === 0;
      for (; at < this.starts[i]; at++)
        if (text.characters[at] === "\n" || text.characters[at] === "\f") [broken, lineStart] = [true, at + 1];
      if (broken) this.lines.push(i);
      this.lineOf[i] = this.lines.length - 1;
      this.columns[i] = this.starts[i] - lineStart;
    }
  }

  get empty() {
    return this.starts.length === 0;
  }

  /** The selected stretch of the text. */
  get span() {
    const [first, last] = [Math.min(this.anchor, this.head), Math.max(this.anchor, this.head)];
    return { start: this.starts[first], end: this.ends[last] };
  }

  get one() {
    return this.anchor === this.head;
  }

  /** Selects the tokens that share a character with the stretch; the token at or behind it where there is none. */
  select(start, end) {
    const last = this.starts.length - 1;
    this.anchor = Math.min(firstAfter(this.ends, start), last);
    this.head = Math.max(this.anchor, Math.min(firstAfter(this.starts, end - 1), last + 1) - 1);
  }

  move(by, extend) {
    this.go(this.head + by, extend);
  }

  moveLine(by, extend) {
    const line = this.lineOf[this.head] + by;
    if (line < 0 || line >= this.lines.length) return;
    const column = this.columns[this.head];
    const end = this.lines[line + 1] ?? this.starts.length;
    let best = this.lines[line];
    for (let i = best; i < end; i++)
      if (Math.abs(this.columns[i] - column) < Math.abs(this.columns[best] - column)) best = i;
    this.go(best, extend);
  }

  go(token, extend) {
    this.head = Math.max(0, Math.min(token, this.starts.length - 1));
    if (!extend) this.anchor = this.head;
  }
}

/** Index of the first number greater than `value` in an ascending list. */
function firstAfter(numbers, value) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
