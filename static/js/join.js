// The form to sign: shows only what fits the kind, says while typing what an address tells about the organisation, asks
// about mistyped domains, and writes an enterprise number as people do. Nothing typed is ever emptied, and the server
// does the same without this script: see signatories/mandate.py and signatories/mailboxes.py.

const form = document.querySelector("[data-hn-join]");
const field = (name) => form.elements.namedItem(name);
// The same lists as in signatories/mailboxes.py; a test holds them together.
const free = new Set("aol.com belgacom.net euphonynet.be fastmail.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.fr gmx.net googlemail.com hetnet.nl home.nl hotmail.be hotmail.ch hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.nl icloud.com kpnmail.nl laposte.net live.be live.co.uk live.com live.de live.fr live.it live.nl mac.com mail.be mail.com me.com msn.com orange.fr outlook.be outlook.com outlook.de outlook.es outlook.fr outlook.it pandora.be planet.nl pm.me proton.me protonmail.com proximus.be scarlet.be sfr.fr skynet.be t-online.de telenet.be tutanota.com voo.be wanadoo.fr web.de yahoo.be yahoo.co.uk yahoo.com yahoo.de yahoo.es yahoo.fr yahoo.it ymail.com ziggo.nl zoho.com".split(" "));
const oftenMeant = "gmail.com hotmail.com telenet.be outlook.com skynet.be hotmail.be proximus.be icloud.com yahoo.com outlook.be hotmail.fr live.be scarlet.be yahoo.fr protonmail.com googlemail.com".split(" ");
const PAUSE = 500; // milliseconds; who is still typing is not interrupted
const LONG = 9;

// 1. What fits the kind. Before one is chosen: as for the first in the list.

function showWhatFits() {
  const kind = field("kind").value || field("kind").options[1].value;
  for (const one of form.querySelectorAll("[data-hn-kinds]")) {
    const part = one.closest(".field") ?? one;
    const kinds = one.dataset.hnKinds.split(" ");
    const fits = kinds.includes(kind) || (kinds.includes("organisation") && kind !== "individual");
    part.hidden = !fits || kinds.includes(`-${kind}`);
  }
  for (const group of form.querySelectorAll("[data-hn-kinds-within]")) {
    group.hidden = [...group.querySelectorAll(".field")].every((part) => part.hidden);
  }
}

// 2. Whose mailbox, and mistyped domains.

const domainOf = (address) => address.slice(address.lastIndexOf("@") + 1).toLowerCase();
const isSame = (domain, host) => domain === host || domain.endsWith(`.${host}`) || host.endsWith(`.${domain}`);

function websiteHost() {
  const typed = field("website").value.trim();
  try {
    return new URL(typed.includes("://") ? typed : `https://${typed}`).hostname.replace(/^www\./, "");
  } catch {
    return "";
  }
}

function match(address, host) {
  if (free.has(domainOf(address))) return "free";
  if (!host) return "";
  return isSame(domainOf(address), host) ? "own" : "other";
}

function distance(one, other) {
  const rows = [Array.from({ length: other.length + 1 }, (_none, place) => place)];
  for (let here = 1; here <= one.length; here += 1) {
    const row = [here];
    for (let there = 1; there <= other.length; there += 1) {
      const change = rows[here - 1][there - 1] + (one[here - 1] === other[there - 1] ? 0 : 1);
      row[there] = Math.min(rows[here - 1][there] + 1, row[there - 1] + 1, change);
      const isSwapped = here > 1 && there > 1 && one[here - 1] === other[there - 2] && one[here - 2] === other[there - 1];
      if (isSwapped) row[there] = Math.min(row[there], rows[here - 2][there - 2] + 1);
    }
    rows.push(row);
  }
  return rows.at(-1).at(-1);
}

function isSlip(typed, known) {
  const most = known.length >= LONG ? 2 : 1;
  return Math.abs(typed.length - known.length) <= most && typed !== known && distance(typed, known) <= most;
}

function suggest(address, host) {
  const domain = domainOf(address);
  if (free.has(domain) || (host && isSame(domain, host))) return "";
  const meant = [host, ...oftenMeant].find((known) => known && isSlip(domain, known));
  return meant ? `${address.slice(0, address.lastIndexOf("@"))}@${meant}` : "";
}

function remark(part) {
  const address = field(part.dataset.hnMailbox).value.trim();
  const host = websiteHost();
  const isWhole = /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/.test(address);
  const meant = isWhole ? suggest(address, host) : "";
  const found = isWhole && !meant && field("kind").value !== "individual" ? match(address, host) : "";
  for (const one of part.querySelectorAll("[data-hn-match]")) {
    for (const place of one.querySelectorAll("[data-hn-domain]")) place.textContent = domainOf(address);
    for (const place of one.querySelectorAll("[data-hn-host]")) place.textContent = host;
    one.hidden = one.dataset.hnMatch !== found;
  }
  const suggestion = part.querySelector("[data-hn-suggestion]");
  suggestion.querySelector("[data-hn-meant]").textContent = meant;
  suggestion.hidden = !meant;
}

const remarks = [...form.querySelectorAll("[data-hn-mailbox]")];
const refresh = () => remarks.forEach(remark);

const question = form.querySelector("[data-hn-suggestion]");

for (const part of remarks) {
  if (!part.contains(question)) part.append(question.cloneNode(true));
  field(part.dataset.hnMailbox).closest(".field").append(part);
  part.hidden = false;
}

for (const part of remarks) {
  part.querySelector("[data-hn-suggestion] button").addEventListener("click", () => {
    const mailbox = field(part.dataset.hnMailbox);
    mailbox.value = part.querySelector("[data-hn-meant]").textContent;
    mailbox.focus(); // the button is about to go
    refresh();
  });
}

let timer;
form.addEventListener("input", ({ target }) => {
  clearTimeout(timer);
  if (["website", "contact_email", "second_email"].includes(target.name)) timer = setTimeout(refresh, PAUSE);
});

form.addEventListener("change", ({ target }) => {
  if (target.name === "kind") showWhatFits();
  refresh();
});

// 3. An enterprise number, as it is written in Belgium.

const number = form.querySelector("[data-hn-enterprise-number]");
number.addEventListener("blur", () => {
  const digits = number.value.replace(/^\s*(?:BTW|TVA|VAT)?\s*(?:BE)?/i, "").replace(/[\s.\-/]/g, "");
  const whole = digits.length === 9 ? `0${digits}` : digits;
  if (/^[01]\d{9}$/.test(whole)) number.value = whole.replace(/(\d{4})(\d{3})(\d{3})/, "$1.$2.$3");
});

// Coming back with the browser's own button can bring back what was chosen after this script has run.
window.addEventListener("pageshow", () => {
  showWhatFits();
  refresh();
});
showWhatFits();
refresh();
