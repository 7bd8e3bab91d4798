// Small things that make pages quicker; every page works without them.
"use strict";

// An answer to a question comes back as a piece of the page: move the focus to it, so that a screen reader reads the explanation.
document.addEventListener("htmx:afterSwap", (event) => {
  const heading = document.querySelector(`#${CSS.escape(event.detail.target.id)} [tabindex="-1"]`);
  if (heading) heading.focus({ preventScroll: true });
});

// What htmx would drop: 4xx answers with a piece of the page (a question without a choice), and being signed out.
document.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  if (status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
  if (status === 401 && !event.detail.target.closest("[data-keeps-text]")) window.location.reload();
});
document.addEventListener("htmx:sendError", (event) => {
  const form = event.target.closest("form");
  if (form && event.detail.requestConfig.elt === form) form.submit();
});

// A form that was sent is not sent again by a second click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// A page that shows work under way asks again by itself.
const busy = document.querySelector("[data-reload-after]");
if (busy) setTimeout(() => window.location.reload(), 1000 * Number(busy.dataset.reloadAfter));

// Printing from a button of the page; without scripts the browser's own menu does it.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// What a browser keeps of checklists (checklist-queue.js) is one person's: what was synced goes when they sign out or somebody else
// signs in, what was not waits for them. Who is signed out by time finds everything as it was.
(() => {
  const WHO = "checklist who";
  const { person } = document.documentElement.dataset;
  const forgetSynced = () => {
    Object.keys(localStorage).filter((name) => name.startsWith("checklist ") && name.endsWith(" state")).forEach((name) => localStorage.removeItem(name));
    if ("caches" in window) caches.keys().then((names) => names.filter((name) => name.startsWith("checklist ")).forEach((name) => caches.delete(name)));
  };
  try {
    if (person === "" ? !localStorage.getItem(WHO) : person && localStorage.getItem(WHO) !== person) forgetSynced();
    if (person) localStorage.setItem(WHO, person);
    document.addEventListener("submit", (event) => {
      if (event.target.matches("[data-signs-out]")) {
        localStorage.removeItem(WHO);
        forgetSynced();
      }
    });
  } catch { /* a browser that keeps nothing has nothing to forget */ }
})();
