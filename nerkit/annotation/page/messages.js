// What the page says: banners that stay while something holds, and a line that goes by itself.

const $ = (id) => document.getElementById(id);
const banners = new Map();
let gone = 0;

/** Shows a banner about something; null takes it away. */
export function banner(about, message) {
  if (message) banners.set(about, message);
  else banners.delete(about);
  $("banner").textContent = [...banners.values()].join(" · ");
  $("banner").hidden = banners.size === 0;
}

export function say(message) {
  $("said").textContent = message;
  clearTimeout(gone);
  gone = setTimeout(() => ($("said").textContent = ""), 2500);
}
