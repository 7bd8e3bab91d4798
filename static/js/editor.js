// Keeps the draft of a checklist saved while it is written. What can't be saved stays in the open page, and nowhere else.
"use strict";

(() => {
  const form = document.querySelector("form[data-editor]");
  if (!form) return;
  const look = document.getElementById("look");
  const announce = document.querySelector("[data-announce]");
  const text = document.getElementById("body");
  const words = (name) => document.querySelector(`template[data-words="${name}"]`).innerHTML;
  let retryAfter = 2000;
  let timer = null;
  let sent = null;

  const written = () => {
    const fields = new FormData(form);
    ["csrf_token", "revision", "their_revision"].forEach((name) => fields.delete(name));
    return new URLSearchParams(fields).toString();
  };
  let saved = "unsaved" in form.dataset ? null : written();
  const again = () => look.dispatchEvent(new Event("again"));

  const say = (name) => {
    look.querySelector("[data-state]").innerHTML = words(name);
    announce.textContent = look.querySelector("[data-state]").textContent;
  };

  const retryLater = (name) => {
    say(name);
    retryAfter = Math.min(retryAfter * 2, 60000);
    clearTimeout(timer);
    timer = setTimeout(again, retryAfter);
  };

  // A new sign-in on another tab makes this page's form token useless: the page itself has a fresh one.
  const freshToken = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(form.dataset.csrfSource)).text(), "text/html");
    const field = page.querySelector("form[data-editor] input[name=csrf_token]");
    const is_new = Boolean(field) && field.value !== form.elements.csrf_token.value;
    if (is_new) document.querySelectorAll("input[name=csrf_token]").forEach((one) => { one.value = field.value; });
    return is_new;
  };

  const refused = async (status) => {
    if (status === 401) say("signed-out");
    else if (status === 400 && await freshToken().catch(() => false)) again();
    else retryLater("failed");
  };

  look.addEventListener("htmx:beforeRequest", () => { sent = written(); });
  look.addEventListener("htmx:sendError", () => retryLater("waiting"));
  look.addEventListener("htmx:afterRequest", (event) => {
    const { status } = event.detail.xhr;
    sent = null;
    if (status === 200) retryAfter = 2000;
    if (status >= 400) refused(status);
  });

  // Only what has changed is read aloud: how much there is to mend, or that nothing was saved.
  const count = () => look.querySelector("[data-count]").textContent;
  let counted = count();
  look.addEventListener("htmx:afterSwap", () => {
    const state = look.querySelector("[data-state]");
    if (state.dataset.state === "saved") saved = sent;
    else announce.textContent = state.textContent;
    if (count() !== counted) announce.textContent = counted = count();
    const { value } = document.querySelector("input[name=revision][form=editor]");
    document.querySelectorAll("input[data-revision]").forEach((one) => { one.value = value; });
  });

  // A save that is on its way would make the form's own look like another page's: wait for it.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (sent === null) return;
    event.preventDefault();
    while (sent !== null) await new Promise((resolve) => { setTimeout(resolve, 50); });
    form.requestSubmit(event.submitter);
  });

  // From what the checker says of a line to the line itself.
  look.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    if (!link) return;
    event.preventDefault();
    const lines = text.value.split("\n");
    const start = lines.slice(0, link.dataset.line - 1).join("\n").length + (link.dataset.line > 1 ? 1 : 0);
    text.focus();
    text.setSelectionRange(start, start + lines[link.dataset.line - 1].length);
  });

  window.addEventListener("online", again);
  window.addEventListener("focus", () => { if (sent === null && saved !== written()) again(); });
  window.addEventListener("beforeunload", (event) => {
    if (saved !== written() && !form.dataset.sent) event.preventDefault();
  });
})();
