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
  let sent = "";
  let failures = 0;
  let timer = 0;

  const chose = (form) => pressed.get(form)?.name === "chose";
  const keepDraft = (words) => {
    box.value = words;
    sessionStorage.setItem(draft, words);
  };
  const showNotice = () => document.getElementById("notice").scrollIntoView({ block: "nearest" });
  const tell = (words) => {
    document.getElementById("notice").textContent = words;
    showNotice();
  };
  const notSent = () => tell(talk.dataset.retry);
  const sendLater = (form, seconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const changed = form === write && !chose(write) && box.value !== sent;
      if (changed) tell(talk.dataset.unsent);
      else form.requestSubmit(pressed.get(form));
    }, seconds * 1000);
  };
  const isSent = (event) => event.detail.ctx?.sourceElement instanceof HTMLFormElement;
  const showWaiting = (shown) => { waiting.hidden = !shown; };
  const showFrom = (newest) => {
    const card = newest.find((line) => line.classList.contains("card-line"));
    (card || newest[0])?.scrollIntoView({ block: "start" });
    // The question that the buttons answer must be seen with them.
    if (!card) newest.at(-1)?.scrollIntoView({ block: "nearest" });
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
    clearTimeout(timer);
    form.dataset.busy = "yes";
    pressed.set(form, event.submitter);
    if (form === write) sent = box.value;
    showWaiting(true);
  }, true);
  document.addEventListener("htmx:finally:request", (event) => {
    delete event.detail.ctx.sourceElement.dataset.busy;
    showWaiting(false);
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { response, text } = event.detail.ctx;
    shown = lines.childElementCount;
    if (response.status >= 400 && !text.includes('id="notice"')) {
      event.preventDefault();
      if (isSent(event)) notSent();
    }
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const answer = event.detail.ctx;
    showWaiting(false);
    const seconds = Number(document.getElementById("notice").dataset.again);
    if (answer?.response?.status === 429 && seconds) sendLater(answer.sourceElement, seconds);
    if (answer?.response?.status >= 400) showNotice();
    if (!answer?.response || answer.response.status >= 400) return;
    if (isSent(event)) {
      failures = 0;
      listen();
    }
    if (answer.sourceElement === write && !chose(write) && box.value === sent) keepDraft("");
    showFrom([...lines.children].slice(shown));
  });
  document.addEventListener("htmx:error", (event) => {
    const form = event.detail.ctx?.sourceElement;
    if (!isSent(event) || event.detail.ctx.response || failures >= PAUSES.length) return;
    notSent();
    sendLater(form, PAUSES[failures]);
    failures += 1;
  });

  // Answers that come while the page is open: the stream only says that there is something new. What that is
  // is asked for from the newest answer that stands here, so that nothing is shown twice or missed.
  let stream = null;
  let asking = false;
  let wanted = 0;
  let tries = 0;
  const newestHere = () => {
    const shown = [...lines.querySelectorAll("[data-answer]")].map((line) => Number(line.dataset.answer));
    return Math.max(Number(talk.dataset.newest), ...shown);
  };
  const fetchNews = async () => {
    if (asking) return;
    asking = true;
    const way = `/c/${talk.dataset.code}/news?since=${newestHere()}`;
    await htmx.ajax("GET", way, { target: "#lines", swap: "beforeend" }).catch(() => {});
    asking = false;
    if (newestHere() >= wanted) tries = 0;
    else if (tries < PAUSES.length) setTimeout(fetchNews, PAUSES[tries++] * 1000);
  };
  const hear = (event) => {
    wanted = Math.max(wanted, Number(event.lastEventId));
    fetchNews();
  };
  const listen = () => {
    if (stream || !window.EventSource) return;
    stream = new EventSource(`/c/${talk.dataset.code}/live?since=${newestHere()}`);
    stream.addEventListener("news", hear);
  };
  const stopListening = () => {
    stream?.close();
    stream = null;
  };
  addEventListener("pagehide", stopListening);
  addEventListener("pageshow", (event) => {
    if (event.persisted && Number(talk.dataset.turn) > 0) listen();
  });
  if (Number(talk.dataset.turn) > 0) listen();

  const leaveNothing = () => {
    clearTimeout(timer);
    stopListening();
    sessionStorage.clear();
    box.value = "";
    lines.replaceChildren();
  };
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "done") return;
    if (box.value.trim() && !confirm(talk.dataset.ask)) event.preventDefault();
    else leaveNothing();
  });
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
