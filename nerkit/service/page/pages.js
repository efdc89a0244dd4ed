// The pages as pictures, with the boxes of the values; a page is fetched when it comes near.

import { picture } from "./server.js";
import { doubtful } from "./values.js";

const SVG = "http://www.w3.org/2000/svg";
const POINTS = 72; // an inch

export class PagesView {
  constructor(root, { onValue, onTrouble }) {
    Object.assign(this, { root, onValue, onTrouble, figures: new Map(), selected: null });
    this.observer = new IntersectionObserver(
      (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => this.load(entry.target)),
      { root, rootMargin: "600px" },
    );
  }

  show(path, count) {
    this.observer.disconnect();
    for (const figure of this.figures.values()) if (figure.address) URL.revokeObjectURL(figure.address);
    this.figures = new Map();
    this.path = path;
    this.values = null;
    for (let number = 1; number <= count; number += 1) {
      const figure = document.createElement("figure");
      figure.dataset.page = number;
      const caption = document.createElement("figcaption");
      caption.textContent = number;
      figure.append(caption);
      this.figures.set(number, figure);
    }
    this.root.replaceChildren(...this.figures.values());
    this.root.parentElement.classList.toggle("no-pages", count === 0);
    for (const figure of this.figures.values()) this.observer.observe(figure);
  }

  load(figure) {
    figure.loaded ??= this.fetch(figure).catch((error) => this.onTrouble(error));
    return figure.loaded;
  }

  async fetch(figure) {
    const { blob, resolution } = await picture(`${this.path}/pages/${figure.dataset.page}`);
    const image = document.createElement("img");
    image.alt = `Page ${figure.dataset.page}`;
    figure.address = URL.createObjectURL(blob);
    image.src = figure.address;
    await image.decode();
    const [width, height] = [image.naturalWidth, image.naturalHeight].map((pixels) => (pixels * POINTS) / resolution);
    figure.style.aspectRatio = `${width} / ${height}`;
    figure.svg = document.createElementNS(SVG, "svg");
    figure.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    figure.prepend(image, figure.svg);
    this.drawPage(figure);
  }

  draw(values) {
    this.values = values;
    for (const figure of this.figures.values()) this.drawPage(figure);
  }

  drawPage(figure) {
    if (!figure.svg || !this.values) return;
    const boxes = [];
    for (const { value } of this.values.rows())
      for (const box of this.values.boxes(value))
        if (box.page === Number(figure.dataset.page)) boxes.push(this.rectangle(box, value));
    figure.svg.replaceChildren(...boxes);
  }

  rectangle(box, value) {
    const rect = document.createElementNS(SVG, "rect");
    const edges = { x: box.x0 - 1, y: box.top - 1, width: box.x1 - box.x0 + 2, height: box.bottom - box.top + 2 };
    for (const [name, length] of Object.entries(edges)) rect.setAttribute(name, length);
    rect.classList.toggle("doubtful", doubtful(value));
    rect.classList.toggle("selected", value === this.selected);
    rect.addEventListener("click", () => this.onValue(value));
    return rect;
  }

  /** Shows where a value stands. */
  async select(value) {
    this.selected = value;
    const first = this.values.boxes(value)[0];
    const figure = first && this.figures.get(first.page);
    if (figure) await this.load(figure);
    if (this.selected !== value) return;
    this.draw(this.values);
    const rect = figure?.svg?.querySelector(".selected");
    rect?.scrollIntoView({ block: "center", inline: "nearest" });
  }
}
