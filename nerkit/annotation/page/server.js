// Talking to the server: one request after the other for what changes something, tried again until it is answered.

export class Refused extends Error {
  constructor(status, body) {
    super(body?.message ?? `status ${status}`);
    this.status = status;
    this.body = body;
  }
}

async function answerOf(response) {
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  const body = isJson ? await response.json() : { message: (await response.text()).trim() };
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

export const get = (path) => fetch(path).then(answerOf);

export const post = (path, body) =>
  fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }).then(
    answerOf,
  );

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let last = Promise.resolve();

/** Runs `action` once all actions before it are done. */
export function inTurn(action) {
  const turn = last.then(action);
  last = turn.catch(() => {});
  return turn;
}

/** Sends a change until the server takes or refuses it; `trouble` is told why it is not saved yet, null when it is. */
export async function save(path, body, trouble) {
  for (;;) {
    try {
      const answer = await post(path, body);
      trouble(null);
      return answer;
    } catch (error) {
      if (error instanceof Refused && ![401, 507].includes(error.status)) {
        trouble(null);
        throw error;
      }
      const what = error instanceof Refused ? error.message : "nerkit does not answer. Start nerkit annotate again.";
      trouble(`Not saved yet: ${what} This page keeps your last change and goes on trying.`);
      await pause(1500);
    }
  }
}
