// Keys for people who keep their hands on them. Every page works without this file.
// Single letters never work while a field has the focus.

const find = (selector) => document.querySelector(selector);
const rows = () => [...document.querySelectorAll(".kk-list tbody tr, .kk-ticking tbody tr")];
const linkOf = (row) => row?.querySelector("th a");

function follow(selector) {
  const link = find(selector);
  if (link) location.assign(link.href);
}

function toRow(step) {
  const all = rows();
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
  linkOf(all[Math.max(0, Math.min(next, all.length - 1))])?.focus();
}

function focusOn(selector) {
  find(selector)?.focus();
}

// What was found while typing: down and up go through it, from the field on.

function alongFound(event) {
  const links = [...document.querySelectorAll("#search-found a")];
  const next = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  if (links.length === 0) return;
  event.preventDefault();
  (links[next] ?? find("#search-text")).focus();
}

// Rows that are ticked: x ticks the row one is in, X all rows from the last ticked one on. How many are is said beside what can be done.

const ticks = (form) => [...form.elements].filter((one) => one.name === "row" && one.type === "checkbox");
let lastTick;

function tick(range) {
  const row = document.activeElement.closest?.("tr");
  const box = row?.querySelector(".kk-chosen-row");
  if (!box) return;
  const boxes = ticks(box.form);
  const [from, to] = [boxes.indexOf(range && boxes.includes(lastTick) ? lastTick : box), boxes.indexOf(box)].sort((one, other) => one - other);
  const on = range || !box.checked;
  for (const one of boxes.slice(from, to + 1)) one.checked = on;
  lastTick = box;
  sayTicked(box.form);
}

// What is ticked on other pages of the same list, filtered alike, is kept in this tab until it is sent.

function listOf(form) {
  const asked = new URLSearchParams(location.search);
  for (const name of ["page", "columns"]) asked.delete(name);
  return `ticks ${location.pathname}?${asked} ${form.id}`;
}

const elsewhere = (form) => {
  const here = new Set(ticks(form).map((one) => one.value));
  return JSON.parse(sessionStorage.getItem(listOf(form)) ?? "[]").filter((row) => !here.has(row));
};

function keepTicks(form) {
  const all = [...elsewhere(form), ...ticks(form).filter((one) => one.checked).map((one) => one.value)];
  if (all.length) sessionStorage.setItem(listOf(form), JSON.stringify(all)); else sessionStorage.removeItem(listOf(form));
}

function sayTicked(form) {
  keepTicks(form);
  const said = form.querySelector("[data-ticked]");
  const others = elsewhere(form).length;
  const count = ticks(form).filter((one) => one.checked).length + others;
  said.hidden = count === 0;
  said.textContent = (count === 1 ? said.dataset.one : said.dataset.many.replace("{n}", count)) + (others ? ` ${said.dataset.others.replace("{n}", others)}` : "");
  form.querySelector("[data-tick-none]").hidden = others === 0;
}

function offerAll() {
  for (const form of document.querySelectorAll("[data-ticks]")) {
    const kept = new Set(JSON.parse(sessionStorage.getItem(listOf(form)) ?? "[]"));
    for (const one of ticks(form)) one.checked ||= kept.has(one.value);
    form.querySelector("[data-tick-all]").hidden = false;
    sayTicked(form);
  }
}

function sendElsewhere(form) {
  for (const row of elsewhere(form)) {
    const one = document.createElement("input");
    Object.assign(one, { type: "hidden", name: "row", value: row });
    one.dataset.elsewhere = "";
    form.append(one);
  }
}

function forgetTicks() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith("ticks ")) sessionStorage.removeItem(name);
}

if (find("[data-ticks-done]")) forgetTicks();
document.addEventListener("submit", (event) => { if (event.target.matches("[data-ticks]") && event.submitter?.name !== "all") sendElsewhere(event.target); });
addEventListener("pageshow", (event) => { if (event.persisted) for (const one of document.querySelectorAll("[data-elsewhere]")) one.remove(); });

offerAll();
document.addEventListener("htmx:afterSettle", offerAll);
document.addEventListener("change", (event) => {
  if (event.target.matches?.(".kk-chosen-row")) { lastTick = event.target; sayTicked(event.target.form); }
});
document.addEventListener("click", (event) => {
  const form = event.target.form;
  if (event.target.matches?.("[data-tick-none]")) { for (const one of ticks(form)) one.checked = false; sessionStorage.removeItem(listOf(form)); sayTicked(form); }
  if (!event.target.matches?.("[data-tick-all]")) return;
  const boxes = ticks(event.target.form);
  const on = !boxes.every((one) => one.checked);
  for (const one of boxes) one.checked = on;
  sayTicked(event.target.form);
});

const plain = {
  "/": () => focusOn("#search-text"),
  "?": () => { location.hash = "keys"; focusOn("#keys"); },
  j: () => toRow(1),
  k: () => toRow(-1),
  f: () => focusOn("#filters select"),
  e: () => follow("#export"),
  x: () => tick(false),
  X: () => tick(true),
  t: () => { if (find("#timeline-as-table")) { location.hash = "timeline-table"; focusOn("#timeline-table"); } },
  "[": () => follow("#earlier"),
  "]": () => follow("#later"),
  n: () => follow('[rel="next"]'),
  p: () => follow('[rel="prev"]'),
};

let waiting = false;

// The timeline: one stop of the Tab key, arrows within.

function alongTimeline(event, mark) {
  const lanes = [...find("[data-timeline]").querySelectorAll("[data-lane]")].map((lane) => [...lane.querySelectorAll("[data-mark]")]);
  const lane = lanes.findIndex((marks) => marks.includes(mark));
  const place = lanes[lane].indexOf(mark);
  const [down, on] = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  const target = lanes[lane + down] ?? lanes[lane];
  const next = target[Math.max(0, Math.min(place + on, target.length - 1))];
  mark.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
  event.preventDefault();
}

// What was typed and recorded, or left by signing out, is kept in this browser no longer.
if (find("[data-draft-done]")) sessionStorage.clear();
document.addEventListener("submit", (event) => { if (event.target.getAttribute("action")?.endsWith("/sign/out/")) sessionStorage.clear(); });

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.key === "Escape") {
    find("#search-found")?.replaceChildren();
    const open = target.closest?.(".kk-menu[open]") ?? find(".kk-menu[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); return; }
    if (["#keys", "#pages", "#timeline-table", "#ties-table"].includes(location.hash)) { location.hash = "main"; } else { target.blur?.(); }
    return;
  }
  if (["ArrowDown", "ArrowUp"].includes(event.key) && target.closest(".kk-search")) { alongFound(event); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input:not(.kk-chosen-row), select, textarea")) return;
  if (event.key.startsWith("Arrow") && target.matches?.("[data-mark]")) { alongTimeline(event, target); return; }
  if (waiting) {
    waiting = false;
    if (/^[a-z]$/.test(event.key)) follow(`nav [data-go="${event.key}"]`);
    return;
  }
  if (event.key === "g") { waiting = true; return; }
  if (plain[event.key]) {
    event.preventDefault();
    plain[event.key]();
  }
});

// A menu closes when something else is chosen.

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".kk-menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
