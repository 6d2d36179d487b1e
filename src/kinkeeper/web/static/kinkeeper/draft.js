// What is being typed survives a time-out, a lost line and a closed page: it is kept in this tab, on this computer,
// until the form is recorded or somebody signs out (keys.js). The page works without this file.

const form = document.querySelector("form[data-draft]");
const key = `draft-${form.dataset.draft}`;
const fields = () => [...form.elements].filter((one) => one.name && one.name !== "csrfmiddlewaretoken" && one.type !== "submit");

function keep() {
  const typed = Object.fromEntries(fields().map((one) => [one.name, one.value]));
  sessionStorage.setItem(key, JSON.stringify(typed));
}

function putBack(kept) {
  for (const one of fields()) if (kept[one.name] !== undefined) one.value = kept[one.name];
  document.querySelector("[data-draft-kept]").hidden = false;
}

const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
if (kept && "draftFresh" in form.dataset) putBack(kept);
form.addEventListener("input", keep);
document.querySelector("[data-draft-drop]").addEventListener("click", () => { sessionStorage.removeItem(key); location.reload(); });
