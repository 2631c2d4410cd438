// Puts one's own short name and signature into the replies on the page, and counts again. Nothing leaves the page.

const list = document.querySelector("[data-hn-replies]");
const own = document.querySelector("[data-hn-own]");

// As X counts: every link is as long as every other. Google counts bytes.
function length(text, address, { link, bytes }) {
  if (bytes) return new TextEncoder().encode(text).length;
  const characters = [...text].length;
  return link === null ? characters : characters - [...address].length + link;
}

function shortName(typed) {
  return typed.trim().toLowerCase().replace(/^.*\//, "").replace(/[^a-z0-9-]/g, "");
}

function refresh() {
  const [nameField, signatureField] = own.querySelectorAll("input");
  const name = shortName(nameField.value);
  const signature = signatureField.value.trim();
  for (const reply of list.querySelectorAll("[data-hn-reply]")) {
    const { original, plain } = originals.get(reply);
    const address = name ? `${plain}/${name}` : plain;
    const text = original.replace(plain, () => address) + (signature ? `\n${signature}` : "");
    const fitting = platforms.filter((platform) => length(text, address, platform) <= platform.most);
    const chosen = platforms.find((platform) => platform.key === list.dataset.hnPlatform);
    const count = reply.querySelector("[data-hn-reply-count]");
    const number = length(text, address, chosen ?? { link: null, bytes: false });
    reply.querySelector("[data-hn-reply-text]").textContent = text;
    reply.querySelector("[data-hn-copy]").dataset.hnCopy = text;
    count.textContent = count.dataset.hnWords.replace("{number}", chosen ? `${number}/${chosen.most}` : number);
    reply.querySelector("[data-hn-reply-fits]").textContent = fitting.map((platform) => platform.name).join(", ");
    reply.classList.toggle("reply--too-long", chosen ? number > chosen.most : fitting.length === 0);
  }
}

const platforms = list ? JSON.parse(list.dataset.hnPlatforms) : [];
const originals = new Map();

if (list && own) {
  for (const reply of list.querySelectorAll("[data-hn-reply]")) {
    originals.set(reply, {
      original: reply.querySelector("[data-hn-reply-text]").textContent,
      plain: reply.dataset.hnAddress,
    });
  }
  own.hidden = false;
  own.addEventListener("input", refresh);
  refresh();
}
