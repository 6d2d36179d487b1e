// One key decides a pair. Every button and link of it works without this file.
// D and U wait for a reason: a number chooses a usual one, Enter sends what was typed.

const find = (selector) => document.querySelector(selector);
let waiting = "";

function send(answer) {
  const button = find(`#answer button[value="${answer}"]`);
  const reasoned = find("#reason")?.value.trim() || find("#answer input[name=usual]:checked");
  if (!button) return;
  if (answer !== "same" && !reasoned) {
    waiting = answer;
    find("#reasons").classList.add("kk-asked");
    find("#answer input[name=usual]")?.focus();
    return;
  }
  waiting = "";
  button.click();
}

function choose(digit) {
  const reason = find(`#answer input[data-digit="${digit}"]`);
  if (!reason) return;
  reason.checked = true;
  if (waiting) send(waiting);
}

const follow = (selector) => { const link = find(selector); if (link) location.assign(link.href); };

const keys = {
  s: () => send("same"),
  d: () => send("different"),
  u: () => send("unsure"),
  z: () => find("#undo")?.requestSubmit(),
  j: () => follow("#next-pair"),
  k: () => follow("#pair-before"),
  r: () => { location.hash = location.hash === "#received" ? "question" : "received"; find(location.hash)?.focus(); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.id === "reason" && event.key === "Enter" && waiting) {
    event.preventDefault();
    send(waiting);
    return;
  }
  if (event.target.closest("input:not([type=radio]), select, textarea")) return;
  const key = event.key.toLowerCase();
  const act = /^[1-9]$/.test(key) ? () => choose(key) : keys[key];
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}, true);

document.addEventListener("htmx:afterSettle", () => {
  waiting = "";
  find("#question")?.focus();
  window.scrollTo(0, 0);
});
if (new URLSearchParams(location.search).has("recorded")) find("#question")?.focus();
