// An SVG is a program, so it is never sent: it is drawn here, as a picture. Inside <img> it runs no script and fetches nothing.
// See also signatories/logos/sniffing.py, which refuses one that comes all the same.

const form = document.querySelector("form[data-hn-logo]");
const field = form.querySelector("[type=file]");
const said = form.querySelector("[data-hn-logo-said]");
const LONGEST = 1280; // see also WORKING_SIDE in signatories/logos/drawing.py
const MOST_LETTERS = 4_000_000;
let drawing = null;

field.addEventListener("change", () => {
  const [file] = field.files;
  field.setCustomValidity("");
  said.textContent = "";
  drawing = null;
  if (!file) return;
  if (isSvg(file)) drawing = draw(file);
  else if (file.size > Number(form.dataset.hnLogo)) refuse(form.dataset.hnTooBig);
});

// Whoever is faster than the drawing waits for it: what is sent must be the PNG. Before submit-once.js sees the press.
form.addEventListener(
  "submit",
  (event) => {
    if (!drawing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    drawing.then(() => form.reportValidity() && form.requestSubmit(submitter));
  },
  { capture: true },
);

const isSvg = (file) => file.type === "image/svg+xml" || /\.svg$/i.test(file.name);

function refuse(words) {
  field.setCustomValidity(words);
  said.textContent = words;
}

async function draw(file) {
  said.textContent = form.dataset.hnDrawing;
  field.setCustomValidity(form.dataset.hnDrawing);
  let words = "";
  try {
    if (file.size > MOST_LETTERS) throw new RangeError("too large");
    const blob = await toPng(withSize(await file.text()));
    if (field.files[0] !== file) return; // another one was chosen meanwhile
    const chosen = new DataTransfer();
    chosen.items.add(new File([blob], "logo.png", { type: "image/png" }));
    field.files = chosen.files;
  } catch {
    words = form.dataset.hnFailed;
  }
  drawing = null;
  field.setCustomValidity(words);
  said.textContent = words || form.dataset.hnDrawn;
}

// Many SVGs have no size of their own, only proportions. Only their first tag is touched, as text: a parser would try to apply
// the styles in them to this page, which its policy forbids, and says so.
function withSize(source) {
  const whole = source.replace(/<!--[\s\S]*?-->/g, "").replace(/^[^<]*<\?xml[^>]*>/, "");
  const [root] = /<svg(?=[\s>])(?:"[^"]*"|'[^']*'|[^>"'])*>/i.exec(whole) ?? [];
  if (!root) throw new TypeError("not an SVG");
  const [width, height] = proportions(root);
  const scale = LONGEST / Math.max(width, height);
  const size = [width, height].map((side) => Math.max(Math.round(side * scale), 1));
  const box = attribute(root, "viewBox") ? "" : ` viewBox="0 0 ${width} ${height}"`;
  const sized = root
    .replace(/\s(width|height)\s*=\s*("[^"]*"|'[^']*')/g, "")
    .replace(/^<svg/i, `<svg width="${size[0]}" height="${size[1]}"${box}`);
  return whole.replace(root, () => sized);
}

const attribute = (tag, name) => {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return (found?.[1] ?? found?.[2] ?? "").trim();
};

function proportions(root) {
  const box = attribute(root, "viewBox").split(/[\s,]+/).map(Number);
  const [width, height] = box.length === 4 ? box.slice(2) : ["width", "height"].map((name) => parseFloat(attribute(root, name)));
  if (!(width > 0 && height > 0 && Number.isFinite(width / height))) throw new RangeError("without a size");
  return [width, height];
}

async function toPng(source) {
  const picture = new Image();
  const bytes = new TextEncoder().encode(source);
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  picture.src = `data:image/svg+xml;base64,${btoa(letters)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.min(picture.naturalWidth, LONGEST);
  canvas.height = Math.min(picture.naturalHeight, LONGEST);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new TypeError("not drawn"))), "image/png");
  });
}
