// Copies an address to the clipboard. The button has no use without this script, so it stays hidden until it runs.

const SHOWN_FOR = 2500;

const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);

// In-app browsers often refuse the clipboard: then the text is selected and copied the old way.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
}

for (const button of document.querySelectorAll("[data-hn-copy]")) {
  const label = button.querySelector("[data-hn-copy-label]");
  const resting = label.textContent;
  let timer;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const copied = await copy(button.dataset.hnCopy);
    button.focus();
    if (!copied) return;
    label.textContent = status.textContent = button.dataset.hnCopied;
    clearTimeout(timer);
    timer = setTimeout(() => {
      label.textContent = resting;
      status.textContent = "";
    }, SHOWN_FOR);
  });
}
