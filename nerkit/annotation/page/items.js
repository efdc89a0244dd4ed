// Mentions and proposals, a row for each. A row stays as long as its item does: hundreds of new ones take longer to lay
// out than a key may take.

import { chip, counted, make } from "./panels.js";

export class ItemsView {
  constructor(root, onItem) {
    this.onItem = onItem;
    this.title = make("h3");
    this.table = make("table");
    this.rows = new Map();
    root.replaceChildren(this.title, this.table);
  }

  /** Shows the items of a text; gives the row of each. `awaited`: a model has still to propose. */
  show(items, text, awaited) {
    const before = this.text === text ? this.rows : new Map();
    this.text = text;
    this.rows = new Map(items.map((item) => [JSON.stringify(item), item]));
    for (const [key, item] of this.rows) this.rows.set(key, before.get(key) ?? this.row(item));
    const rows = [...this.rows.values()];
    const stays = new Set(rows);
    for (const row of [...this.table.children]) if (!stays.has(row)) row.remove();
    rows.forEach((row, i) => {
      if (this.table.children[i] !== row) this.table.insertBefore(row, this.table.children[i] ?? null);
    });
    const proposals = items.filter((item) => item.proposal).length;
    const mentions = counted(items.length - proposals, "mention");
    this.title.textContent = `${mentions}, ${awaited ? "the model is reading …" : counted(proposals, "proposal")}`;
    return rows;
  }

  row(item) {
    const sure = item.proposal ? `${Math.round(100 * item.confidence)}%` : "";
    const by = item.proposal && item.by !== "model" ? ` ${item.by}` : "";
    return make(
      "tr",
      { class: "item", onclick: () => this.onItem(item) },
      make("td", {}, chip(item.label, item.colour, item.proposal)),
      make("td", {}, this.text.slice(item.start, Math.min(item.end, item.start + 120))),
      make("td", { class: "soft" }, sure + by),
    );
  }
}
