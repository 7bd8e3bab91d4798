// Evidence: words of the sample are marked for the criterion that is shown, by selecting them or with a paragraph's button.
// Places are counted in characters, as the server counts them; JavaScript's own lengths are another matter.
"use strict";

const ratingEvidence = ({ saving, criterion, code, says, announce }) => {
  const LONGEST = 160;
  const button = document.querySelector("[data-mark-selection]");
  const paragraphs = [...document.querySelectorAll("[data-excerpt] p[data-part]")].map((node) => {
    const letters = [...node.textContent];
    const begins = Number(node.dataset.begins);
    return { node, letters, part: node.dataset.part, begins, ends: begins + letters.length, button: node.parentElement.querySelector("button") };
  });
  const order = paragraphs.map((one) => one.part);

  const wordsAt = ([part, begins, ends]) => paragraphs
    .filter((one) => one.part === part && one.begins < ends && begins < one.ends)
    .map((one) => one.letters.slice(Math.max(0, begins - one.begins), ends - one.begins).join(""))
    .join(" ").replace(/\s+/g, " ").trim();
  const shortened = (text) => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2).trimEnd()} … ${text.slice(-LONGEST / 2).trimStart()}`);
  const around = (places, one) => places.find(([part, begins, ends]) => part === one.part && begins <= one.begins && one.ends <= ends);

  // --- Showing

  const showMarks = (one, places) => {
    const cuts = places
      .filter(([part, begins, ends]) => part === one.part && begins < one.ends && one.begins < ends)
      .map(([, begins, ends]) => [Math.max(0, begins - one.begins), Math.min(one.letters.length, ends - one.begins)]);
    const written = JSON.stringify(cuts);
    if (one.written === written) return; // what is selected stays selected
    one.written = written;
    const pieces = [];
    let from = 0;
    for (const [begins, ends] of cuts) {
      const mark = document.createElement("mark");
      mark.textContent = one.letters.slice(begins, ends).join("");
      pieces.push(one.letters.slice(from, begins).join(""), mark);
      from = ends;
    }
    one.node.replaceChildren(...pieces, one.letters.slice(from).join(""));
  };
  const showQuotes = (step, places) => {
    const list = step.querySelector("[data-quotes]");
    const written = JSON.stringify(places);
    if (list.dataset.written === written) return; // what has the focus keeps it
    list.dataset.written = written;
    list.replaceChildren(...places.map((place, index) => {
      const row = document.querySelector("template[data-quote]").content.cloneNode(true).firstElementChild;
      row.querySelector("q").textContent = shortened(wordsAt(place));
      row.querySelector("button").value = [criterion(), ...place].join(":");
      row.querySelector(".visually-hidden").textContent = ` ${says("evidence-number", { n: index + 1, criterion: code(criterion()) })}`;
      return row;
    }));
    step.querySelector("[data-no-quotes]").hidden = places.length > 0;
  };
  const show = (step) => {
    const places = criterion() ? [...saving.places(criterion())] : [];
    places.sort((one, other) => order.indexOf(one[0]) - order.indexOf(other[0]) || one[1] - other[1]);
    paragraphs.forEach((one) => {
      showMarks(one, places);
      if (!one.button) return;
      one.button.hidden = !criterion();
      if (criterion()) one.button.querySelector("[aria-hidden]").textContent = says("evidence-for", { criterion: code(criterion()) });
      one.button.setAttribute("aria-pressed", String(Boolean(around(places, one))));
    });
    if (criterion() && step.querySelector("[data-quotes]")) showQuotes(step, places);
    offer();
  };

  // --- Marking

  const mark = (what, place) => {
    saving.add(what, criterion(), place);
    announce(says(what === "mark" ? "marked" : "unmarked", { criterion: code(criterion()) }));
  };
  paragraphs.forEach((one) => one.button?.addEventListener("click", (event) => {
    event.preventDefault();
    const whole = around(saving.places(criterion()), one);
    mark(whole ? "unmark" : "mark", whole ?? [one.part, one.begins, one.ends]);
  }));

  // Where in its paragraph's text a point of the selection is.
  const offset = (one, container, index) => {
    const range = document.createRange();
    range.setStart(one.node, 0);
    range.setEnd(container, index);
    return [...range.toString()].length;
  };
  const selectedIn = (one, range) => {
    const begins = one.node.contains(range.startContainer) ? offset(one, range.startContainer, range.startOffset) : 0;
    const ends = one.node.contains(range.endContainer) ? offset(one, range.endContainer, range.endOffset) : one.letters.length;
    const text = one.letters.slice(begins, ends).join("");
    const from = one.begins + begins + [...text].length - [...text.trimStart()].length;
    return text.trim() ? [from, from + [...text.trim()].length] : null;
  };
  const selected = () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !criterion()) return [];
    const range = selection.getRangeAt(0);
    const found = new Map();
    for (const one of paragraphs.filter(({ node }) => range.intersectsNode(node))) {
      const place = selectedIn(one, range);
      if (place) found.set(one.part, [one.part, found.get(one.part)?.[1] ?? place[0], place[1]]);
    }
    return [...found.values()];
  };
  let offered = [];
  let hiding = null;
  const offer = () => {
    if (!button) return;
    const places = selected();
    clearTimeout(hiding);
    if (!places.length) { // a tap on the button may let go of the selection before it is heard
      hiding = setTimeout(() => { offered = []; button.hidden = true; }, 300);
      return;
    }
    offered = places;
    button.textContent = says("mark-selection", { criterion: code(criterion()) });
    button.hidden = false;
  };
  document.addEventListener("selectionchange", offer);
  button?.addEventListener("pointerdown", (event) => event.preventDefault());
  button?.addEventListener("click", () => {
    offered.forEach((place) => mark("mark", place));
    document.getSelection().removeAllRanges();
  });

  return { show, unmark: (place) => mark("unmark", place) };
};
