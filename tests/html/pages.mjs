// The rules for every page: what html-validate recommends, what a whole document needs, and all it knows of accessibility.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    // Beyond what those say.
    "no-style-tag": "error", // our Content-Security-Policy refuses it
    "no-unknown-elements": "error", // we have no elements of our own

    // Where we know better.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "reset", "submit"] }], // boxes of one question
    "long-title": "off", // names of organisations and subjects of mails decide how long
    "no-trailing-whitespace": "off", // template tags leave blanks behind, and compression takes them away
    "prefer-tbody": "off", // a table without one is as valid; a browser adds it
    "require-sri": ["error", { target: "crossorigin" }], // our own files come from where the page comes from
    "tel-non-breaking": "off", // in large letters on a phone, a number has to break between its groups
  },
};
