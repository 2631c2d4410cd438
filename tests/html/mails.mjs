// The rules for mails: those for pages, without what mail programs of twenty years ago do not understand.
import pages from "./pages.mjs";

export default {
  ...pages,
  rules: {
    ...pages.rules,
    "no-conditional-comment": "off", // Outlook needs a table around ours
    "no-deprecated-attr": "off", // it takes width, align and bgcolor from attributes only
    "no-inline-style": "off", // many programs drop style sheets
    "no-style-tag": "off", // for dark mode and phones, where it is understood
  },
};
