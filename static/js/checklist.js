// Fills in a checklist with or without a connection. Each tick is kept at once and sent when it can be; checklist-queue.js does both.
"use strict";

(() => {
  const canKeep = () => {
    try {
      return Boolean(crypto.randomUUID && localStorage);
    } catch {
      return false;
    }
  };
  const form = document.querySelector("form[data-checklist]");
  if (!form || !canKeep()) return; // the form works without
  const { checklist: key, address, shell, worker, signIn } = form.dataset;
  const at = { sync: form.dataset.sync, tokenSource: form.dataset.tokenSource };
  const isShell = form.dataset.isShell !== undefined;
  const queue = checklistQueue;
  const status = form.querySelector("[data-status]");
  const finishButton = form.querySelector("button[value=finish]");
  const finishProblem = form.querySelector("[data-finish-problem]");
  const goOn = form.querySelector("[data-go-on]");
  const rows = new Map([...form.querySelectorAll("[data-item]")].map((row) => [row.dataset.item, row]));
  const box = (row) => row.querySelector("input[type=checkbox]");
  const reason = (row) => row.querySelector("select");
  const problem = (row) => row.querySelector("[data-problem]");
  const says = (name) => document.querySelector(`template[data-says="${name}"]`).content.textContent;
  const counted = (name, number) => says(`${name}-${number === 0 ? "none" : number === 1 ? "one" : "many"}`).replace("{n}", number);
  let last = "saved";
  let timer = null;
  let retryAfter = 2000;
  let slow = null;
  let noteIsSaved = true;

  // --- How each item stands: what the server knows, with what waits laid over it

  const codeOf = (row) => (box(row).checked ? "done" : reason(row).value);
  const wordsOf = (row, code) => {
    if (code === "done") return says("done");
    const option = code && [...reason(row).options].find((one) => one.value === code);
    return option ? says("why-not").replace("{reason}", option.text.toLowerCase()) : says("nothing");
  };
  const known = (item) => queue.state(key)?.items[item] ?? { answer: "", operation: null };
  const pending = (item) => queue.operations(key).filter((one) => one.item === item);
  const standing = (item) => pending(item).at(-1) ?? known(item);
  const buildsOn = (item) => {
    const latest = pending(item).filter((one) => !one.told).at(-1);
    return latest ? latest.id : known(item).operation;
  };
  const isFinishing = () => queue.operations(key).some((one) => one.finish);

  const show = (item, row) => {
    const { answer } = standing(item);
    box(row).checked = answer === "done";
    reason(row).value = answer === "done" ? "" : answer;
    row.querySelector("[data-why]").textContent = reason(row).value ? wordsOf(row, answer) : says("why");
    row.querySelector("input[type=hidden]").value = `${known(item).operation ?? "-"} ${known(item).answer}`;
    const told = pending(item).find((one) => one.told);
    if (told) tellOf(row, item, told);
    else if (row.dataset.told) settle(row);
    [box(row), reason(row)].forEach((field) => { field.disabled = isFinishing(); });
  };

  const settle = (row) => {
    delete row.dataset.told;
    problem(row).replaceChildren();
    row.classList.remove("wrong");
    [box(row), reason(row)].forEach((field) => field.removeAttribute("aria-invalid"));
  };

  const tellOf = (row, item, told) => {
    const mine = wordsOf(row, standing(item).answer);
    const theirs = wordsOf(row, known(item).answer);
    if (row.dataset.told === `${mine} ${theirs}`) return;
    settle(row);
    row.dataset.told = `${mine} ${theirs}`;
    row.classList.add("wrong");
    problem(row).append(document.querySelector(`template[data-told="${told.told === "locked" ? "locked" : "conflict"}"]`).content.cloneNode(true));
    problem(row).querySelector("[data-theirs]").textContent = theirs;
    problem(row).querySelector("[data-mine]").textContent = mine;
  };

  const showProblem = (row, text) => {
    settle(row);
    row.classList.add("wrong");
    row.dataset.told = text;
    box(row).setAttribute("aria-invalid", "true");
    const line = document.createElement("p");
    line.className = "field-error";
    line.textContent = text;
    problem(row).append(line);
  };

  const showAll = () => {
    rows.forEach((row, item) => show(item, row));
    const answered = [...rows.keys()].filter((item) => standing(item).answer).length;
    form.querySelector("[data-progress]").textContent = says("progress").replace("{n}", answered).replace("{all}", rows.size);
    finishButton.hidden = isFinishing();
    goOn.hidden = !isFinishing();
    say();
  };

  // --- What is said about saving

  const say = () => {
    const number = queue.waiting(key).filter((one) => !one.finish).length;
    const isTold = queue.operations(key).some((one) => one.told);
    const text = {
      saved: says(number ? "saving" : isTold ? "choose" : "saved"),
      offline: isFinishing() ? says("finishing") : number ? counted("waiting", number) : says("offline"),
      failed: says("failed"),
      gone: counted("gone", number),
      "signed-out": counted("signed-out", number),
    }[last];
    status.classList.toggle("waiting", last !== "saved" || isTold);
    document.querySelectorAll("[data-when]").forEach((one) => { one.hidden = (one.dataset.when === "saved") !== (last === "saved"); });
    clearTimeout(slow);
    if (text === says("saving") && status.dataset.text) slow = setTimeout(() => write(text), 1000); // most are saved sooner
    else if (status.dataset.text !== text) write(text);
  };

  const write = (text) => {
    status.dataset.text = text;
    status.textContent = text;
    if (last === "signed-out") status.replaceChildren(linkTo(`${signIn}?next=${encodeURIComponent(address)}`, text));
  };

  const linkTo = (href, text) => {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = text;
    return link;
  };

  // --- Sending

  const schedule = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(sync, delay);
  };

  const sync = async () => {
    const found = await queue.send(key, at);
    last = found.status;
    showAll();
    if (queue.state(key)?.finished && queue.operations(key).length === 0) finished();
    else if (found.missing?.length) refuseMissing(found.missing);
    if (found.status === "offline" || found.status === "failed") {
      retryAfter = Math.min(retryAfter * 2, 60000);
      schedule(retryAfter);
    } else {
      retryAfter = 2000;
    }
  };

  const finished = () => {
    queue.forget(key);
    window.location.replace(address);
  };

  const answer = (item, code) => {
    const row = rows.get(item);
    if (row.dataset.told) pending(item).filter((one) => one.told).forEach((one) => queue.drop(key, one.id));
    settle(row);
    finishProblem.hidden = true;
    queue.add(key, { id: crypto.randomUUID(), item, answer: code, after: buildsOn(item) });
    if (last === "saved" && !navigator.onLine) last = "offline";
    showAll();
    schedule(0);
  };

  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-item]");
    if (!row) return;
    if (event.target === box(row) && box(row).checked) reason(row).value = "";
    if (event.target === reason(row) && reason(row).value) box(row).checked = false;
    answer(row.dataset.item, codeOf(row));
  });

  // One of two answers is chosen: theirs is what stands already, mine is given again on top of it.
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    const row = button.closest("[data-item]");
    const { item } = row.dataset;
    const mine = standing(item).answer;
    pending(item).forEach((one) => queue.drop(key, one.id));
    settle(row);
    if (button.dataset.take === "mine") answer(item, mine);
    if (button.dataset.take === "theirs") schedule(0);
    if (button.dataset.take === "amend") window.location.replace(`${address}?item=${item}&answer=${mine}#amendment`);
    showAll();
    box(row).focus();
  });

  // --- Finishing

  const refuse = (name) => {
    finishProblem.textContent = says(name);
    finishProblem.hidden = false;
  };

  const refuseMissing = (items) => {
    items.forEach((item) => showProblem(rows.get(item), says("missing")));
    refuse("missing-first");
    box(rows.get(items[0])).focus();
  };

  const finish = () => {
    const missing = [...rows].filter(([item, row]) => row.dataset.must !== undefined && !standing(item).answer).map(([item]) => item);
    finishProblem.hidden = true;
    if (missing.length) return refuseMissing(missing);
    if (queue.operations(key).some((one) => one.told)) return refuse("choose-first");
    if (!noteIsSaved) return refuse("note-first");
    queue.add(key, { id: crypto.randomUUID(), finish: true });
    if (!navigator.onLine) last = "offline";
    showAll();
    return schedule(0);
  };

  // autosave.js saves the note, and says that it has only when what was saved is what stands in the box.
  const noteState = form.querySelector("[data-state]");
  if (noteState) {
    noteIsSaved = !noteState.querySelector(".field-error");
    form.addEventListener("input", (event) => { if (event.target.matches("textarea")) noteIsSaved = false; });
    new MutationObserver(() => {
      if (!noteState.querySelector(".field-error, .waiting, .saving, .failed")) noteIsSaved = true;
    }).observe(noteState, { childList: true });
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter?.value !== "finish" && !isFinishing()) return;
    event.preventDefault();
    if (!isFinishing()) finish();
  });

  goOn.addEventListener("click", () => {
    queue.operations(key).filter((one) => one.finish).forEach((one) => queue.drop(key, one.id));
    showAll();
    finishButton.focus();
  });

  // --- Putting the page aside for when there is no connection

  const putAside = async () => {
    if (!shell || !navigator.serviceWorker || !("caches" in window)) return;
    await navigator.serviceWorker.register(worker, { scope: `${address.slice(0, address.lastIndexOf("/"))}/` });
    const page = await fetch(shell);
    if (!page.ok || page.redirected) return;
    const parts = new DOMParser().parseFromString(await page.clone().text(), "text/html");
    const files = [...parts.querySelectorAll("link[href], script[src], img[src], use[href]")]
      .map((one) => (one.getAttribute("href") ?? one.getAttribute("src")).split("#")[0]);
    const cache = await caches.open(`checklist ${key}`);
    await cache.addAll([...new Set(files)]);
    await cache.put(address, page);
  };

  form.querySelectorAll("[data-without-scripts]").forEach((button) => { button.hidden = true; });
  if (form.dataset.state) queue.keepState(key, JSON.parse(form.dataset.state));
  if (isShell && !(queue.person() && queue.state(key))) {
    form.hidden = true; // kept for somebody who has signed out since
    document.querySelector("[data-nothing-kept]").hidden = false;
    return;
  }
  if (isShell) last = "offline";
  showAll();
  schedule(0);
  putAside().catch(() => {});
  window.addEventListener("online", () => schedule(0));
  window.addEventListener("focus", () => schedule(0));
  window.addEventListener("storage", (event) => {
    if (event.key === queue.WHO && event.newValue !== queue.person()) window.location.reload(); // signed out on another tab
    else if (event.key?.startsWith(`checklist ${queue.person()} ${key} `)) showAll();
  });
  window.addEventListener("offline", () => { last = "offline"; showAll(); });
})();
