// Single keys for colleagues who judge many applications. A key presses a button or follows a link that is on the page
// already: data-hn-key="a". In a list, j and k move over its rows (data-hn-key-row) and Enter follows the focused link.
// They rest while somebody types or a control has the focus, with any modifier, and where they are switched off (WCAG
// 2.1.4); the switch is kept on this device.
const KEPT = "hn-keys";
const CONTROL = "input, select, textarea, button, summary, iframe, [contenteditable], [role='button'], [role='menu']";

const hints = document.querySelector("[data-hn-keys]");
const toggle = document.querySelector("[data-hn-keys-switch]");
let areOn = true;

try {
  areOn = localStorage.getItem(KEPT) !== "off";
} catch {
  // Without storage the switch holds for this page.
}

function show() {
  toggle.checked = areOn;
  document.documentElement.toggleAttribute("data-hn-keys-on", areOn);
}

// What stands in a folded part can be pressed too: browsers differ in whether that has a place on the page.
function isThere(element) {
  return (element.closest("details:not([open])") ?? element).getClientRects().length > 0;
}

function pressFor(key) {
  return [...document.querySelectorAll("[data-hn-key]")].find(
    (element) => element.dataset.hnKey === key && !element.disabled && isThere(element),
  );
}

function move(step) {
  const links = [...document.querySelectorAll("[data-hn-key-row] th a")];
  if (!links.length) return false;
  const here = links.indexOf(document.activeElement);
  const there = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
  const link = links[Math.min(Math.max(there, 0), links.length - 1)];
  link.focus();
  link.closest("[data-hn-key-row]").scrollIntoView({ block: "nearest" });
  return true;
}

function isBusy(target) {
  return target instanceof Element && target.closest(CONTROL) !== null;
}

function act(key) {
  if (key === "?") {
    hints.open = !hints.open;
    if (hints.open) hints.scrollIntoView({ block: "nearest" });
    return true;
  }
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  const element = pressFor(key);
  element?.click();
  return Boolean(element);
}

function onKey(event) {
  if (!areOn || event.defaultPrevented || event.repeat && !"jk".includes(event.key)) return;
  if (event.shiftKey && event.key !== "?") return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isBusy(event.target)) return;
  if (event.key.length === 1 && act(event.key)) event.preventDefault();
}

if (hints && toggle) {
  hints.hidden = false;
  toggle.addEventListener("change", () => {
    areOn = toggle.checked;
    try {
      localStorage.setItem(KEPT, areOn ? "on" : "off");
    } catch {
      // See above.
    }
    show();
  });
  show();
  document.addEventListener("keydown", onKey);
}
