// What a reader would trip over on the page as it now stands, as a list of sentences. Evaluated in the page by test_layout.py.
() => {
  const isHidden = (element) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.visibility === "hidden" || style.display === "none" || style.clipPath !== "none") return true;
      // Scrolls by itself, or is there for the eye only.
      if (/auto|scroll/.test(style.overflowX) || box.getAttribute("aria-hidden") === "true") return true;
    }
    return false;
  };

  const cutText = () => {
    const found = [];
    const range = document.createRange();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent.trim();
      if (!text) continue;
      range.selectNodeContents(walker.currentNode);
      const { left, right, width } = range.getBoundingClientRect();
      const isBeside = width && (right > innerWidth + 1 || left < -1);
      if (isBeside && !isHidden(walker.currentNode.parentElement)) found.push(`cut off: ${text.slice(0, 60)}`);
    }
    return found;
  };

  const smallTargets = () =>
    [...document.querySelectorAll("button, summary, input:not([type=hidden]), select, a.button")]
      .filter((target) => target.checkVisibility({ visibilityProperty: true }) && !target.closest("[aria-hidden=true]"))
      .map((target) => target.closest("label") ?? target)
      .filter((target) => {
        const { height, width } = target.getBoundingClientRect();
        return width && (height < 43.5 || width < 43.5);
      })
      .map((target) => `too small for a thumb: ${target.outerHTML.slice(0, 80)}`);

  const { scrollWidth, clientWidth } = document.documentElement;
  const moving = document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 50);
  const isSmooth = getComputedStyle(document.documentElement).scrollBehavior === "smooth";
  const channels = getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number);
  const isLight = channels.reduce((sum, channel) => sum + channel) > 300;

  return [
    ...(scrollWidth > clientWidth ? ["scrolls sideways"] : []),
    ...cutText(),
    ...smallTargets(),
    ...(matchMedia("(prefers-reduced-motion: reduce)").matches && (moving.length || isSmooth) ? ["moves although rest was asked for"] : []),
    ...(matchMedia("(prefers-color-scheme: dark)").matches && isLight ? ["is light in the dark"] : []),
  ];
}
