// Clips as cards: the sound of a moment beside its words.
//
// data: {id, cards: [{who, when, criterion, state, audio, start, end, said: [{line, n_skipped}],
// n_left, says, href, conversation, t, trouble, claim, doubts}], rules, language, say}.
// Nothing is loaded before its play button is pressed.

const mounted = new WeakMap();

function progress(card, say) {
  const length = card.end - card.start;
  const made = node("div", "sound");
  const play = button("round small", say.play, "play");
  const track = node("div", "track");
  const filled = node("div", "filled");
  track.append(filled);
  const time = node("span", "quiet number", clock(length));
  made.append(play, track, time);
  return { made, play, track, filled, time, length };
}

function sound(card, say, page) {
  const parts = progress(card, say);
  const audio = new Audio();
  audio.preload = "none";
  audio.src = card.audio;
  const silence = alone(audio);
  let frame = 0;

  const inside = () => audio.currentTime >= card.start - 0.05 && audio.currentTime < card.end;
  function follow() {
    const now = inside() ? audio.currentTime - card.start : 0;
    parts.filled.style.width = `${(now / parts.length) * 100}%`;
    parts.time.textContent = audio.paused && !now ? clock(parts.length) : `${clock(now)} / ${clock(parts.length)}`;
    page(audio.paused ? null : audio.currentTime);
    if (audio.currentTime >= card.end) audio.pause();
  }
  const run = () => { follow(); if (!audio.paused) frame = requestAnimationFrame(run); };
  const showPlaying = (playing) => {
    parts.play.replaceChildren(icon(playing ? "pause" : "play"));
    parts.play.title = playing ? say.pause : say.play;
    parts.play.setAttribute("aria-label", parts.play.title);
  };
  const from = (to) => {
    const go = () => { audio.currentTime = to; audio.play().catch(() => {}); };
    if (audio.readyState) go();
    else { audio.addEventListener("loadedmetadata", go, { once: true }); audio.load(); }
  };
  parts.play.onclick = () => {
    if (!audio.paused) audio.pause();
    else from(audio.readyState && inside() ? audio.currentTime : card.start);
  };
  parts.track.onclick = (event) => {
    const box = parts.track.getBoundingClientRect();
    from(card.start + ((event.clientX - box.left) / box.width) * parts.length);
  };
  audio.onplay = () => { showPlaying(true); run(); };
  audio.onpause = () => { showPlaying(false); cancelAnimationFrame(frame); follow(); };
  audio.onerror = () => { parts.time.textContent = say.broken; };
  parts.made.append(audio);
  return { made: parts.made, stop: () => { cancelAnimationFrame(frame); audio.onpause = audio.onerror = null; silence(); } };
}

function said(line, say, rules, dispute) {
  const made = node("div", `said ${line.role}`);
  made.append(node("b", "who", line.who));
  const body = node("div", "body");
  body.append(marked(line), chips(line, say, rules, dispute));
  made.append(body);
  return made;
}

function drawCard(card, data, tell) {
  const made = node("article", `card ${card.state ?? "cue"}`);
  const head = node("header", "");
  if (card.state) head.append(outcome(card.state, data.say));
  if (card.criterion) head.append(node("span", "criterion", card.criterion));
  head.append(node("span", "quiet about", [card.who, card.when].filter(Boolean).join(" · ")));
  made.append(head);
  if (card.says) made.append(node("p", "quiet says", card.says));
  const dispute = (claim) => tell("opened", { conversation: card.conversation, t: card.t, disagree: claim });
  const lines = card.said.map(({ line }) => said(line, data.say, data.rules, dispute));
  const light = (now) => card.said.forEach(({ line }, place) => {
    const on = now !== null && line.start !== null && line.start <= now && now < line.end;
    lines[place].classList.toggle("now", on);
  });
  let stop = () => {};
  if (card.audio) {
    const heard = sound(card, data.say, light);
    stop = heard.stop;
    made.append(heard.made);
  }
  const skipped = (n) => { if (n) made.append(node("p", "quiet skipped", data.say.skipped.replace("{}", n))); };
  lines.forEach((line, place) => { skipped(card.said[place].n_skipped); made.append(line); });
  skipped(card.n_left);
  for (const told of card.doubts) made.append(node("p", "doubted", told));
  const foot = node("footer", "");
  const open = node("a", "open", data.say.open);
  open.href = card.href;
  open.onclick = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    tell("opened", { conversation: card.conversation, t: card.t });
  };
  foot.append(open, doubt(card.claim, data.say, dispute, true));
  if (card.trouble) foot.append(node("span", "trouble", card.trouble));
  made.append(foot);
  return { made, stop };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  root.lang = data.language; // whose quotation marks are drawn
  let held = mounted.get(root);
  if (!held || held.identity !== data.id) {
    held?.cards.forEach((card) => card.stop());
    held = { identity: data.id, tell: setTriggerValue };
    const tell = (name, value) => held.tell(name, value);
    held.cards = data.cards.map((card) => drawCard(card, data, tell));
    root.replaceChildren(...held.cards.map((card) => card.made));
    mounted.set(root, held);
  }
  held.tell = setTriggerValue;
  return () => {
    mounted.get(root)?.cards.forEach((card) => card.stop());
    mounted.delete(root);
  };
}
