// Prints the page. The button has no use without this script, so it stays hidden until it runs.

for (const button of document.querySelectorAll("[data-hn-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
