// What stands around the text: labels, mentions, the record, differences, and the list of documents.
// All that comes from documents is put in as text, never as markup.

import { meets } from "./changes.js";

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

/** Mentions and open proposals in text order, ready to be drawn. */
export function itemsOf(work, colourOf) {
  const mentions = work.marks.filter(({ verdict }) => verdict === "yes");
  const proposals = work.proposals.map((proposal) => ({ ...proposal, proposal: true }));
  const title = ({ label, proposal, confidence, by }) =>
    proposal ? `${label}, proposed by ${by} (${Math.round(100 * confidence)}%)` : label;
  return [...mentions, ...proposals]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map((item) => ({ ...item, colour: colourOf(item.label), title: title(item) }));
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
    ...warnings.map(({ message, page }) => `! ${page ? `page ${page}: ` : ""}${message}`),
  ];
  return [
    make("h3", {}, `Record: ${kind}`),
    make("table", {}, ...rows),
    ...remarks.map((remark) => make("div", { class: "soft" }, remark)),
    ...(rows.length ? [] : [make("div", { class: "soft" }, "Fills with what you mark and accept.")]),
  ];
}

/** What the adjudicator left of a place: the mentions there, or null while a proposal in it is open. */
export function settledAs(work, text, place) {
  const said = work.marks.filter((mark) => meets(mark, place));
  if (!said.length || work.proposals.some((proposal) => meets(proposal, place))) return null;
  const mentions = said.filter(({ verdict }) => verdict === "yes");
  return mentions.map((mark) => ({ ...mark, text: text.slice(mark.start, mark.end) }));
}

/** Each place where annotators differ, with what each of them marked; `settle(place, marks)` takes one side. */
export function differenceRows({ annotators, places }, colourOf, settled, onPlace, settle) {
  if (annotators.length < 2) return [];
  const soft = (words) => [make("span", { class: "soft" }, words)];
  const one = ({ label, text }) => make("div", {}, chip(label, colourOf(label)), ` ${shortened(text)}`);
  const side = (marks) => (marks.length ? marks.map(one) : soft("nothing"));
  const choice = (place, marks, name) =>
    settle
      ? make("button", { title: `Take what ${name} marked`, onclick: () => settle(place, marks) }, ...side(marks))
      : make("div", {}, ...side(marks));
  const rows = places.map((place) => {
    const cells = place.marks.map((marks, i) => make("td", {}, choice(place, marks, annotators[i])));
    const own = settled(place);
    if (settle) cells.push(make("td", {}, ...(own ? side(own) : soft("open"))));
    return make("tr", { class: "item", onclick: () => onPlace(place) }, ...cells);
  });
  const head = [...annotators, ...(settle ? ["settled"] : [])].map((name) => make("th", {}, name));
  const open = settle && rows.length ? `, ${places.filter((place) => !settled(place)).length} open` : "";
  const title = make("h3", {}, `${counted(places.length, "difference")}${open}`);
  return rows.length ? [title, make("table", {}, make("tr", {}, ...head), ...rows)] : [title];
}

/** F1 and Cohen's kappa for each label of each pair of annotators. */
export function agreementRows(pairs) {
  if (!pairs.length) return [make("p", {}, "No two annotators have done the same document yet.")];
  const row = (cell, ...cells) => make("tr", {}, ...cells.map((parts) => make(cell, {}, ...[parts].flat())));
  const range = ({ low, high }) => make("span", { class: "soft" }, ` ${low.toFixed(2)}–${high.toFixed(2)}`);
  const figure = (f, documents) => (documents > 1 ? [f.value.toFixed(2), range(f)] : [f.value.toFixed(2)]);
  return pairs.flatMap(({ annotators, documents, labels }) => [
    make("h3", {}, `${annotators.join(" and ")}, ${counted(documents, "document")}`),
    make(
      "table",
      {},
      row("th", "", ...annotators, "F1", "kappa"),
      ...labels.map(({ label, first, second, f1, kappa }) =>
        row("td", label, String(first), String(second), figure(f1, documents), figure(kappa, documents)),
      ),
    ),
  ]);
}

export const counted = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;
const shortened = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

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

/** Where a document stands among all, and why it comes there. */
export function whyNow(queue, id) {
  const place = queue.findIndex((row) => row.id === id);
  const why = queue[place]?.reason;
  const done = queue.filter((row) => row.done).length;
  return `${place + 1} of ${queue.length}, ${done} done${why ? ` · Why now: ${why}` : ""}`;
}

export const nameOf = (source) => source.split(/[\\/]/).pop();
