// A conversation that can be heard and read: timeline, transcript that follows, opportunities.
//
// data: {id, audio, duration, peaks, start, lines, chances, language, say}; `audio` is null for what was
// written, and lines then have no times. Python hears of the place on pause and on seek only, and of
// what somebody disagrees with.

const players = new WeakMap();
const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const STEP = 5;
const LANE = 40;
const REST = 4000; // milliseconds that scrolling by hand keeps the transcript from following

function waves(data) {
  const made = drawn("svg", { viewBox: `0 0 1000 ${2 * LANE}`, preserveAspectRatio: "none", class: "waves" });
  const sides = ["agent", "customer"];
  for (const line of data.lines) {
    const lane = sides.indexOf(line.role);
    if (lane < 0 || line.start === null) continue;
    const [x, width] = [line.start, line.end - line.start].map((s) => (s / data.duration) * 1000);
    made.append(drawn("rect", { x, width, y: lane * LANE + 3, height: LANE - 6, class: `spoken ${line.role}` }));
  }
  data.peaks.forEach((peaks, lane) => {
    made.append(drawn("path", { d: outline(peaks, lane), class: `wave ${sides[lane]}` }));
  });
  return made;
}

function outline(peaks, lane) {
  const loudest = Math.max(...peaks, 0.05);
  const middle = lane * LANE + LANE / 2;
  const point = (value, place, side) => {
    const reach = Math.max(0.4, (value / loudest) * (LANE / 2 - 4));
    return `${((place / peaks.length) * 1000).toFixed(1)} ${(middle + side * reach).toFixed(1)}`;
  };
  const above = peaks.map((value, place) => point(value, place, -1));
  const below = peaks.map((value, place) => point(value, place, 1)).reverse();
  return `M${above.join("L")}L${below.join("L")}Z`;
}

function ticks(duration) {
  const made = node("div", "ticks");
  const step = [10, 15, 30, 60, 120, 300, 600, 1200, 1800].find((s) => duration / s <= 7) ?? 3600;
  for (let at = 0; at < duration; at += step) {
    const tick = node("span", "", clock(at));
    tick.style.left = `${(at / duration) * 100}%`;
    made.append(tick);
  }
  return made;
}

// The agent's cues above the lanes, the customer's moments below.
function flags(data, side, seek) {
  const made = node("div", `flags ${side}`);
  for (const line of data.lines.filter((each) => each.role === side)) {
    for (const mark of line.marks.filter((each) => each.at !== null)) {
      const flag = button("flag", `${clock(mark.at)} ${mark.name}`);
      flag.tabIndex = -1;
      flag.style.left = `${(mark.at / data.duration) * 100}%`;
      flag.append(shape(mark.family, mark.state === "missed"));
      if (side === "customer" && !mark.state) flag.classList.add("idle");
      flag.onclick = (event) => { event.stopPropagation(); seek(line.start, true); };
      made.append(flag);
    }
  }
  return made;
}

function timeline(data, seek) {
  const made = node("div", "timeline");
  const names = node("div", "names");
  names.append(node("span", "", data.say.agent), node("span", "", data.say.customer));
  const field = node("div", "field");
  const slider = node("div", "slider");
  for (const [name, value] of Object.entries({
    role: "slider", tabindex: 0, "aria-label": data.say.timeline, "aria-valuemin": 0,
    "aria-valuemax": Math.round(data.duration), "aria-valuenow": 0, "aria-valuetext": clock(0),
  })) slider.setAttribute(name, value);
  const needle = node("div", "needle");
  slider.append(waves(data), needle);
  field.append(flags(data, "agent", seek), slider, flags(data, "customer", seek), ticks(data.duration));
  field.onpointerdown = (event) => {
    if (event.target.closest("button")) return;
    const box = field.getBoundingClientRect();
    seek(((event.clientX - box.left) / box.width) * data.duration, false);
  };
  made.append(names, field);
  return { made, slider, needle };
}

function spoken(line, data, dispute) {
  const made = node("li", `turn ${line.role}`);
  made.dataset.turn = line.turn;
  const head = node("span", "head");
  if (data.audio && line.start !== null) {
    const from = button("from number", `${data.say.play_from} ${clock(line.start)}`, "play");
    from.append(node("span", "", clock(line.start)));
    head.append(from);
  } else {
    head.append(node("span", "when number", line.start === null ? line.sent ?? "" : clock(line.start)));
  }
  head.prepend(node("b", "who", line.who));
  const body = node("div", "body");
  body.append(marked(line), chips(line, data.say, false, dispute));
  made.append(head, body);
  return made;
}

// What met an opportunity: a label with every place that shows it.
function answered(answers, say, goTo) {
  const [{ mark }] = answers;
  const made = node("div", "answered");
  const label = node("span", "label");
  label.append(shape(mark.family), node("span", "", mark.name));
  if (answers.some((each) => each.mark.to_confirm)) label.append(node("span", "confirm", say.confirm));
  made.append(label);
  for (const answer of answers) {
    const link = node("button", "answer");
    link.type = "button";
    link.append(node("q", "quiet", answer.mark.words.trim()));
    link.onclick = () => goTo(answer.turn);
    made.append(link);
  }
  return made;
}

function chanceItem(chance, say, goTo, dispute) {
  const made = node("li", `chance ${chance.state}`);
  const top = node("div", "top");
  top.append(outcome(chance.state, say), node("span", "quiet", chance.criterion));
  const moment = node("button", "quote", chance.mark.words.trim());
  moment.type = "button";
  moment.onclick = () => goTo(chance.turn);
  const label = node("span", "label");
  label.append(shape(chance.mark.family, chance.state === "missed"), node("span", "", chance.mark.name));
  made.append(top, moment, label);
  for (const answers of alike(chance.answers, (each) => each.mark.name)) made.append(answered(answers, say, goTo));
  if (["missed", "late"].includes(chance.state)) made.append(node("p", "says quiet", chance.says));
  for (const told of chance.doubts) made.append(node("p", "doubted", told));
  made.append(doubt(chance.claim, say, dispute, true));
  return made;
}

function chanceList(data, goTo, dispute) {
  const made = node("aside", "chances");
  const title = node("h2", "", data.say.opportunities);
  if (data.chances.length) title.append(node("span", "quiet number", data.tally));
  made.append(title);
  if (!data.chances.length) made.append(node("p", "quiet", data.say.no_opportunities));
  const list = node("ol", "");
  for (const chance of data.chances) list.append(chanceItem(chance, data.say, goTo, dispute));
  made.append(list);
  return made;
}

function controls(data, act) {
  const bar = node("div", "bar");
  const play = button("round", data.say.play, "play");
  play.onclick = act.toggle;
  const time = node("span", "time number", `${clock(0)} / ${clock(data.duration)}`);
  const speed = node("select", "speed number");
  speed.setAttribute("aria-label", data.say.speed);
  for (const rate of SPEEDS) speed.append(new Option(`${rate}×`, rate, rate === 1, rate === 1));
  speed.onchange = () => act.speed(Number(speed.value));
  const tools = [
    ["previous", data.say.previous, "p"], ["back", data.say.back, "←"],
    ["forward", data.say.forward, "→"], ["next", data.say.next, "n"],
  ].map(([name, title, key]) => {
    const made = button("tool", `${title} (${key})`, name);
    made.onclick = act[name];
    return made;
  });
  const link = button("tool link", data.say.copy_link, "link");
  link.onclick = async () => {
    await navigator.clipboard.writeText(act.link());
    told.textContent = data.say.copied;
    setTimeout(() => { told.textContent = ""; }, 2000);
  };
  const told = node("span", "told quiet");
  told.setAttribute("role", "status");
  bar.append(play, tools[0], tools[1], tools[2], tools[3], time, node("span", "spring"), told, speed, link);
  return { bar, play, time };
}

function build(root, data, tell, ask) {
  const player = { identity: data.id, audio: data.audio, asked: data.start, sent: null, tell, ask, stop: () => {} };
  const dispute = (claim) => player.ask("disagreed", claim);
  root.tabIndex = -1;
  root.replaceChildren();
  const items = data.lines.map((line) => spoken(line, data, dispute));
  const list = node("ol", `transcript ${data.audio ? "heard" : "read"}`);
  list.append(...items);
  const show = (place) => {
    items.forEach((item, each) => item.toggleAttribute("aria-current", each === place));
    if (place >= 0) items[place].setAttribute("aria-current", "true");
  };
  const view = (place) => {
    const item = items[place];
    const top = item.offsetTop - list.offsetTop;
    if (top < list.scrollTop || top + item.offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = Math.max(0, top - list.clientHeight / 4);
  };
  const goTo = (turn) => {
    const place = data.lines.findIndex((line) => line.turn === turn);
    view(place);
    if (data.audio && data.lines[place].start !== null) player.seek(data.lines[place].start, true);
    else show(place);
  };
  const columns = node("div", "columns");
  columns.append(list, chanceList(data, goTo, dispute));
  if (data.audio) hear(root, data, player, { items, list, show, view });
  if (data.trouble) root.append(node("p", "trouble", data.trouble));
  root.append(legend(data), columns);
  return player;
}

// Adds the sound: one audio element, the bar above, and the clock that drives the highlight.
function hear(root, data, player, page) {
  const audio = new Audio(data.audio);
  audio.preload = "metadata";
  const silence = alone(audio);
  const trouble = node("p", "trouble");
  trouble.setAttribute("role", "alert");
  const moments = [...new Set(data.lines.filter((l) => l.marks.length && l.start !== null).map((l) => l.start))];
  let [active, frame, rested] = [-1, 0, 0];

  const report = () => {
    const place = Math.round(audio.currentTime * 10) / 10;
    if (place === player.sent) return;
    player.sent = place;
    player.tell("position", place);
  };
  const seek = (to, go) => {
    audio.currentTime = Math.min(Math.max(0, to), data.duration);
    rested = 0;
    follow();
    if (go) audio.play().catch(() => {});
    else if (audio.paused) report();
  };
  const parts = timeline(data, seek);
  const step = (by) => () => seek(audio.currentTime + by, false);
  const bar = controls(data, {
    toggle: () => (audio.paused ? audio.play().catch(() => {}) : audio.pause()),
    speed: (rate) => { audio.playbackRate = rate; },
    back: step(-STEP),
    forward: step(STEP),
    previous: () => seek(moments.findLast((at) => at < audio.currentTime - 1) ?? 0, true),
    next: () => {
      const to = moments.find((at) => at > audio.currentTime + 0.2);
      if (to !== undefined) seek(to, true);
    },
    link: () => {
      const link = new URL(location.href);
      link.searchParams.set("t", audio.currentTime.toFixed(1));
      return link.href;
    },
  });

  function follow() {
    const now = audio.currentTime;
    parts.needle.style.left = `${(now / data.duration) * 100}%`;
    bar.time.textContent = `${clock(now)} / ${clock(data.duration)}`;
    parts.slider.setAttribute("aria-valuenow", Math.round(now));
    parts.slider.setAttribute("aria-valuetext", clock(now));
    const place = data.lines.findLastIndex((line) => line.start !== null && line.start <= now + 0.05);
    if (place === active) return;
    active = place;
    page.show(place);
    if (place >= 0 && performance.now() - rested > REST) page.view(place);
  }
  const run = () => { follow(); frame = requestAnimationFrame(run); };
  const showPlaying = (playing) => {
    bar.play.replaceChildren(icon(playing ? "pause" : "play"));
    bar.play.setAttribute("aria-label", playing ? data.say.pause : data.say.play);
    bar.play.title = bar.play.getAttribute("aria-label");
  };
  audio.onplay = () => { showPlaying(true); cancelAnimationFrame(frame); run(); };
  audio.onpause = () => { showPlaying(false); cancelAnimationFrame(frame); follow(); report(); };
  audio.onseeked = follow;
  audio.onerror = () => { trouble.textContent = data.say.broken; };
  const rest = () => { rested = performance.now(); };
  page.list.addEventListener("wheel", rest, { passive: true });
  page.list.addEventListener("touchmove", rest, { passive: true });
  page.items.forEach((item, place) => {
    const from = data.lines[place].start;
    if (from === null) return;
    item.classList.add("playable");
    item.onclick = () => {
      if (selecting(root)) return;
      root.focus({ preventScroll: true }); // so that the keys work from here on
      seek(from, true);
    };
  });
  root.onkeydown = (event) => keys(event, bar.bar, page.items, active);

  const deck = node("div", "deck");
  deck.append(bar.bar, parts.made, trouble, audio);
  root.append(deck);
  const begin = () => { if (data.start) { audio.currentTime = data.start; follow(); } };
  if (audio.readyState) begin(); else audio.addEventListener("loadedmetadata", begin, { once: true });
  player.seek = seek;
  player.place = () => audio.currentTime;
  player.stop = () => { cancelAnimationFrame(frame); audio.onpause = null; audio.onerror = null; silence(); };
}

// space: play or pause; arrows left and right: five seconds; up and down: turns; n, p: marked turns
function keys(event, bar, items, active) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("select")) return;
  const [play, previous, back, forward, next] = bar.querySelectorAll("button");
  const turn = (by) => items[Math.min(Math.max(0, active + by), items.length - 1)].click();
  const acts = {
    ArrowLeft: () => back.click(), ArrowRight: () => forward.click(),
    ArrowUp: () => turn(-1), ArrowDown: () => turn(1), n: () => next.click(), p: () => previous.click(),
  };
  if (event.key === " " && !event.target.closest("button:not(.round, .from)")) acts[" "] = () => play.click();
  if (!acts[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  acts[event.key]();
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.lang = data.language; // whose quotation marks are drawn
  let player = players.get(root);
  if (!player || player.identity !== data.id) {
    const place = player?.audio === data.audio ? player?.place?.() : undefined;
    player?.stop();
    player = build(root, { ...data, start: place ?? data.start }, setStateValue, setTriggerValue);
    players.set(root, player);
    window.coachBuilds = (window.coachBuilds ?? 0) + 1;
  } else if (data.start !== player.asked && data.start !== player.sent && player.seek) {
    player.seek(data.start ?? 0, false);
  }
  player.asked = data.start;
  player.tell = setStateValue;
  player.ask = setTriggerValue;
  return () => {
    players.get(root)?.stop();
    players.delete(root);
  };
}
