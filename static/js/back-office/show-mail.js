// Shows the mail in its frame at once. Without this script the button beside the frame does it.

const button = document.querySelector("[data-hn-show-mail]");

if (button) {
  button.form.requestSubmit(button);
  button.closest("[data-hn-show-mail-row]").hidden = true;
}
