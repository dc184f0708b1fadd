// The criteria of one agent, each a card that opens its evidence.
//
// data: {cards: [{criterion, name, family, shown, told, low, high, least, most, share, team, enough, pressed}], say}

function scale(card, say) {
  const made = drawn("svg", { viewBox: "0 0 100 20", preserveAspectRatio: "none", class: "scale", "aria-hidden": "true" });
  made.append(drawn("line", { x1: 0, x2: 100, y1: 10, y2: 10, class: "base" }));
  if (card.least !== null) {
    made.append(drawn("line", { x1: card.least * 100, x2: card.most * 100, y1: 10, y2: 10, class: "reach" }));
  }
  if (card.low !== null) {
    made.append(drawn("line", { x1: card.low * 100, x2: card.high * 100, y1: 10, y2: 10, class: "interval" }));
  }
  const field = node("span", "field");
  field.append(made);
  if (card.team !== null) {
    const tick = node("span", "tick");
    tick.style.left = `${card.team * 100}%`;
    tick.title = say.team;
    field.append(tick);
  }
  if (card.enough) {
    const dot = node("span", "dot");
    dot.style.left = `${card.share * 100}%`;
    field.append(dot);
  }
  return field;
}

function criterionCard(card, data, tell) {
  const made = node("button", `card ${card.enough ? "enough" : "few"}`);
  made.type = "button";
  made.setAttribute("aria-pressed", String(card.pressed));
  const name = node("span", "name");
  name.append(shape(card.family), node("span", "", card.name));
  made.append(name, node("span", "shown number", card.shown), scale(card, data.say));
  for (const line of card.told) made.append(node("span", "told number quiet", line));
  made.onclick = () => tell("chosen", card.pressed ? "" : card.criterion);
  made.disabled = card.low === null;
  return made;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const focused = [...root.children].indexOf(root.getRootNode().activeElement);
  root.replaceChildren(...data.cards.map((card) => criterionCard(card, data, setTriggerValue)));
  if (focused >= 0) root.children[focused]?.focus();
}
