// What stands around the text: labels, mentions, the record, differences, and the list of documents.
// All that comes from documents is put in as text, never as markup.

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.onclick = value;
    else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function chip(label, colour, proposal = false) {
  const element = make("span", { class: proposal ? "chip proposal" : "chip" }, label);
  element.style.background = colour;
  element.style.setProperty("--colour", colour);
  return element;
}

export function labelButtons(labels, onLabel) {
  return labels.map(({ label, colour, key, means }) => {
    const button = make("button", { title: means, "data-label": label, onclick: () => onLabel(label) }, label, " ");
    if (key) button.append(make("kbd", {}, key));
    button.style.background = colour;
    return button;
  });
}

export function itemRows(items, text, current, onItem) {
  const rows = items.map((item) => {
    const sure = item.proposal ? `${Math.round(100 * item.confidence)}%` : "";
    const by = item.proposal && item.by !== "model" ? ` ${item.by}` : "";
    return make(
      "tr",
      { class: item === current ? "item current" : "item", onclick: () => onItem(item) },
      make("td", {}, chip(item.label, item.colour, item.proposal)),
      make("td", {}, text.slice(item.start, Math.min(item.end, item.start + 120))),
      make("td", { class: "soft" }, sure + by),
    );
  });
  const proposals = items.filter((item) => item.proposal).length;
  const title = `${items.length - proposals} mentions, ${proposals} proposals`;
  return [make("h3", {}, title), make("table", {}, ...rows)];
}

export function recordRows({ kind, record, checks, warnings }) {
  const rows = Object.entries(record).flatMap(([field, values]) =>
    values.map((value) =>
      make(
        "tr",
        {},
        make("th", {}, field),
        make("td", {}, [value.value, value.currency].filter(Boolean).join(" ")),
        make("td", { class: "soft" }, [value.role, value.derived, value.note].filter(Boolean).join("; ")),
      ),
    ),
  );
  const remarks = [
    ...checks.map(({ check, passed, detail }) => `${passed ? "✓" : "✗"} ${check}${detail ? `: ${detail}` : ""}`),
    ...warnings.map((warning) => `! ${warning}`),
  ];
  return [
    make("h3", {}, `Record: ${kind}`),
    make("table", {}, ...rows),
    ...remarks.map((remark) => make("div", { class: "soft" }, remark)),
  ];
}

export function differenceRows({ annotators, differences }) {
  const head = make("tr", {}, make("th"), ...annotators.map((name) => make("th", {}, name)));
  const rows = differences.map(({ label, text, by }) =>
    make(
      "tr",
      {},
      make("td", {}, `${label} `, make("span", { class: "soft" }, text.slice(0, 80))),
      ...annotators.map((name) => make("td", {}, by.includes(name) ? "✓" : "–")),
    ),
  );
  return [make("h3", {}, `${differences.length} differences`), make("table", {}, head, ...rows)];
}

export function documentRows(rows, current, onDocument) {
  return rows.map((row) => {
    const state = row.fault ? "⚠" : row.done ? "✓" : row.ready ? "" : "…";
    return make(
      "button",
      { "aria-current": row.id === current, disabled: !row.ready, onclick: () => onDocument(row.id) },
      make("span", {}, state),
      make("span", { title: row.source }, nameOf(row.source)),
      make("span", {}, `${row.flagged ? "⚑ " : ""}${row.mentions || ""}`),
      make("span", { class: "why" }, row.fault ?? (row.ready ? (row.reason ?? "") : "not read yet")),
    );
  });
}

export const nameOf = (source) => source.split(/[\\/]/).pop();
