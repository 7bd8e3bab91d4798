// Rates a sample: one criterion at a time, a level by one key. rating-saving.js saves each answer, rating-evidence.js marks the text,
// autosave.js saves the comments. The form works without any of them.
"use strict";

(() => {
  const form = document.querySelector("form[data-rating]");
  if (!form || !window.crypto?.getRandomValues) return;
  const steps = [...form.querySelectorAll("[data-step]")];
  const asked = new Map(steps.filter((step) => step.dataset.criterion).map((step) => [step.dataset.criterion, step]));
  const overview = document.getElementById("overview");
  const status = form.querySelector("[data-status]");
  const says = (name, words = {}) => Object.entries(words).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value),
    document.querySelector(`template[data-says="${name}"]`).content.textContent,
  );
  const announce = (text) => { document.querySelector("[data-announce]").textContent = text; };
  const code = (criterion) => asked.get(criterion).dataset.code;
  const radios = (criterion) => [...asked.get(criterion).querySelectorAll(".anchors input")];
  const wordsOf = (answer) => {
    if (answer === null) return says("unanswered");
    return ["eb", "et"].includes(answer) ? says(answer) : says("level", { level: answer });
  };
  let current = 0;
  const shown = () => steps[current].dataset.criterion ?? null;

  // --- What is said about saving

  let slow = null;
  const linkHere = () => {
    const link = document.createElement("a");
    Object.assign(link, { href: window.location.pathname, target: "_blank", rel: "noopener", textContent: says("new-tab") });
    return link;
  };
  const write = (name, number) => {
    const text = name ? says(name === "offline" ? `offline-${number === 1 ? "one" : "many"}` : name, { n: number }) : "";
    status.classList.toggle("waiting", !["", "saved", "saving"].includes(name));
    if (status.dataset.text === text) return;
    status.dataset.text = text;
    status.textContent = text;
    if (["signed-out", "unconfirmed"].includes(name)) status.append(" ", linkHere());
  };
  const said = (name, number = 0) => {
    clearTimeout(slow);
    if (name === "saving") slow = setTimeout(write, 1000, name); // most are saved sooner
    else write(name, number);
  };
  const tell = (criterion, text, kind = "quiet") => {
    const line = document.createElement("p");
    line.className = kind;
    line.textContent = text;
    asked.get(criterion).querySelector("[data-problem]").replaceChildren(line);
    asked.get(criterion).classList.toggle("wrong", kind === "field-error");
  };
  const settle = (criterion) => {
    asked.get(criterion).querySelector("[data-problem]").replaceChildren();
    asked.get(criterion).classList.remove("wrong");
  };
  const taken = ({ seen, sent, outcomes }) => {
    for (const criterion of asked.keys()) {
      const mine = sent.filter((one) => one.what === "answer" && one.about === criterion).at(-1);
      const { answer } = saving.standing(criterion);
      const isOther = seen.has(criterion) && seen.get(criterion) !== answer;
      const text = isOther ? says("elsewhere", { answer: wordsOf(answer) }) : mine && outcomes[mine.id] === "over" ? says("over") : null;
      if (!text) continue;
      tell(criterion, text);
      announce(`${code(criterion)}: ${text}`);
    }
    if (sent.some((one) => one.what === "mark" && outcomes[one.id] === "refused")) announce(says("too-many"));
    showAll();
  };
  const saving = ratingSaving(form, { taken, said });
  const evidence = ratingEvidence({ saving, criterion: shown, code, says, announce });
  const add = (what, about, value) => {
    saving.add(what, about, value);
    showAll();
  };
  const answer = (criterion, value) => {
    settle(criterion);
    add("answer", criterion, value);
  };

  // --- Showing: one step at a time

  const showAll = () => {
    for (const criterion of asked.keys()) {
      const value = saving.standing(criterion).answer;
      const known = saving.known(criterion);
      radios(criterion).forEach((one) => { one.checked = one.value === value; });
      form.elements[`seen:${criterion}`].value = `${known.operation ?? "-"} ${known.answer ?? ""}`;
      const row = overview.querySelector(`[data-overview="${criterion}"] [data-given]`);
      row.textContent = wordsOf(value);
      row.className = value === null ? "odd" : "quiet";
    }
    const done = [...asked.keys()].filter((criterion) => saving.standing(criterion).answer !== null).length;
    form.querySelector(".progress span").textContent = says("progress", { n: done, all: asked.size });
    form.querySelector("progress").value = done;
    showGates();
    showTools();
    evidence.show(steps[current]);
  };
  const showGates = () => {
    const fields = [...form.querySelectorAll("[data-gate]")];
    fields.forEach((field) => {
      field.querySelectorAll("input").forEach((one) => { one.checked = one.value === saving.gate(field.dataset.gate); });
      form.elements[`gate-seen:${field.dataset.gate}`].value = saving.knownGate(field.dataset.gate);
    });
    const done = fields.filter((field) => field.querySelector("input:checked")).length;
    if (fields.length) overview.querySelector("[data-gates-given]").textContent = says("progress", { n: done, all: fields.length });
  };
  const showTools = () => {
    const boxes = [...form.querySelectorAll("input[name=tool]")];
    if (!boxes.length) return;
    boxes.forEach((box) => { box.checked = saving.tool(box.value); });
    form.elements["tools-seen"].value = saving.knownTools().join(" ");
    overview.querySelector("[data-tools-given]").textContent = says("ticked", { n: boxes.filter((box) => box.checked).length });
  };
  const bringIntoView = () => {
    const pane = document.getElementById("criteria");
    const box = pane.getBoundingClientRect();
    if (getComputedStyle(pane).position !== "sticky" || box.bottom < 100) pane.scrollIntoView();
    else if (box.bottom > window.innerHeight) window.scrollBy(0, box.bottom - window.innerHeight);
    pane.scrollTop = 0;
  };
  const show = (index, { focus = true } = {}) => {
    current = Math.max(0, Math.min(index, steps.length - 1));
    steps.forEach((step, number) => { step.hidden = number !== current; });
    form.querySelector("[data-move='-1']").disabled = current === 0;
    form.querySelector("[data-move='1']").disabled = current === steps.length - 1;
    document.querySelector("[data-to-criterion]").textContent = shown() ? says("to-criterion", { criterion: code(shown()) }) : says("to-criteria");
    evidence.show(steps[current]);
    if (!focus) return;
    window.history.replaceState(null, "", `#${steps[current].id}`); // a reload comes back here
    bringIntoView();
    steps[current].querySelector("h3").focus({ preventScroll: true });
  };

  // --- Pointer and keys

  form.addEventListener("change", (event) => {
    const { name, value, checked } = event.target;
    const [kind, about] = name.split(":");
    if (kind === "answer") answer(about, value);
    else if (kind === "gate") add("gate", about, value);
    else if (kind === "tool") add("tool", value, checked);
  });
  form.addEventListener("click", (event) => {
    const move = event.target.closest("[data-move]");
    if (move) show(current + Number(move.dataset.move));
    const unmark = event.target.closest("button[name=unmark]");
    if (!unmark) return;
    event.preventDefault();
    const [, part, begins, ends] = unmark.value.split(":");
    evidence.unmark([part, Number(begins), Number(ends)]);
    showAll();
    steps[current].querySelector("h4").focus();
  });
  document.querySelector("[data-excerpt]").addEventListener("click", (event) => { if (event.target.closest("button")) showAll(); });
  document.querySelector("[data-mark-selection]")?.addEventListener("click", showAll);

  const stepOf = (hash) => steps.indexOf((hash && document.getElementById(hash.slice(1))?.closest("[data-step]")) || null);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href^='#']");
    const step = link ? stepOf(link.hash) : -1;
    if (step < 0) return;
    event.preventDefault();
    show(step);
    const field = document.getElementById(link.hash.slice(1));
    if (field.matches("textarea")) field.focus();
  });

  // Between the sample and the criteria where they stand under each other: back to the line one was reading.
  let readingAt = null;
  document.querySelector("[data-to-criterion]").addEventListener("click", (event) => {
    event.preventDefault();
    readingAt = window.scrollY;
    show(current);
  });
  form.querySelector("[data-to-sample]").addEventListener("click", (event) => {
    event.preventDefault();
    const sample = document.getElementById("sample");
    if (readingAt === null) sample.scrollIntoView();
    else window.scrollTo(0, readingAt);
    sample.focus({ preventScroll: true });
  });

  const OFF = "rating keys off";
  const usesKeys = form.querySelector("[data-uses-keys]");
  try { usesKeys.checked = !localStorage.getItem(OFF); } catch { /* on, then */ }
  usesKeys.addEventListener("change", () => {
    try {
      if (usesKeys.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "yes");
    } catch { /* until the page is left */ }
  });
  const isTyping = (target) => target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
  document.addEventListener("keydown", (event) => {
    if (!usesKeys.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    const value = { e: "eb", t: "et" }[key] ?? key;
    const isAnswer = key.length === 1 && shown() && radios(shown()).some((one) => one.value === value);
    if (key === "j" || key === "k") show(current + (key === "j" ? 1 : -1));
    else if (isAnswer) {
      answer(shown(), value);
      announce(says("answered", { criterion: code(shown()), answer: wordsOf(value) }));
    } else return;
    event.preventDefault();
  });

  // --- Submitting: only what is saved, and all of it

  const refuse = (name) => {
    const line = form.querySelector("[data-submit-problem]");
    line.textContent = name ? says(name) : "";
    line.hidden = !name;
  };
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return; // a comment is on its way: autosave.js comes back
    const missing = [...asked.keys()].filter((criterion) => saving.standing(criterion).answer === null);
    refuse("");
    if (event.submitter?.value === "submit" && missing.length) {
      event.preventDefault();
      missing.forEach((criterion) => tell(criterion, says("missing"), "field-error"));
      announce(says("missing-first"));
      show(steps.indexOf(asked.get(missing[0])));
    } else if (saving.left()) {
      event.preventDefault();
      if (await saving.send() === "saved") form.requestSubmit(event.submitter);
      else refuse("unsent");
    }
  });

  document.querySelectorAll("[data-without-scripts]").forEach((one) => { one.hidden = true; });
  form.querySelectorAll("[data-with-script]").forEach((one) => { one.hidden = false; });
  const wrong = steps.findIndex((step) => step.matches(".wrong") || step.querySelector(".field.wrong"));
  const unanswered = steps.findIndex((step) => asked.has(step.dataset.criterion) && saving.standing(step.dataset.criterion).answer === null);
  const wanted = stepOf(window.location.hash);
  const first = [wanted, wrong, unanswered].find((one) => one >= 0) ?? steps.length - 1;
  show(first, { focus: wanted >= 0 });
  showAll();
})();
