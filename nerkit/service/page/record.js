// The record as a table that is worked through by keyboard or pointer. All text of documents is set as text.

import { doubtful } from "./values.js";

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const said = (name) => name.replaceAll("_", " ");

export class RecordView {
  constructor(root, { onPlace, onChange }) {
    Object.assign(this, { root, onPlace, onChange, values: null });
    root.addEventListener("keydown", (event) => this.key(event));
  }

  /** Shows a record; `known` are the fields that its kind has. */
  show(values, known) {
    Object.assign(this, { values, known });
    this.draw();
    this.focusAt(0);
  }

  draw() {
    const rows = [...this.values.rows()];
    const table = element("table");
    let group = rows.some(({ value }) => doubtful(value)) ? null : "The others";
    for (const { field, value } of rows) {
      const title = doubtful(value) ? "Look at these first" : "The others";
      if (title !== group)
        table.append(element("tr", {}, element("th", { colSpan: 4, className: "group", textContent: title })));
      group = title;
      table.append(this.rowOf(field, value));
    }
    const nothing = rows.length ? [] : [element("p", { className: "soft", textContent: "No fields found." })];
    this.root.replaceChildren(...nothing, table, this.adding(), ...this.remarks());
  }

  rowOf(field, value) {
    const row = element("tr");
    row.classList.toggle("doubtful", doubtful(value));
    row.classList.toggle("changed", value.by === "you");
    const text = [value.value, value.currency, value.unit].filter(Boolean).join(" ");
    const button = element("button", { className: "value", textContent: text, title: "Change it (Enter)" });
    button.dataset.field = field;
    button.addEventListener("focus", () => this.onPlace(value));
    button.addEventListener("click", () => {
      if (document.activeElement !== button) button.focus();
      this.onPlace(value);
    });
    button.addEventListener("dblclick", () => this.amend(button, field, value));
    button.row = { field, value };
    const why = element("div", { className: "why" }, ...this.why(field, value));
    const remove = element("button", { className: "remove", textContent: "✕", title: "Remove it (Delete)" });
    remove.addEventListener("click", () => this.changed(() => this.values.remove(field, value)));
    row.append(
      element("th", { scope: "row", textContent: said(field) }),
      element("td", {}, button, why),
      element("td", { className: "sure", textContent: value.by === "you" ? "you" : `${Math.floor(value.confidence * 100)} %` }),
      element("td", {}, remove),
    );
    return row;
  }

  *why(field, value) {
    const notes = [value.ambiguous ? "may be read in several ways" : "", value.note, value.derived ? `from ${value.derived}` : ""];
    if (notes.some(Boolean)) yield notes.filter(Boolean).join("; ");
    if (!doubtful(value)) return;
    yield element("br");
    for (const [number, other] of (value.alternatives ?? []).slice(0, 9).entries()) {
      const key = element("kbd", { textContent: number + 1 });
      const button = element("button", { className: "other" }, key, `${other.value} ${other.currency ?? ""}`);
      button.addEventListener("click", () => this.take(field, value, other));
      yield button;
    }
  }

  take(field, value, other) {
    const { currency, unit, role } = value;
    this.changed(() => this.values.set(field, value, { currency, unit, role, ...other }));
  }

  /** Changes the value in its place. */
  amend(button, field, value) {
    const input = element("input", { className: "amended", value: value.value, ariaLabel: said(field) });
    const parts = [input];
    const currency = element("input", { className: "currency", value: value.currency ?? "", ariaLabel: "currency" });
    if (value.currency) parts.push(currency);
    const cell = button.parentElement;
    cell.replaceChildren(...parts);
    input.select();
    let left = false;
    const leave = (keep) => {
      if (left) return;
      left = true;
      const text = input.value.trim();
      const money = value.currency ? { currency: currency.value.trim().toUpperCase() || value.currency } : {};
      const same = text === value.value && (money.currency ?? "") === (value.currency ?? "");
      if (keep && text && !same) {
        const { unit, role, entities } = value;
        this.changed(() => this.values.set(field, value, { value: text, unit, role, entities, ...money }));
      } else this.redraw(value);
    };
    cell.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && !event.ctrlKey) event.preventDefault();
      if (event.key === "Enter" || event.key === "Escape") leave(event.key === "Enter");
    });
    cell.addEventListener("focusout", (event) => {
      if (!cell.contains(event.relatedTarget)) leave(true);
    });
  }

  adding() {
    const choice = element("select", { id: "add-field", ariaLabel: "Add a field" });
    choice.append(element("option", { value: "", textContent: "Add a field …" }));
    for (const field of this.known) choice.append(element("option", { value: field, textContent: said(field) }));
    const input = element("input", { id: "add-value", ariaLabel: "Its value", placeholder: "its value" });
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Enter" || !choice.value || !input.value.trim()) return;
      event.preventDefault();
      this.changed(() => this.values.add(choice.value, input.value.trim()));
    });
    return element("p", {}, choice, " ", input);
  }

  *remarks() {
    const { checks = [], warnings = [] } = this.values.row;
    const failed = checks.filter((check) => !check.passed).map((check) => `✗ ${check.check}`);
    for (const text of [...failed, ...warnings.map((warning) => warning.message)])
      yield element("p", { className: "why", textContent: text });
  }

  /** Makes a change and shows it; the focus goes to what was changed, or to what follows. */
  changed(change) {
    const place = this.buttons().indexOf(document.activeElement);
    const made = change();
    this.draw();
    if (!made || !this.focusOn(made)) this.focusAt(Math.max(place, 0));
    this.onChange();
  }

  redraw(value) {
    this.draw();
    this.focusOn(value);
  }

  undo() {
    const shown = new Set(this.buttons().map((button) => button.row.value));
    if (!this.values?.undo()) return;
    const back = [...this.values.rows()].find(({ value }) => !shown.has(value));
    this.changed(() => back?.value);
  }

  buttons() {
    return [...this.root.querySelectorAll(".value")];
  }

  focusOn(value) {
    const button = this.buttons().find((each) => each.row.value === value);
    button?.focus();
    return button;
  }

  focusAt(place) {
    const all = this.buttons();
    (all[Math.min(place, all.length - 1)] ?? this.root).focus();
  }

  key(event) {
    const button = event.target.closest?.(".value");
    if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
    const { field, value } = button.row;
    const place = this.buttons().indexOf(button);
    const actions = {
      ArrowDown: () => this.focusAt(place + 1),
      ArrowUp: () => this.focusAt(Math.max(place - 1, 0)),
      Enter: () => this.amend(button, field, value),
      Delete: () => this.changed(() => this.values.remove(field, value)),
      a: () => document.getElementById("add-field").focus(),
    };
    const other = /^[1-9]$/.test(event.key) && doubtful(value) ? value.alternatives?.[event.key - 1] : null;
    const action = other ? () => this.take(field, value, other) : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }
}
