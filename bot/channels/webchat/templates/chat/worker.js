// Keeps the help page on the phone, so that it opens without a network.
// One rule: only what stands in KEPT is ever kept. A talk or a receipt is never among it.
"use strict";
const CACHE = {{ ("help-" ~ version)|tojson }};
const KEPT = {{ kept|tojson }};
const LANGUAGES = {{ languages|tojson }};
const STAFFS = /^\/(desk|in)(\/|$)/;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const clearOld = async () => {
    const old = (await caches.keys()).filter((name) => name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(clearOld());
});

const languageFor = (address) => {
  const wanted = [address.searchParams.get("lang"), ...navigator.languages.map((each) => each.slice(0, 2))];
  return wanted.find((each) => LANGUAGES.includes(each)) || LANGUAGES[0];
};

const help = async (address) =>
  (await caches.match(`/help/offline?lang=${languageFor(address)}`)) || Response.error();

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin || STAFFS.test(address.pathname)) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => help(address)));
  } else if (KEPT.includes(address.pathname)) {
    event.respondWith(caches.match(address.pathname).then((kept) => kept || fetch(request)));
  }
});
