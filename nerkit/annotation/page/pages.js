// The pages as pictures with boxes. A page loads its picture and its words when it comes near, and drops them far away.

const SVG = "http://www.w3.org/2000/svg";

export class PagesView {
  constructor(root, onSelect) {
    this.root = root;
    this.onSelect = onSelect;
    this.items = [];
    this.selection = null;
    this.observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.near(entry)), {
      root,
      rootMargin: "800px",
    });
  }

  show(id, pages, words) {
    this.observer.disconnect();
    this.id = id;
    this.words = words;
    this.views = new Map();
    this.root.replaceChildren(
      ...pages.map((page) => {
        const figure = document.createElement("figure");
        figure.style.aspectRatio = `${page.width} / ${page.height}`;
        figure.dataset.page = page.number;
        const caption = document.createElement("figcaption");
        caption.textContent = page.number;
        figure.append(caption);
        this.views.set(page.number, { page, figure, words: null });
        return figure;
      }),
    );
    this.root.scrollTop = 0;
    for (const { figure } of this.views.values()) this.observer.observe(figure);
  }

  async near(entry) {
    const view = this.views.get(Number(entry.target.dataset.page));
    if (!view || view.figure !== entry.target) return;
    if (!entry.isIntersecting) {
      view.figure.querySelectorAll("img, svg").forEach((element) => element.remove());
      view.svg = null;
      return;
    }
    if (view.svg) return;
    const picture = document.createElement("img");
    picture.alt = "";
    picture.draggable = false;
    picture.src = `/api/documents/${this.id}/pages/${view.page.number}/picture`;
    view.svg = document.createElementNS(SVG, "svg");
    view.svg.setAttribute("viewBox", `0 0 ${view.page.width} ${view.page.height}`);
    view.svg.setAttribute("preserveAspectRatio", "none");
    view.figure.prepend(picture, view.svg);
    this.listen(view);
    view.words ??= await this.words(view.page.number).catch(() => []);
    this.drawPage(view);
  }

  draw(items, selection) {
    this.items = items;
    this.selection = selection;
    for (const view of this.views.values()) this.drawPage(view);
  }

  drawPage(view) {
    if (!view.svg || !view.words) return;
    const { page } = view;
    const boxes = [];
    for (const item of [...this.items, ...(this.selection ? [{ ...this.selection, selection: true }] : [])])
      if (item.start < page.end && item.end > page.start)
        for (const box of linesOf(view.words, item)) boxes.push(rectangle(box, item));
    view.svg.replaceChildren(...boxes);
  }

  scrollTo(offset) {
    const view = [...this.views.values()].findLast(({ page }) => page.start <= offset);
    if (!view) return;
    const word = view.words?.find(([, end]) => end > offset);
    const height = view.figure.clientHeight;
    const top = view.figure.offsetTop - this.root.offsetTop + (word ? (word[3] / view.page.height) * height : 0);
    const { scrollTop, clientHeight } = this.root;
    if (top < scrollTop + 30 || top > scrollTop + clientHeight - 60) this.root.scrollTop = top - clientHeight / 3;
  }

  listen(view) {
    let from = null;
    const at = (event) => {
      const box = view.svg.getBoundingClientRect();
      return [
        ((event.clientX - box.left) / box.width) * view.page.width,
        ((event.clientY - box.top) / box.height) * view.page.height,
      ];
    };
    view.svg.addEventListener("pointerdown", (event) => {
      from = at(event);
      view.svg.setPointerCapture(event.pointerId);
    });
    view.svg.addEventListener("pointerup", (event) => {
      if (!from || !view.words) return;
      const first = nearest(view.words, from);
      const last = nearest(view.words, at(event));
      from = null;
      if (first && last) this.onSelect(Math.min(first[0], last[0]), Math.max(first[1], last[1]));
    });
  }
}

/** The word under a point, or the closest one. */
function nearest(words, [x, y]) {
  let [best, distance] = [null, Infinity];
  for (const word of words) {
    const across = Math.max(word[2] - x, 0, x - word[4]);
    const down = Math.max(word[3] - y, 0, y - word[5]);
    const away = across * across + 4 * down * down;
    if (away < distance) [best, distance] = [word, away];
  }
  return best;
}

/** One box for each line of the words between start and end; a word of which only a part is meant is cut. */
function linesOf(words, { start, end }) {
  const lines = [];
  for (const [from, to, x0, top, x1, bottom] of words) {
    if (from >= end || to <= start) continue;
    const wide = (x1 - x0) / (to - from);
    const left = x0 + Math.max(start - from, 0) * wide;
    const right = x1 - Math.max(to - end, 0) * wide;
    const line = lines.at(-1);
    const shared = line ? Math.min(line.bottom, bottom) - Math.max(line.top, top) : 0;
    if (line && left >= line.x0 && shared > 0.5 * Math.min(line.bottom - line.top, bottom - top)) {
      line.x1 = Math.max(line.x1, right);
      line.top = Math.min(line.top, top);
      line.bottom = Math.max(line.bottom, bottom);
    } else lines.push({ x0: left, top, x1: right, bottom });
  }
  return lines;
}

function rectangle({ x0, top, x1, bottom }, item) {
  const rect = document.createElementNS(SVG, "rect");
  const edges = { x: x0 - 1, y: top - 1, width: x1 - x0 + 2, height: bottom - top + 2 };
  for (const [name, value] of Object.entries(edges)) rect.setAttribute(name, value);
  if (item.colour) rect.setAttribute("fill", item.colour);
  rect.classList.toggle("selected", Boolean(item.selection));
  rect.classList.toggle("proposal", Boolean(item.proposal));
  if (!item.selection) {
    const title = document.createElementNS(SVG, "title");
    title.textContent = item.title;
    rect.append(title);
  } else rect.setAttribute("pointer-events", "none");
  return rect;
}
