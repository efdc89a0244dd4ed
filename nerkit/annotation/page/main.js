// The page: one document open at a time, its marks as the server has them, and the commands that change them.

import { Beside } from "./beside.js";
import * as changes from "./changes.js";
import { Cursor } from "./cursor.js";
import { ItemsView } from "./items.js";
import { learningRows } from "./learning.js";
import { banner, say } from "./messages.js";
import { PagesView } from "./pages.js";
import {
  agreementRows,
  counted,
  documentRows,
  itemsOf,
  labelButtons,
  nameOf,
  whyNow,
} from "./panels.js";
import { get, inTurn, post, save } from "./server.js";
import { Text, TextView } from "./text.js";

const $ = (id) => document.getElementById(id);
const tab = crypto.randomUUID();
const session = await get("/api/session").catch((error) => banner("server", error.message));
const colours = new Map(session.labels.map(({ label, colour }) => [label, colour]));
const colourOf = (label) => colours.get(label) ?? "#ddd";
const byKey = new Map(session.labels.map(({ key, label }) => [key, label]));

let queue = []; // all documents, as they are best done
let open = null; // {id, row, text, pages, boxes}
let work = null; // the annotator's work on it, as the server has it
let proposes = false; // whether a model proposes for documents that are not done
let cursor = null;
const pointed = (start, end) => void inTurn(async () => selectStretch(start, end));
const textView = new TextView($("text"), pointed);
const pagesView = new PagesView($("pages"), pointed);
const itemsView = new ItemsView($("items"), (item) => void inTurn(async () => selectItem(item)));
const beside = new Beside(
  () => ({ ...open, work, others: queue.find((row) => row.id === open.id)?.others ?? [] }),
  colourOf,
  (place) => void inTurn(async () => selectItem(place)),
  session.adjudicates && ((place, marks) => settle(place, marks)),
);

// ---- what is shown

/** Whether a model has still to say something about the open document. */
const awaited = () => proposes && !session.adjudicates && !work.proposer && !work.done;

let listed = { work: null, awaited: false, items: [], rows: [] };
/** Mentions and proposals, and a row for each; looked at anew only when there is something else to show. */
function list() {
  if (listed.work === work && listed.awaited === awaited()) return listed;
  const all = itemsOf(work, colourOf);
  return (listed = { work, awaited: awaited(), items: all, rows: itemsView.show(all, open.text, awaited()) });
}
const items = () => list().items;

/** The item that is selected, or in which the cursor stands. */
function current(all = items()) {
  if (cursor.empty) return null;
  const { start, end } = cursor.span;
  const exact = all.find((item) => item.start === start && item.end === end);
  return exact ?? (cursor.one ? all.find((item) => item.start <= start && end <= item.end) : null) ?? null;
}

function draw({ follow = false } = {}) {
  const [{ items: all, rows }, here] = [list(), current()];
  const selection = cursor.empty ? null : cursor.span;
  textView.draw(all, selection);
  pagesView.draw(all, selection);
  rows.forEach((row, i) => row.classList.toggle("current", all[i] === here));
  $("undo").disabled = !work.undo;
  $("redo").disabled = !work.redo;
  $("accept-all").disabled = !changes.acceptable(work, session.adjudicates).length;
  beside.draw();
  $("flag").setAttribute("aria-pressed", work.flagged);
  $("done").textContent = work.done ? "Done ✓ ›" : "Done ›";
  if (document.activeElement !== $("comment")) $("comment").value = work.comment;
  if (follow && selection) {
    textView.scrollTo(selection.start);
    if (open.boxes) pagesView.scrollTo(selection.start);
    $("items").querySelector(".current")?.scrollIntoView({ block: "nearest" });
  }
}

// ---- documents

async function refreshQueue() {
  try {
    const { documents, faults, learning, proposes: does } = await get("/api/documents");
    queue = documents;
    proposes = does;
    $("agreement-button").hidden = !queue.some(({ others }) => others.length);
    $("learning").hidden = !learning;
    if (learning) $("learning").replaceChildren(...learningRows(learning));
    banner("faults", faults.join(" · "));
    banner("server", null);
  } catch (error) {
    banner("server", error.status === 401 ? error.message : "nerkit does not answer. Start nerkit annotate again.");
  }
  if (open) describe();
  if (!$("list").hidden) drawList();
}

function describe() {
  Object.assign($("source"), { textContent: nameOf(open.source), title: open.source });
  document.title = `${nameOf(open.source)} – nerkit annotate`;
  $("reason").textContent = whyNow(queue, open.id);
  list();
}

const drawList = () => $("list").replaceChildren(...documentRows(queue, open?.id, (id) => void show(id)));

const show = (id) => inTurn(() => load(id));

async function load(id) {
  try {
    const [opened, its] = await Promise.all([get(`/api/documents/${id}`), get(`/api/documents/${id}/work`)]);
    const text = new Text(opened.text);
    const pages = opened.boxes ? opened.pages.filter((page) => page.width > 0 && page.height > 0) : [];
    open = { ...opened, text };
    work = its;
    beside.clear();
    cursor = new Cursor(opened.tokens, text);
    document.querySelector("main").classList.toggle("no-pages", pages.length === 0);
    $("text").lang = opened.language ?? "";
    textView.show(text, opened.pages);
    pagesView.show(id, pages, (page) => get(`/api/documents/${id}/pages/${page}/words`));
    toggleList(false);
    describe();
    selectFirst();
    draw({ follow: true });
    beside.ask(0);
    $("text").focus({ preventScroll: true });
    void beat();
  } catch (error) {
    say(error.message);
  }
}

function selectFirst() {
  const first = items().find((item) => item.proposal) ?? items()[0];
  if (first) cursor.select(first.start, first.end);
}

function neighbour(by) {
  const ready = queue.filter((row) => row.ready);
  const place = ready.findIndex((row) => row.id === open.id);
  const next = ready[place + by];
  if (next) void show(next.id);
  else say(by > 0 ? "This is the last document." : "This is the first document.");
}

async function nextToDo() {
  await refreshQueue();
  const next = queue.find((row) => row.ready && !row.done && row.id !== open?.id);
  if (next) await load(next.id);
  else say(queue.every((row) => row.done || row.fault) ? "All documents are done." : "No other document is ready yet.");
}

// ---- changes: each is made on the work as it is when its turn comes, and shown when it is saved

function submit(path, bodyOf, told) {
  const { id } = open;
  return inTurn(async () => {
    const body = open.id === id && bodyOf();
    if (body) await change(path, body, told);
  });
}

/** Within a turn: one change of the open document. */
async function change(path, body, told) {
  try {
    const url = `/api/documents/${open.id}/${path}`;
    work = await save(url, { version: work.version, ...body }, (message) => banner("unsaved", message));
    if (told) say(told);
  } catch (error) {
    if (error.status !== 409) return say(error.message);
    work = error.body;
    say("Not applied: this document was changed in another tab. You now see that state; repeat your change.");
  }
  draw();
  beside.ask();
}

const give = (label) =>
  submit("change", () => (cursor.empty ? null : changes.giving(work, current() ?? cursor.span, label)));
const acceptAll = () => submit("change", () => changes.acceptingAll(work, session.adjudicates));
const settle = (place, marks) => submit("change", () => changes.settling(work, place, marks));
const remove = () => submit("change", () => changes.removing(work, current(), cursor.span));
function accept() {
  void submit("change", () => changes.accepting(work, current()));
  return step(1);
}

const undo = () => submit("undo", () => (work.undo ? {} : null));
const redo = () => submit("redo", () => (work.redo ? {} : null));
const flag = () => submit("note", () => ({ flagged: !work.flagged })).then(refreshQueue);
const comment = () =>
  submit("note", () => ($("comment").value === work.comment ? null : { comment: $("comment").value }), "Comment saved");

const done = () =>
  inTurn(async () => {
    if (work.done || work.marks.some(({ verdict }) => verdict === "yes")) return close();
    const proposals = counted(work.proposals.length, "proposal");
    $("nothing-why").textContent = awaited() ? "The model is still reading it." : `It has ${proposals} left open.`;
    $("nothing").returnValue = "";
    $("nothing").showModal();
  });

async function close() {
  await change("note", { done: true });
  await nextToDo();
}

// ---- moving: in turn as well, so that keys pressed faster than the server answers mean what they would have meant

function selectStretch(start, end) {
  if (cursor.empty) return;
  const item = items().find((candidate) => candidate.start <= start && end <= candidate.end);
  if (item && end - start <= 1) return selectItem(item);
  cursor.select(start, Math.max(end, start + 1));
  draw();
  $("text").focus({ preventScroll: true });
}

function selectItem(item) {
  cursor.select(item.start, item.end);
  draw({ follow: true });
  $("text").focus({ preventScroll: true });
}

/** On to the next mention or proposal, or back. */
function step(by) {
  return inTurn(async () => {
    if (cursor.empty) return;
    const { start, end } = cursor.span;
    const all = items();
    const next = by > 0 ? all.find((item) => item.start >= end) : all.findLast((item) => item.end <= start);
    if (next) selectItem(next);
  });
}

function move(event) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (steps[0]) cursor.move(steps[0], event.shiftKey);
  else cursor.moveLine(steps[1], event.shiftKey);
  draw({ follow: true });
}

function toggleList(shown) {
  $("list").hidden = !shown;
  $("list-button").setAttribute("aria-expanded", shown);
  if (!shown) return;
  drawList();
  ($("list").querySelector("[aria-current=true]") ?? $("list").firstElementChild)?.focus();
}

async function showAgreement() {
  const pairs = await get("/api/agreement").catch((error) => say(error.message));
  if (!pairs) return;
  $("agreement-rows").replaceChildren(...agreementRows(pairs));
  $("agreement").showModal();
}

// ---- keys and buttons

const COMMANDS = {
  A: acceptAll,
  D: done,
  N: () => neighbour(1),
  P: () => neighbour(-1),
  F: flag,
  C: () => $("comment").focus(),
  L: () => toggleList($("list").hidden),
  G: () => void showAgreement(),
  "?": () => $("help").showModal(),
  ".": () => step(1),
  ",": () => step(-1),
  Enter: accept,
  Delete: remove,
  Backspace: remove,
};

addEventListener("keydown", (event) => {
  if (!open || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    toggleList(false);
    $("text").focus({ preventScroll: true });
    return;
  }
  if (event.target === $("comment")) return;
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  let action;
  if (control && !event.altKey)
    action = key === "y" || (key === "z" && event.shiftKey) ? redo : key === "z" ? undo : null;
  else if (event.altKey) action = null;
  // On a button or in the list, Enter and the arrows are the browser's.
  else if (event.target.closest("button") && (event.key === "Enter" || event.key === " ")) action = null;
  else if (event.key.startsWith("Arrow") && !cursor.empty) action = () => inTurn(async () => move(event));
  else if (COMMANDS[event.key]) action = COMMANDS[event.key];
  else if (byKey.has(event.key)) action = () => give(byKey.get(event.key));
  if (!action) return;
  event.preventDefault();
  void action();
});
$("labels").replaceChildren(...labelButtons(session.labels, give));
const BUTTONS = { previous: COMMANDS.P, next: COMMANDS.N, undo, redo, "accept-all": acceptAll, flag, done };
for (const [id, action] of Object.entries(BUTTONS)) $(id).onclick = () => open && void action();
$("list-button").onclick = COMMANDS.L;
$("help-button").onclick = COMMANDS["?"];
$("agreement-button").onclick = COMMANDS.G;
if (session.adjudicates) $("accept-all").textContent = "Accept agreed";
document.body.classList.toggle("adjudicates", session.adjudicates);
$("nothing").onclose = () => void ($("nothing").returnValue === "done" ? inTurn(close) : $("text").focus());
$("comment").onchange = () => void comment();

// ---- other tabs, and documents that get ready

async function beat() {
  if (!open) return;
  const { id } = open;
  try {
    const { others, version, proposer } = await post(`/api/documents/${id}/here`, { tab });
    banner("others", others && "This document is open in another tab or browser too; both show what was saved last.");
    banner("server", null);
    if (version !== work.version || proposer !== work.proposer)
      await inTurn(async () => {
        const its = await get(`/api/documents/${id}/work`);
        if (open.id !== id) return;
        if (its.version !== work.version) say("Changed in another tab; you see the new state.");
        else say(work.proposer ? "The model has learnt; its proposals are new." : "The model's proposals are there.");
        const untouched = !items().length && cursor.head === 0;
        work = its;
        if (untouched) selectFirst();
        draw();
        beside.ask();
      });
  } catch (error) {
    banner("server", error.status === 401 ? error.message : "nerkit does not answer. Start nerkit annotate again.");
  }
}

addEventListener("pagehide", () => {
  navigator.sendBeacon("/api/gone", new Blob([JSON.stringify({ tab })], { type: "application/json" }));
});
setInterval(beat, 2500);
setInterval(refreshQueue, 4000);
await refreshQueue();
while (!open) {
  const first = queue.find((row) => row.ready && !row.done) ?? queue.find((row) => row.ready);
  if (first) await show(first.id);
  else {
    $("source").textContent = queue.every((row) => row.fault) ? "No document could be read" : "Reading documents …";
    $("reason").textContent = queue.find((row) => row.fault)?.fault ?? "";
    await new Promise((resolve) => setTimeout(resolve, 700));
    await refreshQueue();
  }
}
