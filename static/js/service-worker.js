// Shows a checklist's page without a connection: its own text and files, which checklist.js has put aside. Nothing of a person is here.
"use strict";

const PATIENCE = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The network first; what was put aside when it does not answer, takes too long, or the site is down.
const pageOrShell = async (request) => {
  const shell = await caches.match(new URL(request.url).pathname, { ignoreVary: true });
  if (!shell) return fetch(request);
  const late = new Promise((resolve) => { setTimeout(() => resolve(shell), PATIENCE); });
  const page = fetch(request).then((answer) => (answer.status >= 500 ? shell : answer), () => shell);
  return Promise.race([page, late]);
};

// A file's address changes with its content, so one that is kept is never out of date.
const file = async (request) => await caches.match(request, { ignoreVary: true }) ?? fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(pageOrShell(request));
  else if (new URL(request.url).searchParams.has("v")) event.respondWith(file(request));
});
