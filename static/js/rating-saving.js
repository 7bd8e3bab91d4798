// Saves what a rater does, operation by operation. What can't be sent waits in the open page, and with a reload in its tab: codes and
// places only, never words. Of two answers to a criterion the newer one stands, and who has not seen the other is told.
"use strict";

const ratingSaving = (form, { taken, said }) => {
  const at = form.dataset;
  const person = document.documentElement.dataset.person;
  const KEPT = `rating ${person} ${at.sync}`;
  const AT_ONCE = 100;
  const kept = () => {
    try { return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"); } catch { return []; }
  };
  let queue = kept();
  let state = JSON.parse(at.state);
  let sending = null;
  let stopped = null; // "locked" or "gone": nothing more is sent
  let hasSaved = false;
  let retryAfter = 2000;
  let timer = null;
  let latest = 0;

  const keep = () => {
    try {
      if (queue.length) sessionStorage.setItem(KEPT, JSON.stringify(queue));
      else sessionStorage.removeItem(KEPT);
    } catch { /* then it waits in the page alone */ }
  };

  // A UUID of version 7: ids begin with the time, so that of two answers the newer one is known.
  const newId = () => {
    latest = Math.max(Date.now(), latest + 1);
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    for (let index = 0; index < 6; index += 1) bytes[index] = Math.floor(latest / 256 ** (5 - index)) % 256;
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };

  // --- How it stands: what the server knows, with what waits laid over it

  const waiting = (what, about) => queue.filter((one) => what.includes(one.what) && one.about === about);
  const known = (criterion) => state.answers[criterion] ?? { answer: null, operation: null };
  const standing = (criterion) => {
    const last = waiting(["answer"], criterion).at(-1);
    return last ? { answer: last.value, operation: last.id } : known(criterion);
  };
  const gate = (name) => waiting(["gate"], name).at(-1)?.value ?? state.gates[name] ?? "";
  const tool = (name) => waiting(["tool"], name).at(-1)?.value ?? state.tools.includes(name);
  const join = (places, [part, begins, ends]) => {
    const touches = (one) => one[0] === part && one[1] <= ends && begins <= one[2];
    const all = [...places.filter(touches), [part, begins, ends]];
    const whole = [part, Math.min(...all.map((one) => one[1])), Math.max(...all.map((one) => one[2]))];
    return [...places.filter((one) => !touches(one)), whole];
  };
  const isSame = (one, other) => one.every((value, index) => value === other[index]);
  const places = (criterion) => waiting(["mark", "unmark"], criterion).reduce(
    (found, one) => (one.what === "mark" ? join(found, one.value) : found.filter((place) => !isSame(place, one.value))),
    state.places[criterion] ?? [],
  );

  // --- Sending

  const tokens = () => [...document.querySelectorAll("input[name=csrf_token]")];
  const freshToken = async () => {
    const answer = await fetch(at.tokenSource);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const value = page.querySelector("input[name=csrf_token]")?.value;
    if (!answer.ok || !value || page.documentElement.dataset.person !== person) return false;
    tokens().forEach((one) => { one.value = value; });
    return true;
  };
  const post = (operations) => fetch(at.sync, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": tokens()[0].value },
    body: JSON.stringify({ person, operations }),
  });
  const take = (found, sent) => {
    const ids = new Set(sent.map((one) => one.id));
    const before = standing;
    const seen = new Map(Object.keys(found.answers).map((criterion) => [criterion, before(criterion).answer]));
    queue = queue.filter((one) => !ids.has(one.id));
    keep();
    state = found;
    hasSaved ||= sent.length > 0;
    taken({ seen, sent, outcomes: found.outcomes });
    return "saved";
  };
  const sendOnce = async () => {
    const sent = queue.slice(0, AT_ONCE);
    try {
      let answer = await post(sent);
      if (answer.status === 400) answer = await freshToken() ? await post(sent) : { status: 401 };
      if (answer.ok) return take(await answer.json(), sent);
      return { 401: "signed-out", 403: "unconfirmed", 404: "gone", 409: "locked" }[answer.status] ?? "failed";
    } catch {
      return "offline";
    }
  };
  const stop = (told) => {
    stopped = told;
    queue = [];
    keep();
    taken({ seen: new Map(), sent: [], outcomes: {} });
  };

  // Send what waits, or ask how it stands; says and returns how that went.
  const send = async () => {
    clearTimeout(timer);
    if (stopped) return stopped;
    if (!sending) {
      if (queue.length) said("saving");
      sending = sendOnce().finally(() => { sending = null; });
    }
    const told = await sending;
    if (told === "saved") {
      retryAfter = 2000;
      if (queue.length) return send();
      said(hasSaved ? "saved" : "");
      return told;
    }
    said(told, queue.length);
    if (told === "gone" || told === "locked") stop(told);
    if (told === "offline" || told === "failed") {
      retryAfter = Math.min(retryAfter * 2, 60000);
      timer = setTimeout(send, retryAfter);
    }
    return told;
  };

  const add = (what, about, value) => {
    if (stopped) return;
    const after = what === "answer" ? { after: standing(about).operation } : {};
    queue.push({ id: newId(), what, about, value, ...after });
    keep();
    clearTimeout(timer);
    timer = setTimeout(send, 0);
  };

  window.addEventListener("beforeunload", (event) => { if (queue.length) event.preventDefault(); });
  window.addEventListener("online", send);
  window.addEventListener("focus", send);
  if (queue.length) timer = setTimeout(send, 0);
  return { standing, known, gate, knownGate: (name) => state.gates[name] ?? "", tool, knownTools: () => state.tools, places, add, send, left: () => queue.length + Number(Boolean(sending)) };
};
