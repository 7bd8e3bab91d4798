// What a browser keeps of filled checklists until the server has it: ticks and coded reasons, never a note, each under its person's
// opaque name. An entry of its own for each operation, so that two tabs never write over each other.
"use strict";

const checklistQueue = (() => {
  const WHO = "checklist who";
  const AT_ONCE = 100;
  const unkept = new Map(); // where the browser refuses to keep anything: as long as the page is open

  const person = () => document.documentElement.dataset.person || localStorage.getItem(WHO) || "";
  const prefix = (key) => `checklist ${person()} ${key} `;
  const read = (name) => JSON.parse(unkept.get(name) ?? localStorage.getItem(name) ?? "null");
  const write = (name, value) => {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      unkept.set(name, JSON.stringify(value));
    }
  };
  const remove = (name) => {
    unkept.delete(name);
    localStorage.removeItem(name);
  };
  const names = (start) => [...new Set([...Object.keys(localStorage), ...unkept.keys()])].filter((name) => name.startsWith(start));

  // An operation: { id, item, answer, after, at }, or { id, finish: true, at }; `told` once the server has not kept it.
  const operations = (key) => names(`${prefix(key)}op `).map(read).filter(Boolean).sort((one, other) => one.at - other.at);
  const add = (key, operation) => {
    const at = Math.max(Date.now(), ...operations(key).map((one) => one.at + 1));
    write(`${prefix(key)}op ${operation.id}`, { ...operation, at });
  };
  const drop = (key, id) => remove(`${prefix(key)}op ${id}`);
  const tell = (key, operation, told) => write(`${prefix(key)}op ${operation.id}`, { ...operation, told });
  const waiting = (key) => operations(key).filter((one) => !one.told);
  const keys = () => [...new Set(names(`checklist ${person()} `).filter((name) => name.includes(" op ")).map((name) => name.split(" ")[2]))];

  // How the checklist stood when the server was last heard: { items: { item: { answer, operation } }, finished }.
  const state = (key) => read(`${prefix(key)}state`);
  const keepState = (key, known) => write(`${prefix(key)}state`, known);

  // Nothing that was synced is left; what was not stays for its person.
  const forget = (key) => {
    remove(`${prefix(key)}state`);
    if ("caches" in window) caches.delete(`checklist ${key}`);
  };

  const token = { value: document.querySelector("input[name=csrf_token]")?.value ?? "" };

  // The token of this sign-in, from a page that carries one; false when it is nobody's, or somebody else's.
  const freshToken = async (source) => {
    const answer = await fetch(source);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    token.value = page.querySelector("input[name=csrf_token]")?.value ?? "";
    return answer.ok && page.documentElement.dataset.person === person();
  };

  const post = (address, body) => fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token.value },
    body: JSON.stringify(body),
  });

  const take = (key, answer) => {
    keepState(key, { items: answer.items, finished: answer.finished });
    for (const one of operations(key)) {
      const outcome = answer.outcomes[one.id];
      if (outcome === "kept" || (one.finish && (answer.finished || answer.missing.length))) drop(key, one.id);
      else if (outcome) tell(key, one, outcome);
    }
  };

  const sendOnce = async (key, at) => {
    const all = operations(key);
    const answers = all.filter((one) => !one.finish && !one.told);
    const now = answers.slice(0, AT_ONCE);
    const mayFinish = now.length === answers.length && !all.some((one) => one.told);
    const body = {
      person: person(),
      key,
      operations: now.map(({ id, item, answer, after }) => ({ id, item, answer, after })),
      finish: (mayFinish && all.find((one) => one.finish)?.id) || null,
    };
    if (!token.value && !await freshToken(at.tokenSource)) return { status: "signed-out" };
    let answer = await post(at.sync, body);
    if (answer.status === 400) {
      if (!await freshToken(at.tokenSource)) return { status: "signed-out" };
      answer = await post(at.sync, body);
    }
    if (answer.status === 401) return { status: "signed-out" };
    if (answer.status === 404) return { status: "gone" };
    if (!answer.ok) return { status: "failed" };
    const found = await answer.json();
    take(key, found);
    return { status: "saved", hasMore: now.length > 0 && now.length < answers.length, missing: found.missing };
  };

  const sendAll = async (key, at) => {
    try {
      let found = await sendOnce(key, at);
      while (found.hasMore) found = await sendOnce(key, at);
      return found;
    } catch {
      return { status: "offline" };
    }
  };

  // One tab at a time: what one is sending another does not send too.
  const send = (key, at) => (navigator.locks ? navigator.locks.request(prefix(key), () => sendAll(key, at)) : sendAll(key, at));

  return { WHO, person, operations, waiting, add, drop, keys, state, keepState, forget, send };
})();

// The start page and the list of checklists send what waits, and say how much still does, or can't be sent any more.
(() => {
  const place = document.querySelector("[data-queue]");
  if (!place) return;
  const at = { sync: place.dataset.sync, tokenSource: place.dataset.tokenSource };
  const mine = new Set(place.dataset.keys.split(" "));
  const lost = place.parentElement.querySelector("[data-lost]");
  const count = (keys) => keys.reduce((sum, key) => sum + checklistQueue.operations(key).length, 0);
  const words = (from, number) => (number === 1 ? from.dataset.one : from.dataset.many).replace("{n}", number);
  let gone = [];

  const say = () => {
    const left = count(checklistQueue.keys().filter((key) => !gone.includes(key)));
    place.hidden = left === 0;
    place.textContent = words(place, left);
    lost.hidden = count(gone) === 0;
    lost.querySelector("[data-words]").textContent = words(lost, count(gone));
  };
  const sendWaiting = async () => {
    say();
    gone = [];
    for (const key of checklistQueue.keys()) {
      const { status } = await checklistQueue.send(key, at);
      if (status === "gone") gone.push(key);
    }
    say();
  };
  const forgetOthers = async () => {
    for (const name of "caches" in window ? await caches.keys() : []) {
      const key = name.startsWith("checklist ") ? name.slice("checklist ".length) : null;
      if (key && !mine.has(key)) checklistQueue.forget(key);
    }
  };
  lost.querySelector("button").addEventListener("click", () => {
    gone.forEach((key) => checklistQueue.operations(key).forEach((one) => checklistQueue.drop(key, one.id)));
    say();
  });
  window.addEventListener("online", sendWaiting);
  sendWaiting();
  forgetOthers();
})();
