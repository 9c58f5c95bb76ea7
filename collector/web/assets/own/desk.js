// Makes the desk quicker where there is a script: digits as shortcuts, a filter for tags, focus after a swap,
// a press that is sent again.
// One rule: everything here is an extra; each page does all of it as plain links and forms too.

const work = () => document.getElementById("work");
const said = () => document.getElementById("said");

// A digit counts only while the focus is inside the page's work, so no screen reader's or browser's key is taken.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog");
  if (typing || event.altKey || event.ctrlKey || event.metaKey || event.repeat || !/^[0-9?]$/.test(event.key)) return;
  if (!event.target.closest?.("main")) return;
  if (event.key === "?") return showKeys();
  const found = document.querySelector(`[data-shortcut="${event.key}"]`);
  if (!found) return;
  event.preventDefault();
  if (found.matches("input")) found.focus();
  else found.click();
});

// The sheet of shortcuts: only where there is a script, since only then there are any.
const showKeys = () => document.getElementById("keys")?.showModal();
const offerKeys = () => {
  const place = document.querySelector("[data-keys-open]");
  if (place) place.hidden = false;
};
offerKeys();
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-keys-open] button")) showKeys();
});

// After a decision the next wish is read from its heading on, and a second tap cannot hit it by mistake.
let quietUntil = 0;
document.addEventListener("htmx:after:swap", () => {
  if (document.querySelector("[data-quiet]")) return; // what renews itself moves nobody
  quietUntil = performance.now() + 350;
  work()?.querySelector("[data-focus]")?.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
});
document.addEventListener(
  "click",
  (event) => {
    if (event.detail > 0 && performance.now() < quietUntil && event.target.closest?.("#work button")) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  true,
);

// When the answer never came: a press that carries a key of its own is kept on the page and sent again, since the
// same key is never counted twice. Anything else is only told of, and sent again by whoever pressed.
let waiting = null;
let tries = 0;
const tell = (words) => {
  const told = document.createElement("p");
  told.className = "note";
  told.dataset.color = "warning";
  told.textContent = words;
  said()?.replaceChildren(told);
};
const settle = () => {
  clearTimeout(waiting?.timer);
  waiting = null;
  tries = 0;
  work()?.removeAttribute("data-waits");
};
const sendAgain = () => {
  if (!waiting?.form.isConnected) return settle();
  clearTimeout(waiting.timer);
  waiting.form.requestSubmit(waiting.button);
};
document.addEventListener("htmx:error", (event) => {
  const form = event.detail?.ctx?.sourceElement;
  const place = said();
  if (!place) return;
  if (!form?.querySelector?.("[name=press]")) return tell(place.dataset.lost);
  const button = event.detail.ctx.sourceEvent?.submitter ?? null;
  tell(place.dataset.waits);
  clearTimeout(waiting?.timer);
  work()?.setAttribute("data-waits", "");
  waiting = { form, button, timer: setTimeout(sendAgain, Math.min(30000, 1000 * 2 ** tries++)) };
});
document.addEventListener("htmx:after:swap", () => {
  settle();
  offerKeys();
});
window.addEventListener("online", () => waiting && sendAgain());
window.addEventListener("beforeunload", (event) => waiting && event.preventDefault());
// While one press waits, another must not overtake it: the page does not know yet what came of the first.
document.addEventListener(
  "submit",
  (event) => {
    if (waiting && (event.target !== waiting.form || event.submitter !== waiting.button)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      sendAgain();
    }
  },
  true,
);

// A touch on a word of the wish offers to hide it. The place is told in letters, as the server counts them.
document.addEventListener("click", (event) => {
  const text = event.target.closest?.("[data-touch]");
  const form = document.querySelector("[data-hide]");
  if (!text || !form || !window.getSelection().isCollapsed) return;
  const touched = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const range = touched ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const at = touched?.offset ?? range?.startOffset;
  if (at === undefined || (touched?.offsetNode ?? range?.startContainer) !== text.firstChild) return;
  const words = [...text.textContent.matchAll(/[^\s\[\]«».,!?:;()"]+(?![^\[]*\])/gu)];
  const word = words.find((each) => each.index <= at && at <= each.index + each[0].length);
  form.hidden = !word;
  if (!word) return;
  form.elements.at.value = [...text.textContent.slice(0, word.index)].length;
  form.querySelector("[data-hide-word]").textContent = word[0];
  form.querySelector("button").focus({ preventScroll: true });
});

const filter = document.querySelector("[data-filter]");
if (filter) {
  filter.hidden = false;
  const input = filter.querySelector("input");
  const told = filter.querySelector("[data-filter-said]");
  const boxes = [...document.querySelectorAll("#choices .box")];
  const parts = [...document.querySelectorAll("#choices > *")];
  let opened = null; // the shelves that stood open before anybody searched
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    opened ??= parts.filter((part) => part.open);
    for (const box of boxes) box.hidden = !box.textContent.toLowerCase().includes(wanted);
    for (const part of parts) {
      part.hidden = !part.querySelector(".box:not([hidden])");
      part.open = wanted ? !part.hidden : opened.includes(part);
    }
    if (!wanted) opened = null;
    const found = boxes.filter((box) => !box.hidden).length;
    told.textContent = told.dataset.found.replace("{n}", found);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
