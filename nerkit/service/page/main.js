// The page: a document comes in, its record is looked at beside its pages, and saved.

import { PagesView } from "./pages.js";
import { RecordView } from "./record.js";
import { Refused, get, put, submit, token } from "./server.js";
import { Values } from "./values.js";

const at = (id) => document.getElementById(id);
let current = null; // { path, values }
let kinds = null;
let last = Promise.resolve();
let waiting = 0;

const pages = new PagesView(at("pages"), {
  onValue: (value) => record.focusOn(value),
  onTrouble: (error) => trouble(error),
});
const record = new RecordView(at("record"), {
  onPlace: (value) => pages.select(value),
  onChange: () => {
    pages.draw(current.values);
    tellState();
  },
});

function say(text) {
  at("said").textContent = text;
}

function trouble(error) {
  if (error instanceof Refused && error.status === 401) askForToken();
  else if (!(error instanceof Refused)) throw error;
  at("banner").textContent = error.status === 401 ? "This token is not known here." : error.message;
  at("banner").hidden = false;
}

/** Runs what talks to the service, one after the other; what stands in its way is told. */
function tried(action) {
  waiting += 1;
  last = last.then(async () => {
    at("banner").hidden = true;
    try {
      await action();
    } catch (error) {
      say("");
      trouble(error);
    } finally {
      waiting -= 1;
    }
  });
}

function askForToken() {
  token.forget();
  if (!at("token-dialog").open) at("token-dialog").showModal();
}

function tellState() {
  const unsaved = current?.values.changed.size ?? 0;
  at("save").disabled = !current;
  at("reason").textContent = [current?.values.row.kind, unsaved ? "not saved yet" : current?.state].filter(Boolean).join(" · ");
}

/** Whether what is not saved may go. */
const mayLeave = () => !current?.values.changed.size || window.confirm("Leave without saving your changes?");

async function show(path, row, state = "") {
  kinds ??= await get("/kinds");
  current = { path, state, values: new Values(row) };
  at("source").textContent = row.source;
  pages.show(path, row.pages ?? 0);
  pages.draw(current.values);
  record.show(current.values, kinds[row.kind] ?? []);
  tellState();
}

const take = (file) =>
  tried(async () => {
    if (!mayLeave()) return;
    say(`Reading ${file.name} …`);
    const { path, row } = await submit(file);
    await show(path, row);
    say("");
  });

const open = (id) =>
  tried(async () => {
    if (!mayLeave()) return;
    at("list").hidden = true;
    const row = await get(`/documents/${id}`);
    await show(`/documents/${id}`, row, "doubtful");
  });

function save() {
  if (!current || waiting) return; // a second press is not meant for the document that comes next
  tried(async () => {
    const row = await put(`${current.path}/fields`, current.values.toSend());
    current.values.changed.clear();
    const [next] = await get("/documents?state=doubtful&most=1").catch(() => []);
    if (next) {
      await show(`/documents/${next.id}`, await get(`/documents/${next.id}`), "doubtful");
      say("Saved; this one is next.");
    } else {
      await show(current.path, row, "checked");
      say("Saved.");
    }
  });
}

const toggleList = () =>
  tried(async () => {
    const list = at("list");
    if (!list.hidden) {
      list.hidden = true;
      at("list-button").focus();
    } else {
      const found = await get("/documents?state=doubtful&most=200");
      const buttons = found.map(({ id, source, kind }) => {
        const button = document.createElement("button");
        for (const text of ["", source, kind ?? ""]) {
          const part = document.createElement("span");
          part.textContent = text;
          button.append(part);
        }
        button.addEventListener("click", () => open(id));
        return button;
      });
      const nothing = document.createElement("p");
      nothing.textContent = "Nothing is in doubt.";
      list.replaceChildren(...(buttons.length ? buttons : [nothing]));
      list.hidden = false;
      buttons[0]?.focus();
    }
    at("list-button").setAttribute("aria-expanded", String(!list.hidden));
  });

at("choose").addEventListener("click", () => at("file").click());
at("file").addEventListener("change", () => {
  const [file] = at("file").files;
  if (file) take(file);
  at("file").value = "";
});
at("list-button").addEventListener("click", toggleList);
at("save").addEventListener("click", save);
at("help-button").addEventListener("click", () => at("help").showModal());
at("leave").addEventListener("click", () => {
  if (!mayLeave()) return;
  current = null;
  token.forget();
  window.location.reload();
});
at("token-dialog").addEventListener("cancel", (event) => event.preventDefault());
at("token-form").addEventListener("submit", () => {
  token.set(at("token").value.trim());
  at("token").value = "";
  tried(async () => {
    kinds = await get("/kinds");
  });
});

for (const name of ["dragover", "dragleave", "drop"])
  document.addEventListener(name, (event) => {
    event.preventDefault();
    document.body.classList.toggle("dropping", name === "dragover");
    if (name === "drop" && event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  });

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    document.activeElement?.blur?.(); // what is being typed counts
    save();
  } else if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.target.closest("input")) {
    event.preventDefault();
    record.undo();
  } else if (event.key === "Escape" && !at("list").hidden) toggleList();
  else if (!event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, select")) {
    const action = { o: () => at("file").click(), l: toggleList, "?": () => at("help").showModal() }[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  }
});
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const button = event.target.closest?.("#list button");
  if (step && button) {
    event.preventDefault();
    button[step]?.focus();
  }
});
window.addEventListener("beforeunload", (event) => {
  if (current?.values.changed.size) event.preventDefault();
});

if (!token.get()) askForToken();
tellState();
