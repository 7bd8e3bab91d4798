// Saves the text boxes of an exercise as they are written. What can't be saved stays in the open page, and nowhere else.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const boxes = [...form.querySelectorAll("[data-reflection]")];
  const announce = document.querySelector("[data-announce]");
  const words = (name) => document.querySelector(`template[data-words="${name}"]`).innerHTML;
  const area = (box) => box.querySelector("textarea");
  let timer = null;
  let sending = false;
  let retryAfter = 2000;

  // What was last sent, and what is saved: they differ while a text is held back for what it holds.
  const sentText = new Map(boxes.map((box) => [box, area(box).value]));
  const savedText = new Map(boxes.map((box) => [box, box.classList.contains("wrong") ? null : area(box).value]));
  const unsent = () => boxes.filter((box) => area(box).value !== sentText.get(box));
  const unsaved = () => boxes.filter((box) => area(box).value !== savedText.get(box));

  const say = (box, html, kind) => {
    box.querySelector("[data-state]").innerHTML = kind ? `<p class="save-state ${kind}">${html}</p>` : html;
  };

  const schedule = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  const retryLater = (name) => {
    unsent().forEach((box) => say(box, words(name), "waiting"));
    announce.textContent = unsent().length ? unsent()[0].querySelector("[data-state]").textContent : "";
    retryAfter = Math.min(retryAfter * 2, 60000);
    schedule(retryAfter);
  };

  // A new sign-in on another tab makes this page's form token useless: the page itself has a fresh one.
  const freshToken = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(form.dataset.csrfSource)).text(), "text/html");
    const field = page.querySelector("form[data-autosave] input[name=csrf_token]");
    if (field) document.querySelectorAll("input[name=csrf_token]").forEach((one) => { one.value = field.value; });
    return Boolean(field);
  };

  const take = (box, outcome, sent) => {
    box.querySelector("input[type=hidden]").value = outcome.revision;
    box.classList.toggle("wrong", !outcome.saved);
    if (outcome.saved) area(box).removeAttribute("aria-invalid");
    else area(box).setAttribute("aria-invalid", "true");
    sentText.set(box, sent);
    if (outcome.saved) savedText.set(box, sent);
    if (area(box).value === sent) say(box, outcome.html, "");
    if (!outcome.saved) announce.textContent = box.querySelector("[data-state]").textContent;
  };

  const post = (waiting) => {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    waiting.forEach((box) => [area(box), box.querySelector("input[type=hidden]")].forEach((one) => body.set(one.name, one.value)));
    return fetch(form.action, { method: "POST", body, headers: { "X-Autosave": "1" } });
  };

  const save = async () => {
    const waiting = unsent();
    if (sending || waiting.length === 0) return;
    sending = true;
    const sent = new Map(waiting.map((box) => [box, area(box).value]));
    waiting.forEach((box) => say(box, words("saving"), "saving"));
    try {
      let answer = await post(waiting);
      if (answer.status === 400 && await freshToken()) answer = await post(waiting);
      if (answer.ok) {
        const outcomes = await answer.json();
        waiting.forEach((box) => take(box, outcomes[box.dataset.reflection], sent.get(box)));
        retryAfter = 2000;
        if (unsent().length) schedule(800);
      } else if (answer.status === 401) {
        waiting.forEach((box) => say(box, words("signed-out"), "waiting"));
      } else {
        retryLater("failed");
      }
    } catch {
      retryLater("waiting");
    } finally {
      sending = false;
    }
  };

  // A save that is on its way would make the form's own save look like another page's: wait for it.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!sending) return;
    event.preventDefault();
    while (sending) await new Promise((resolve) => { setTimeout(resolve, 50); });
    form.requestSubmit(event.submitter);
  });
  form.addEventListener("input", () => schedule(800));
  window.addEventListener("online", () => schedule(0));
  window.addEventListener("focus", () => schedule(0));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved().length && !form.dataset.sent) event.preventDefault();
  });
})();
