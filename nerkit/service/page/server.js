// Talking to the service. The token is kept by this tab alone, and goes with each request in a header.

const KEY = "nerkit-token";

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

export class Refused extends Error {
  constructor(status, body) {
    super(body?.error?.message ?? `status ${status}`);
    this.status = status;
    this.code = body?.error?.code;
  }
}

async function asked(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { authorization: `Bearer ${token.get()}` } });
  } catch {
    throw new Refused(0, { error: { code: "away", message: "The service does not answer; try again." } });
  }
  if (!response.ok) throw new Refused(response.status, await response.json().catch(() => null));
  return response;
}

export const get = async (path) => (await asked(path)).json();

export const put = async (path, body) => (await asked(path, { method: "PUT", body: JSON.stringify(body) })).json();

/** Sends a file; its result, and where that is. */
export async function submit(file) {
  const response = await asked(`/documents?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
  return { path: response.headers.get("location"), row: await response.json() };
}

/** A page as a picture, and how many pixels 72 points are in it. */
export async function picture(path) {
  const response = await asked(path);
  return { blob: await response.blob(), resolution: Number(response.headers.get("x-resolution")) };
}
