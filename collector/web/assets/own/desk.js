// Makes the desk quicker where there is a script: digits as shortcuts, a filter for tags, focus after a swap.
// One rule: everything here is an extra; each page does all of it as plain links and forms too.

const work = () => document.getElementById("work");
const said = () => document.getElementById("said");

// A digit counts only while the focus is inside the page's work, so no screen reader's or browser's key is taken.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select");
  if (typing || event.altKey || event.ctrlKey || event.metaKey || event.repeat || !/^[0-9]$/.test(event.key)) return;
  if (!event.target.closest?.("main")) return;
  const button = document.querySelector(`[data-shortcut="${event.key}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
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

// When the answer never came, say so: nothing was decided, and the page still shows what it did.
document.addEventListener("htmx:error", () => {
  const place = said();
  if (!place) return;
  const told = document.createElement("p");
  told.className = "note";
  told.dataset.color = "warning";
  told.textContent = place.dataset.lost;
  place.replaceChildren(told);
});

const filter = document.querySelector("[data-filter]");
if (filter) {
  filter.hidden = false;
  const input = filter.querySelector("input");
  const told = filter.querySelector("[data-filter-said]");
  const boxes = [...document.querySelectorAll(".box")];
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const box of boxes) box.hidden = !box.textContent.toLowerCase().includes(wanted);
    const found = boxes.filter((box) => !box.hidden).length;
    told.textContent = told.dataset.found.replace("{n}", found);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
