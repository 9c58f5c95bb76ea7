// Lets the phone keep the help page (worker.js), once the page that is read now has all it needs.
"use strict";
if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/worker.js").catch(() => {}));
}
