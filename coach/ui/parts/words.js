// What all parts share: elements, shapes, marked text. Text of people is set as text, never parsed.

const SVG = "http://www.w3.org/2000/svg";

// One shape for each family, so that colour is never alone. All lie in a 12 by 12 field.
const SHAPES = {
  moment: "M6 .8 11.2 6 6 11.2 .8 6Z",
  empathy: "M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1Z",
  listening: "M6 1.2 11.4 10.6H.6Z",
  transparency: "M1.4 1.4H10.6V10.6H1.4Z",
  relationship: "M4.2 .8H7.8V4.2H11.2V7.8H7.8V11.2H4.2V7.8H.8V4.2H4.2Z",
  against: "M2.6 .7 6 4.1 9.4 .7 11.3 2.6 7.9 6 11.3 9.4 9.4 11.3 6 7.9 2.6 11.3 .7 9.4 4.1 6 .7 2.6Z",
};

const ICONS = {
  play: "M8 5.2v13.6L19 12Z",
  pause: "M7 5.5h3.6v13H7ZM13.4 5.5H17v13h-3.6Z",
  back: "M11.5 6.5v11L4 12ZM20 6.5v11L12.5 12Z",
  forward: "M12.5 6.5v11L20 12ZM4 6.5v11l7.5-5.5Z",
  previous: "M6 6h2.4v12H6ZM19 6v12l-9-6Z",
  next: "M15.6 6H18v12h-2.4ZM5 6v12l9-6Z",
  flag: "M6 3h1.7v18H6ZM8.6 4H19l-2.6 4.2L19 12.4H8.6Z",
  link: "M10.6 13.4a3.6 3.6 0 0 0 5.1 0l3.4-3.4a3.6 3.6 0 0 0-5.1-5.1l-1.6 1.6 1.3 1.3 1.6-1.6a1.8 1.8 0 0 1 2.5 2.5l-3.4 3.4a1.8 1.8 0 0 1-2.5 0Zm2.8-2.8a3.6 3.6 0 0 0-5.1 0L4.9 14a3.6 3.6 0 0 0 5.1 5.1l1.6-1.6-1.3-1.3-1.6 1.6a1.8 1.8 0 0 1-2.5-2.5l3.4-3.4a1.8 1.8 0 0 1 2.5 0Z",
};

function node(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

function drawn(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function icon(name) {
  const made = drawn("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" });
  made.append(drawn("path", { d: ICONS[name] }));
  return made;
}

// A family's shape; hollow for a moment that was missed or that nothing was made of.
function shape(family, hollow) {
  const kind = hollow ? "shape hollow" : "shape";
  const made = drawn("svg", { viewBox: "0 0 12 12", class: `${kind} ${family}`, "aria-hidden": "true" });
  made.append(drawn("path", { d: SHAPES[family] }));
  return made;
}

function button(name, title, picture) {
  const made = node("button", name);
  made.type = "button";
  made.title = title;
  made.setAttribute("aria-label", title);
  if (picture) made.append(icon(picture));
  return made;
}

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((n) => String(n).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${parts.join(":")}` : `${Math.floor(whole / 60)}:${parts[1]}`;
}

// Findings that overlap get an underline each, one below the other.
function underlines(families) {
  return families
    .flatMap((family, place) => [
      `0 ${place * 3 + 2}px 0 var(--${family})`,
      `0 ${place * 3 + 3}px 0 var(--ground)`,
    ])
    .join(", ");
}

function marked(line) {
  const text = node("span", "text");
  for (const piece of line.pieces) {
    if (!piece.marks.length) {
      text.append(document.createTextNode(piece.text));
      continue;
    }
    const families = piece.marks.map((place) => line.marks[place].family);
    const made = node("mark", families[0], piece.text);
    made.style.boxShadow = underlines(families);
    made.title = [...new Set(piece.marks.map((place) => line.marks[place].name))].join(" · ");
    made.dataset.marks = piece.marks.join(" ");
    text.append(made);
  }
  return text;
}

function percent(p) {
  return `${Math.round(p * 100)}\u00a0%`;
}

// What the shapes in the lines of a conversation mean.
function legend(data) {
  const made = node("p", "legend quiet");
  const there = new Set(data.lines.flatMap((line) => line.marks.map((mark) => mark.family)));
  for (const { family, name } of data.families.filter((each) => there.has(each.family))) {
    const entry = node("span", "");
    entry.append(shape(family), node("span", "", name));
    made.append(entry);
  }
  if (data.chances.some((chance) => chance.state === "missed")) {
    const entry = node("span", "");
    entry.append(shape("moment", true), node("span", "", data.say.missed));
    made.append(entry);
  }
  return made;
}

function outcome(state, say) {
  const names = { met: say.met, late: say.late, missed: say.missed, not_judgeable: say.not_judgeable };
  const made = node("span", `outcome ${state}`);
  const ring = drawn("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" });
  ring.append(drawn("circle", { cx: 8, cy: 8, r: 6.5 }));
  if (state === "met") ring.append(drawn("path", { d: "M5 8.2 7.2 10.4 11 6" }));
  made.append(ring, node("span", "", names[state]));
  return made;
}

// The button to disagree with a claim; `dispute` is told the claim's name.
function doubt(claim, say, dispute, named) {
  const made = button("doubt", say.disagree, "flag");
  if (named) made.append(node("span", "", say.disagree));
  made.onclick = (event) => {
    event.stopPropagation();
    dispute(claim);
  };
  return made;
}

// Returns what has the same key together, in the order in which the keys first came.
function alike(items, key) {
  const held = new Map();
  for (const item of items) held.set(key(item), [...(held.get(key(item)) ?? []), item]);
  return [...held.values()];
}

// A chip names a claim, and how many places show it; pressing it tells who found each, unless that
// stands there already.
function chip(marks, say, rules) {
  const [first] = marks;
  const made = node("button", `chip ${first.family}`);
  made.type = "button";
  made.title = first.meaning;
  made.setAttribute("aria-expanded", "false");
  made.append(shape(first.family, marks.some((mark) => mark.state === "missed")), node("span", "", first.name));
  if (marks.length > 1) made.append(node("span", "times", `×${marks.length}`));
  made.append(node("span", "sure", distinct(marks, (mark) => percent(mark.p))));
  if (marks.some((mark) => mark.to_confirm)) made.append(node("span", "confirm", say.confirm));
  if (first.doubts.length) made.append(node("span", "confirm", say.doubtful));
  if (rules) made.append(finder(marks));
  made.onclick = (event) => {
    event.stopPropagation();
    const open = made.getAttribute("aria-expanded") !== "true";
    made.setAttribute("aria-expanded", String(open));
    if (open) made.parentElement.after(explanation(marks, say));
    else made.parentElement.nextElementSibling?.remove();
  };
  return made;
}

function distinct(marks, told) {
  return [...new Set(marks.map(told))].join(", ");
}

// Who found it, in words; its id is told to those who point at it.
function finder(marks) {
  const made = node("span", "by", [...new Set(marks.map((mark) => mark.found_by))].join(" · "));
  made.title = distinct(marks, (mark) => mark.by);
  return made;
}

function explanation(marks, say) {
  const made = node("span", "explanation");
  made.append(node("span", "", marks[0].meaning));
  for (const same of alike(marks, (mark) => `${mark.by} ${percent(mark.p)}`)) {
    const places = node("span", "places");
    if (marks.length > 1) places.append(...same.map((mark) => node("q", "", mark.words.trim())));
    places.append(finder(same), node("span", "", say.sure.replace("{}", percent(same[0].p))));
    made.append(places);
  }
  made.onclick = (event) => event.stopPropagation();
  return made;
}

function chips(line, say, rules, dispute) {
  const made = node("span", "chips");
  for (const marks of alike(line.marks, (mark) => mark.claim)) { // one label at two places is one claim
    const places = new Set(marks.map((mark) => String(line.marks.indexOf(mark))));
    const each = chip(marks, say, rules);
    const light = (on) => () => {
      for (const piece of made.parentElement.querySelectorAll("mark"))
        if (piece.dataset.marks.split(" ").some((place) => places.has(place))) piece.classList.toggle("lit", on);
    };
    each.onmouseenter = light(true);
    each.onmouseleave = light(false);
    const found = node("span", "found");
    found.append(each, doubt(marks[0].claim, say, dispute));
    made.append(found);
    for (const told of marks[0].doubts) made.append(node("span", "doubted", told));
  }
  return made;
}

// One voice at a time on the whole page: whoever starts tells the others to stop.
function alone(audio) {
  const hush = (event) => event.detail !== audio && audio.pause();
  const announce = () => window.dispatchEvent(new CustomEvent("coach:play", { detail: audio }));
  window.addEventListener("coach:play", hush);
  audio.addEventListener("play", announce);
  return () => {
    window.removeEventListener("coach:play", hush);
    audio.pause();
    audio.removeAttribute("src");
    audio.load();
  };
}

function selecting(root) {
  const chosen = root.getRootNode().getSelection?.() ?? document.getSelection();
  return Boolean(chosen && String(chosen));
}
