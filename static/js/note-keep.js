// What stays on this device: the incident note when somebody ticks that, for 30 days, and the page itself so that it opens
// without internet. One button takes both away.

const note = document.querySelector("[data-hn-note]");
const keep = note.querySelector("[data-hn-keep]");
const status = note.querySelector("[data-hn-note-status]");
const ask = document.querySelector("[data-hn-ask]");
const offlineReady = document.querySelector("[data-hn-offline-ready]");
const KEY = "hierniet-note";
const CACHES = "hierniet-checklist-"; // see also templates/guidance/checklist/offline.js
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;

const texts = () => [...note.querySelectorAll("[data-hn-field]")].filter((field) => !field.closest("[hidden]"));
const marks = () => [...note.querySelectorAll("[data-hn-about], [data-hn-tick], [data-hn-toggle]")];
const holdsText = () => texts().some((field) => field.value.trim());

function store() {
  const kept = {
    until: Date.now() + KEPT_FOR,
    texts: texts().filter((field) => field.value).map((field) => [field.id, field.value]),
    marks: marks().filter((mark) => mark.checked && !mark.closest("[hidden]")).map((mark) => mark.id),
  };
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    keep.checked = false;
    status.textContent = keep.dataset.hnRefused;
  }
}

function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Who may keep nothing has nothing to forget.
  }
}

// Too old, or not ours to read: as if it had never been there.
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    if (found?.until > Date.now() && Array.isArray(found.texts) && Array.isArray(found.marks)) return found;
  } catch {
    // Then there is nothing.
  }
  forget();
  return null;
}

function restore(found) {
  for (const id of found.marks) {
    const mark = marks().find((one) => one.id === id);
    if (mark) mark.checked = true;
  }
  for (const [id, text] of found.texts) {
    const field = [...note.querySelectorAll("[data-hn-field]")].find((one) => one.id === id);
    if (field) field.value = text;
  }
  note.dispatchEvent(new Event("input", { bubbles: true })); // note.js shows what goes with it
  keep.checked = true; // last: only a change of the reader's begins the thirty days anew
}

async function forgetPage() {
  await Promise.race([installed, new Promise((resolve) => setTimeout(resolve, 3000))]); // half kept cannot be taken away
  offlineReady.hidden = true;
  const found = await navigator.serviceWorker?.getRegistrations().catch(() => []);
  const names = await globalThis.caches?.keys().catch(() => []);
  await Promise.all([
    ...(found ?? []).map((one) => one.unregister()), // the site has no others
    ...(names ?? []).filter((name) => name.startsWith(CACHES)).map((name) => caches.delete(name)),
  ]);
}

async function wipe() {
  ask.close();
  note.reset();
  forget();
  await forgetPage();
  status.textContent = status.dataset.hnWiped;
  note.querySelector("[data-hn-wipe]").focus();
}

note.querySelector("[data-hn-keep-part]").hidden = false;
keep.addEventListener("change", () => {
  status.textContent = keep.checked ? keep.dataset.hnKept : keep.dataset.hnNotKept;
  if (keep.checked) store();
  else forget();
});
note.addEventListener("input", () => keep.checked && store());

// The button empties the form by itself where no script runs.
note.querySelector("[data-hn-wipe]").addEventListener("click", (event) => {
  event.preventDefault();
  ask.showModal();
});
ask.querySelector("[data-hn-ask-yes]").addEventListener("click", wipe);
ask.querySelector("[data-hn-ask-no]").addEventListener("click", () => ask.close());

// Wiped in another tab: what still stands in this one must not be kept anew without being asked.
addEventListener("storage", (event) => {
  if ((event.key === KEY || event.key === null) && event.newValue === null) keep.checked = false;
});
// Ten minutes of writing are not lost with one wrong press.
addEventListener("beforeunload", (event) => {
  if (!keep.checked && holdsText()) event.preventDefault();
});

const found = kept();
if (found) restore(found);

// Refused in private windows: an open page works without it.
const installed = navigator.serviceWorker
  ?.register(note.dataset.hnOffline)
  .then(() => navigator.serviceWorker.ready)
  .then(() => (offlineReady.hidden = false))
  .catch(() => {});
