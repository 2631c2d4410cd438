// After a form came back: go to the list of what is wrong, so that nobody has to look for it.

document.querySelector("[data-hn-error-summary]")?.focus();
