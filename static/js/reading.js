// Keeps which block of a lesson is being read, so that one can go on at the exact place.
"use strict";

(() => {
  const lesson = document.querySelector("[data-keep-place]");
  if (!lesson) return;
  const blocks = [...lesson.children].filter((block) => /^b\d+$/.test(block.id));
  let kept = null;
  let timer = null;

  const keep = () => {
    const block = blocks.findLast((one) => one.getBoundingClientRect().top < window.innerHeight / 3);
    if (!block || block.id === kept) return;
    kept = block.id;
    const body = new URLSearchParams({ block: kept, csrf_token: lesson.dataset.csrf });
    fetch(lesson.dataset.keepPlace, { method: "POST", body, keepalive: true }).catch(() => { kept = null; });
  };

  document.addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 700);
  }, { passive: true });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
})();
