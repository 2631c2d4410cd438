// The incident note: what goes with the answer to the first question, what stands on paper, and a table for a spreadsheet.
// Everything is made here in the page; nothing is sent. See also note-keep.js.

const note = document.querySelector("[data-hn-note]");
const fields = [...note.querySelectorAll("[data-hn-field]")];
// A cell that begins like this is a formula; see also FORMULA_STARTS in guidance/models/replies.py.
const FORMULA = /^[=+\-@\t\r]/;
const BYTE_ORDER_MARK = "\ufeff"; // without it Excel reads UTF-8 as something else

const about = () => note.querySelector("[data-hn-about]:checked");

// Style does the same where it can (statement.css); what is hidden here is neither printed, nor saved, nor kept.
function refresh() {
  const situation = about()?.value;
  for (const part of note.querySelectorAll("[data-hn-for]")) part.hidden = part.dataset.hnFor !== situation;
  for (const part of note.querySelectorAll("[data-hn-behind]")) {
    part.hidden = !document.getElementById(part.dataset.hnBehind).checked;
  }
  for (const field of fields) field.parentElement.querySelector(".note-printed").textContent = readable(field);
}

function readable(field) {
  if (field.localName === "select") return field.value && field.selectedOptions[0].text;
  if (field.type !== "date" || !field.value) return field.value;
  const { lang } = document.documentElement;
  const day = new Date(`${field.value}T12:00`).toLocaleDateString(`${lang}-BE`, { dateStyle: "long" });
  return lang === "fr" ? day.replace(/^1 /, "1er ") : day; // see also hierniet/dates.py
}

// A box that only fits its own text would cut it off on paper, so the text itself stands there.
note.dataset.hnOnPaper = "";
note.addEventListener("input", refresh);
note.addEventListener("reset", () => setTimeout(refresh));
refresh();

function table() {
  const question = note.querySelector("legend").textContent.trim();
  const ticked = [...note.querySelectorAll("[data-hn-tick]:checked")].filter((tick) => !tick.closest("[hidden]"));
  const cells = [
    [question, about()?.closest("label").textContent.trim() ?? ""],
    ...fields.map((field) => [field.labels[0].textContent.trim(), field.closest("[hidden]") ? "" : tabled(field)]),
    [note.querySelector("[data-hn-steps]").textContent.trim(), ticked.map(titleOf).join(" | ")],
  ];
  return [cells.map(([name]) => name), cells.map(([, value]) => value)];
}

// Days as spreadsheets sort them.
const tabled = (field) => (field.type === "date" ? field.value : readable(field));
const titleOf = (tick) => tick.closest("label").querySelector("[data-hn-tick-title]").textContent.trim();
const cell = (text) => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
const csv = (rows) => BYTE_ORDER_MARK + rows.map((row) => row.map(cell).join(";") + "\r\n").join("");

function save() {
  const link = document.createElement("a");
  const day = fields.find((field) => field.type === "date").value || new Date().toLocaleDateString("sv");
  link.href = URL.createObjectURL(new Blob([csv(table())], { type: "text/csv;charset=utf-8" }));
  link.download = `${note.dataset.hnNote}-${day}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const button = note.querySelector("[data-hn-csv]");
button.hidden = false;
button.addEventListener("click", save);
