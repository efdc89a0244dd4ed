// What is worked out from the marks: the record, and where annotators differ. Asked for once the person pauses.

import { differenceRows, recordRows, settledAs } from "./panels.js";
import { get } from "./server.js";

const $ = (id) => document.getElementById(id);
const PAUSE = 250;

export class Beside {
  /** `state()`: {id, text, work, others}, the document that is open; `settle` is null for who may only look. */
  constructor(state, colourOf, onPlace, settle) {
    Object.assign(this, { state, colourOf, onPlace, settle });
    this.differing = null;
    this.timer = 0;
    this.took = 0; // milliseconds that the last record took: where it is long, more of a pause is waited for
  }

  clear() {
    this.differing = null;
  }

  ask(wait = PAUSE + 2 * this.took) {
    clearTimeout(this.timer);
    const { id } = this.state();
    this.timer = setTimeout(async () => {
      const began = performance.now();
      const record = await get(`/api/documents/${id}/record`).catch(() => null);
      this.took = performance.now() - began;
      const { others } = this.state();
      const found = others.length ? await get(`/api/documents/${id}/differences`).catch(() => null) : null;
      if (this.state().id !== id) return;
      if (record) $("record").replaceChildren(...recordRows(record));
      this.differing = found;
      this.draw();
    }, wait);
  }

  draw() {
    const { work, text } = this.state();
    const settled = (place) => settledAs(work, text, place);
    const { differing, colourOf, onPlace, settle } = this;
    $("differences").replaceChildren(
      ...(differing ? differenceRows(differing, colourOf, settled, onPlace, settle) : []),
    );
  }
}
