// What is wrong with how a page lies on the screen; an empty list where nothing is.
() => {
  const wrong = [];
  const room = document.documentElement.clientWidth;
  const wide = document.scrollingElement.scrollWidth;
  if (wide > room) wrong.push(`the page is ${wide} wide, with room for ${room}`);
  const said = (part) => `${part.tagName.toLowerCase()}.${part.className?.baseVal ?? part.className} "${part.textContent.trim().slice(0, 40)}"`;
  const scrolls = (part) => ["auto", "scroll"].includes(getComputedStyle(part).overflowX);
  const isHidden = (part) => getComputedStyle(part).clipPath !== "none" || part.classList?.contains("skip");

  // Whether an ordinary word of a cell has no room in it, and is broken somewhere.
  const pen = document.createElement("canvas").getContext("2d");
  const isSqueezed = (cell) => {
    const style = getComputedStyle(cell);
    const within = cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      pen.font = getComputedStyle(texts.currentNode.parentElement).font;
      const words = texts.currentNode.data.split(/\s+/).filter((word) => word.length <= 24);
      if (words.some((word) => pen.measureText(word).width > within + 1)) return true;
    }
    return false;
  };

  const visit = (part, isScrolled) => {
    const box = part.getBoundingClientRect();
    if (isHidden(part) || !part.checkVisibility()) return;
    if (!isScrolled && box.width && box.height && (box.right > room + 0.5 || box.left < -0.5)) wrong.push(`beyond the edge: ${said(part)}`);
    if (getComputedStyle(part).overflowX !== "visible" && part.scrollWidth > part.clientWidth + 1 && !scrolls(part))
      wrong.push(`cut off: ${said(part)}`);
    if (part.matches("th, td") && isSqueezed(part)) wrong.push(`squeezed: ${said(part)}`);
    if (scrolls(part) && matchMedia("print").matches) wrong.push(`cannot be scrolled on paper: ${said(part)}`);
    [...part.children].forEach((child) => visit(child, isScrolled || scrolls(part)));
  };
  visit(document.body, false);

  for (const drawing of document.querySelectorAll("svg")) {
    const frame = drawing.getBoundingClientRect();
    const labels = [...drawing.querySelectorAll("text")].map((label) => [label, label.getBoundingClientRect()]);
    labels.forEach(([label, box], place) => {
      const isMark = label.textContent.length === 1;
      const within = box.left >= frame.left - 1 && box.right <= frame.right + 1 && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
      if (!isMark && !within) wrong.push(`outside of its drawing: ${said(label)}`);
      for (const [other, beside] of labels.slice(place + 1)) {
        const apart = box.right <= beside.left + 1 || beside.right <= box.left + 1 || box.bottom <= beside.top + 3 || beside.bottom <= box.top + 3;
        if (!isMark && !apart) wrong.push(`over each other: ${said(label)} and ${said(other)}`);
      }
    });
  }
  return wrong;
}
