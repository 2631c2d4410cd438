// The rules for Django's own forms of the back office, with our fields in them.
import pages from "./pages.mjs";

export default {
  ...pages,
  rules: {
    ...pages.rules,
    "form-dup-name": "off", // boxes of one question share their name
    "no-redundant-for": "off", // a label around a box names it once more
    "prefer-button": "off", // Django saves with <input type="submit">
    "wcag/h71": "off", // its fieldsets are named by a heading, or are there for the layout
  },
};
