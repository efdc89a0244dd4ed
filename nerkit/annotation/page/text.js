// The text in blocks, each drawn again only when something in it changes. Offsets count code points, as in Python.

const BLOCK = 1200;

/** A text addressed by code points. */
export class Text {
  constructor(text) {
    this.characters = /[\ud800-\udbff]/.test(text) ? Array.from(text) : text;
    this.length = this.characters.length;
  }

  slice(start, end) {
    const part = this.characters.slice(start, end);
    return typeof part === "string" ? part : part.join("");
  }
}

/** Borders of blocks: pages, and within them line ends, about every BLOCK characters. */
export function blocksOf(text, pages) {
  const starts = new Set(pages.map((page) => page.start));
  const blocks = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const atPage = starts.has(i + 1);
    const full = i + 1 - start >= BLOCK && text.characters[i] === "\n";
    if (atPage || full || i + 1 === text.length) {
      blocks.push({ start, end: i + 1, page: starts.has(start) && start > 0 });
      start = i + 1;
    }
  }
  return blocks;
}

export class TextView {
  constructor(root, onSelect) {
    this.root = root;
    root.addEventListener("mouseup", () => this.selected(onSelect));
  }

  show(text, pages) {
    this.text = text;
    this.blocks = blocksOf(text, pages);
    this.drawn = new Map();
    this.root.replaceChildren(
      ...this.blocks.map((block) => {
        block.element = document.createElement("div");
        block.element.className = block.page ? "block page-start" : "block";
        block.element.dir = "auto";
        block.element.textContent = text.slice(block.start, block.end).replace(/\f/g, "");
        return block.element;
      }),
    );
    this.root.scrollTop = 0;
  }

  /** `items`: {start, end, label, colour, proposal, title}, not overlapping; `selection`: {start, end} or null. */
  draw(items, selection) {
    const wanted = new Map();
    for (const item of [...items, ...(selection ? [{ ...selection, selection: true }] : [])])
      for (let i = this.blockAt(item.start); i < this.blocks.length && this.blocks[i].start < item.end; i++)
        wanted.set(i, [...(wanted.get(i) ?? []), item]);
    for (const i of new Set([...wanted.keys(), ...this.drawn.keys()])) {
      const signature = JSON.stringify(wanted.get(i) ?? []);
      if (this.drawn.get(i) === signature) continue;
      this.drawn.set(i, signature);
      this.drawBlock(this.blocks[i], wanted.get(i) ?? []);
    }
  }

  drawBlock(block, items) {
    const borders = new Set([block.start, block.end]);
    for (const { start, end } of items)
      for (const at of [start, end]) if (at > block.start && at < block.end) borders.add(at);
    const cuts = [...borders].sort((a, b) => a - b);
    const selection = items.find((item) => item.selection);
    const marks = items.filter((item) => !item.selection);
    const parts = [];
    let open = null;
    for (let i = 0; i + 1 < cuts.length; i++) {
      const [start, end] = [cuts[i], cuts[i + 1]];
      const mark = marks.find((item) => item.start <= start && end <= item.end);
      let piece = document.createTextNode(this.text.slice(start, end).replace(/\f/g, ""));
      if (selection && selection.start <= start && end <= selection.end) {
        const span = document.createElement("span");
        span.className = "selected";
        span.append(piece);
        piece = span;
      }
      if (!mark) parts.push(piece);
      else {
        if (open?.item !== mark) {
          open = { item: mark, element: markElement(mark) };
          parts.push(open.element);
        }
        open.element.append(piece);
      }
    }
    block.element.replaceChildren(...parts);
  }

  blockAt(offset) {
    let [low, high] = [0, this.blocks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.blocks[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  scrollTo(offset) {
    const block = this.blocks[this.blockAt(offset)]?.element;
    if (!block) return;
    (block.querySelector(".selected") ?? block).scrollIntoView({ block: "nearest" });
    const target = (block.querySelector(".selected") ?? block).getBoundingClientRect();
    const view = this.root.getBoundingClientRect();
    if (target.top < view.top + 20 || target.bottom > view.bottom - 20)
      this.root.scrollTop += target.top - view.top - view.height / 3;
  }

  selected(onSelect) {
    const chosen = getSelection();
    if (!chosen.rangeCount) return;
    const range = chosen.getRangeAt(0);
    const start = this.offset(range.startContainer, range.startOffset);
    const end = this.offset(range.endContainer, range.endOffset);
    if (start === null || end === null) return;
    chosen.removeAllRanges();
    onSelect(start, end);
  }

  /** The offset in the text of a place in the page, null outside the blocks. */
  offset(node, at) {
    const element = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".block");
    if (!element || !this.root.contains(element)) return null;
    const block = this.blocks.find((candidate) => candidate.element === element);
    const before = document.createRange();
    before.setStart(element, 0);
    before.setEnd(node, at);
    return block.start + Array.from(before.toString()).length + this.feeds(block);
  }

  /** Form feeds are not shown; they can stand only at the start of a block. */
  feeds(block) {
    return this.text.slice(block.start, block.start + 1) === "\f" ? 1 : 0;
  }
}

function markElement(item) {
  const element = document.createElement("mark");
  element.dataset.label = item.proposal ? `${item.label} ${Math.round(100 * item.confidence)}%` : item.label;
  element.title = item.title ?? "";
  element.style.setProperty("--colour", item.colour);
  element.style.background = item.colour;
  element.classList.toggle("proposal", Boolean(item.proposal));
  return element;
}
