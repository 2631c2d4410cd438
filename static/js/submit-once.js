// A form that is on its way is not sent a second time. The server refuses doubles too; this spares people the doubt.
// The button is not disabled: a disabled button would not send its own name and value along.

for (const form of document.querySelectorAll("form[data-hn-submit-once]")) {
  const buttons = form.querySelectorAll("button[type=submit]");

  const mark = (isBusy) => {
    form.toggleAttribute("data-hn-busy", isBusy);
    for (const button of buttons) button.setAttribute("aria-disabled", String(isBusy));
  };

  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("data-hn-busy")) event.preventDefault();
    else mark(true);
  });

  // Coming back with the browser's own button can bring the page back just as it was left.
  window.addEventListener("pageshow", () => mark(false));
}
