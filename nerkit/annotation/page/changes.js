// The changes that commands make of a work: {remove, add}, or null where there is nothing to change.

export const meets = (a, b) => a.start < b.end && b.start < a.end;

const markOf = ({ start, end, label }, verdict = "yes") => ({ start, end, label, verdict });
const mentionsOver = (work, stretch) => work.marks.filter((mark) => mark.verdict === "yes" && meets(mark, stretch));

/** The stretch gets the label; mentions that it meets go. */
export function giving(work, { start, end }, label) {
  const remove = mentionsOver(work, { start, end });
  const same = (mark) => mark.label === label && mark.start === start && mark.end === end;
  return remove.length === 1 && same(remove[0]) ? null : { remove, add: [markOf({ start, end, label })] };
}

export const accepting = (work, item) =>
  item?.proposal ? { remove: mentionsOver(work, item), add: [markOf(item)] } : null;

/** What may be accepted at once: all proposals, but of what annotators marked only that on which they agree. */
export const acceptable = (work, adjudicates) =>
  work.proposals.filter(({ confidence }) => !adjudicates || confidence === 1);

/** All that is acceptable, the surest where some overlap. */
export function acceptingAll(work, adjudicates) {
  const add = [];
  for (const item of acceptable(work, adjudicates).sort((a, b) => b.confidence - a.confidence))
    if (!add.some((other) => meets(other, item))) add.push(markOf(item));
  return add.length ? { add } : null;
}

/** A proposal is rejected, mentions are deleted. */
export function removing(work, item, span) {
  if (item?.proposal) return { add: [markOf(item, "no")] };
  const mentions = item ? [markOf(item)] : mentionsOver(work, span);
  return mentions.length ? { remove: mentions } : null;
}

/** Takes one side of a difference; what the others marked there is rejected with it. */
export function settling(work, place, marks) {
  const add = marks.map((mark) => markOf(mark));
  const sides = new Map(place.marks.flat().map((mark) => [`${mark.start} ${mark.end} ${mark.label}`, mark]));
  const rejected = [...sides.values()].filter((other) => !add.some((mark) => meets(mark, other)));
  const remove = work.marks.filter((mark) => meets(mark, place));
  return { remove, add: [...add, ...rejected.map((mark) => markOf(mark, "no"))] };
}
