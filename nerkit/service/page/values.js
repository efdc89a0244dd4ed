// The values of a record while a person changes them: which are to be looked at, where they stand, what is to be sent.

const UNSURE = 0.6; // as nerkit's other outputs have it
const SENT = ["value", "currency", "unit", "role"];

export const doubtful = (value) => Boolean(value.ambiguous || value.note || value.confidence < UNSURE);

export class Values {
  constructor(row) {
    this.row = row;
    this.fields = structuredClone(row.record ?? {});
    this.changed = new Set();
    this.past = [];
  }

  /** Field and value in the order to look at them: what is in doubt first. */
  *rows() {
    const all = Object.entries(this.fields).flatMap(([field, values]) => values.map((value) => ({ field, value })));
    yield* all.filter(({ value }) => doubtful(value));
    yield* all.filter(({ value }) => !doubtful(value));
  }

  /** The boxes of a value, none of one that was derived. */
  boxes(value) {
    if (value.derived) return [];
    const entities = value.entities.flatMap((number) => this.row.entities[number]?.boxes ?? []);
    return entities.length ? entities : (value.boxes ?? []);
  }

  set(field, value, amended) {
    this.keep(field);
    const place = this.fields[field].indexOf(value);
    const made = { ...amended, confidence: 1, entities: amended.entities ?? [], by: "you" };
    this.fields[field][place] = made;
    return made;
  }

  add(field, text) {
    this.keep(field);
    const made = { value: text, confidence: 1, entities: [], by: "you" };
    (this.fields[field] ??= []).push(made);
    return made;
  }

  remove(field, value) {
    this.keep(field);
    this.fields[field] = this.fields[field].filter((other) => other !== value);
  }

  keep(field) {
    this.past.push({ fields: Object.fromEntries(Object.entries(this.fields).map(([name, all]) => [name, [...all]])),
      changed: new Set(this.changed) });
    this.changed.add(field);
  }

  undo() {
    const before = this.past.pop();
    if (before) Object.assign(this, before);
    return Boolean(before);
  }

  /** What PUT takes: all values of the fields that were changed. */
  toSend() {
    const sent = (value) => Object.fromEntries(SENT.filter((name) => value[name]).map((name) => [name, value[name]]));
    return Object.fromEntries([...this.changed].map((field) => [field, (this.fields[field] ?? []).map(sent)]));
  }
}
