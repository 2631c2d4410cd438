// Makes writing Markdown easier: a toolbar above each field, and the preview below it instead of in a new tab.

const MARKS = {
  bold: (text) => [`**${text || "…"}**`],
  italic: (text) => [`*${text || "…"}*`],
  heading: (text) => [`## ${text.replace(/^#+\s*/, "") || "…"}`, "line"],
  list: (text) => [(text || "…").split("\n").map((line) => `- ${line.replace(/^[-*]\s+/, "")}`).join("\n"), "line"],
  link: (text) => [`[${text || "…"}](https://)`],
};

// A heading or list begins on a line of its own, with an empty one before it.
function onOwnLine(before, marked) {
  if (!before || before.endsWith("\n\n")) return marked;
  return (before.endsWith("\n") ? "\n" : "\n\n") + marked;
}

function mark(field, name) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const [marked, place] = MARKS[name](value.slice(start, end));
  field.focus();
  field.setSelectionRange(start, end);
  const text = place === "line" ? onOwnLine(value.slice(0, start), marked) : marked;
  // execCommand keeps the browser's own undo; where it is gone, the value is set outright.
  if (!document.execCommand("insertText", false, text)) field.setRangeText(text, start, end, "end");
  if (name === "link") field.setSelectionRange(field.selectionEnd - 1, field.selectionEnd - 1);
}

async function preview(field, button, result, status) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
  body.set("preview", "text");
  body.set("text", field.value);
  try {
    const response = await fetch(`${button.formAction}&part=1`, { method: "POST", body });
    if (!response.ok || response.redirected) throw new Error(response.status);
    // The server cleans what it renders; the policy of the page would stop a script even so.
    result.innerHTML = await response.text();
    result.hidden = false;
    status.textContent = status.dataset.hnShown;
  } catch {
    status.textContent = status.dataset.hnFailed;
    status.classList.remove("visually-hidden");
  }
}

for (const box of document.querySelectorAll("[data-hn-markdown]")) {
  const field = box.querySelector("textarea");
  const tools = box.querySelector("[data-hn-markdown-tools]");
  const button = box.querySelector("[data-hn-preview]");
  const result = box.querySelector("[data-hn-preview-result]");
  const status = box.querySelector("[data-hn-preview-status]");

  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-hn-mark]");
    if (tool) mark(field, tool.dataset.hnMark);
  });
  button.addEventListener("click", (event) => {
    event.preventDefault();
    preview(field, button, result, status);
  });
}
