// Copies an address or a text to the clipboard. The button has no use without this script, so it stays hidden until it runs.

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

// A text that stands on the page keeps its headings and lists when it is pasted into a website or a letter. Its headings
// stand deeper here than they will there.
async function copyFrom(element) {
  const html = element.innerHTML.replace(/(<\/?h)([34])\b/g, (_whole, tag, level) => tag + (level - 1));
  try {
    const item = new ClipboardItem({
      "text/html": new Blob([html], { type: "text/html" }),
      "text/plain": new Blob([element.innerText], { type: "text/plain" }),
    });
    await navigator.clipboard.write([item]);
    return true;
  } catch {
    return copy(element.innerText);
  }
}

for (const button of document.querySelectorAll("[data-hn-copy], [data-hn-copy-from]")) {
  const label = button.querySelector("[data-hn-copy-label]");
  const resting = label.textContent;
  let timer;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.hnCopyFrom);
    const copied = source ? await copyFrom(source) : await copy(button.dataset.hnCopy);
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
