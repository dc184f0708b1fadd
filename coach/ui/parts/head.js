// The head of a page about somebody or something: title, what is known, a strip of figures, notes.
//
// data: {title, facts: [text], strip: [{name, value, more, agent}], notes: [text], say}; `agent` is
// the agent's share of a figure that both sides divide between them, else null.

function figure(entry) {
  const made = node("div", "figure");
  made.append(node("dt", "quiet", entry.name), node("dd", "value number", entry.value));
  if (entry.agent !== null) {
    const bar = node("dd", "shares");
    const ours = node("i", "ours");
    ours.style.width = `${entry.agent * 100}%`;
    bar.append(ours);
    made.append(bar);
  }
  if (entry.more) made.append(node("dd", "more quiet number", entry.more));
  return made;
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root");
  root.replaceChildren(node("h1", "", data.title));
  const facts = node("p", "facts quiet");
  for (const fact of data.facts) facts.append(node("span", "number", fact));
  root.append(facts);
  if (data.strip.length) {
    const strip = node("dl", "strip");
    strip.append(...data.strip.map(figure));
    root.append(strip);
  }
  for (const note of data.notes) root.append(node("p", "note", note));
}
