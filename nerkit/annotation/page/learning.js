// What the model has learnt: a line in words, and the dev score of each round as it moves.

import { make } from "./panels.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [230, 74, 22, 6, 6, 14];

const shape = (name, attributes, ...children) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

export function learningRows({ rounds, missing, fault }) {
  const last = rounds.at(-1);
  const next = last && !last.over ? "" : `next round after ${missing} more document${missing === 1 ? "" : "s"}`;
  const rows = [make("h3", {}, "Learning")];
  if (rounds.some(({ before, after, history }) => before !== null || after !== null || history.length))
    rows.push(plot(rounds));
  for (const line of [last?.said, next, fault]) if (line) rows.push(make("div", { class: "soft" }, line));
  return rows;
}

/** Dev F1 over epochs, round by round; a ring is the score before a round, a dot the one after it. */
function plot(rounds) {
  const shown = rounds.filter(({ fault }) => !fault).slice(-6);
  const steps = shown.map(({ history, over }) => Math.max(history.length, over ? 1 : 12) + 1);
  const unit = (WIDTH - LEFT - RIGHT) / steps.reduce((a, b) => a + b, 0);
  const y = (score) => HEIGHT - BOTTOM - score * (HEIGHT - TOP - BOTTOM);
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "plot", role: "img" });
  svg.append(shape("title", {}, shown.map(({ said }) => said).join("\n")));
  for (const score of [0, 0.5, 1])
    svg.append(
      shape("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(score), y2: y(score), class: "grid" }),
      shape("text", { x: LEFT - 4, y: y(score) + 3, "text-anchor": "end" }, score === 0.5 ? ".5" : String(score)),
    );
  let x = LEFT;
  shown.forEach(({ before, after, history, train }, i) => {
    const points = [...(before === null ? [] : [[x, before]]), ...history.map((f1, at) => [x + (at + 1) * unit, f1])];
    svg.append(shape("polyline", { points: points.map(([a, f1]) => `${a},${y(f1)}`).join(" ") }));
    if (before !== null) svg.append(shape("circle", { cx: x, cy: y(before), r: 2.5, class: "before" }));
    const end = x + steps[i] * unit - unit;
    if (after !== null) svg.append(shape("circle", { cx: end, cy: y(after), r: 3 }));
    svg.append(shape("text", { x: (x + end) / 2, y: HEIGHT - 3, "text-anchor": "middle" }, `${train} docs`));
    x += steps[i] * unit;
  });
  return svg;
}
