// The chat with JavaScript: words stay in the box until they are confirmed, and a lost connection is tried again.
// One rule: the same words are always sent again with the same key, so that they are kept only once.
(() => {
  "use strict";
  const PAUSES = [2, 4, 8, 15, 30];
  const box = document.getElementById("said");
  const write = document.getElementById("write");
  const waiting = document.getElementById("waiting");
  const talk = document.getElementById("talk");
  const lines = document.getElementById("lines");
  const draft = `ekko-draft-${talk.dataset.code}`;
  const pressed = new WeakMap();
  let shown = 0;
  let failures = 0;

  const showWaiting = (shown) => { waiting.hidden = !shown; };
  const showFrom = (newest) => {
    const card = newest.find((line) => line.classList.contains("card-line"));
    (card || newest[0])?.scrollIntoView({ block: "start" });
  };

  if (!box.value) box.value = sessionStorage.getItem(draft) || "";
  box.addEventListener("input", () => sessionStorage.setItem(draft, box.value));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      write.requestSubmit();
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("hx-post")) return;
    if (form.dataset.busy) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.busy = "yes";
    pressed.set(form, event.submitter);
    showWaiting(true);
  }, true);
  document.addEventListener("htmx:finally:request", (event) => {
    delete event.detail.ctx.sourceElement.dataset.busy;
    showWaiting(false);
  });
  document.addEventListener("htmx:before:swap", () => { shown = lines.childElementCount; });
  document.addEventListener("htmx:after:swap", (event) => {
    const answer = event.detail.ctx;
    showWaiting(false);
    if (!answer?.response || answer.response.status >= 400) return;
    failures = 0;
    if (answer.sourceElement === write) {
      box.value = "";
      sessionStorage.removeItem(draft);
    }
    showFrom([...lines.children].slice(shown));
  });
  document.addEventListener("htmx:error", (event) => {
    const form = event.detail.ctx?.sourceElement;
    if (!form || event.detail.ctx.response || failures >= PAUSES.length) return;
    document.getElementById("notice").textContent = talk.dataset.retry;
    setTimeout(() => form.requestSubmit(pressed.get(form)), PAUSES[failures] * 1000);
    failures += 1;
  });

  const leaveNothing = () => {
    sessionStorage.clear();
    box.value = "";
    lines.replaceChildren();
  };
  document.addEventListener("submit", (event) => { if (event.target.id === "done") leaveNothing(); });
  document.getElementById("hide").addEventListener("click", (event) => {
    event.preventDefault();
    leaveNothing();
    location.replace(event.currentTarget.href);
  });
  addEventListener("beforeunload", (event) => {
    if (box.value.trim()) event.preventDefault();
  });
  const newest = document.getElementById("newest");
  if (newest) showFrom([newest]);
})();
