// Tells colleagues that somebody looks at this signatory, as long as the page is open and to be seen.
// Without this script a button does it.

const EVERY = 3 * 60 * 1000;
const box = document.querySelector("[data-hn-look]");

async function look() {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (document.hidden || !token) return;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token.value);
  body.set("quiet", "1");
  try {
    const response = await fetch(box.dataset.hnLook, { method: "POST", body });
    if (!response.ok || response.redirected) return;
    const { words } = await response.json();
    const answer = box.querySelector("[data-hn-look-answer]");
    if (answer) {
      answer.textContent = words;
      answer.hidden = !words;
    }
    const button = box.querySelector("[data-hn-look-button]");
    if (button) button.hidden = !words;
  } catch {
    // Without a connection nobody is told; the page says so when it is used.
  }
}

if (box) {
  look();
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
