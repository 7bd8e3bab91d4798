// The pages on which a case sample is written: how long each text is, and a warning before what is on this page only is lost.
// Nothing of a text is kept by the browser: this file writes to no storage.
"use strict";

(() => {
  const form = document.querySelector("form[data-unsaved]");
  if (!form) return;
  let isUnsaved = form.dataset.unsaved === "already";

  form.querySelectorAll("textarea[data-longest]").forEach((box) => {
    const longest = Number(box.dataset.longest);
    const says = document.createElement("p");
    says.className = "sample-count";
    const count = () => {
      const length = [...box.value.trim()].length; // characters as the server counts them, not halves of them
      says.textContent = length ? box.dataset.words.replace("{count}", length.toLocaleString(document.documentElement.lang)) : "";
      says.classList.toggle("over", length > longest);
    };
    box.after(says);
    box.addEventListener("input", count);
    count();
  });

  form.addEventListener("input", () => { isUnsaved = true; });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved && !form.dataset.sent) event.preventDefault();
  });
})();
