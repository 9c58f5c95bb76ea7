// Lets the browser make or show a passkey, and sends what it says as the form it stands in.
// One rule: nothing is decided here; the server gave the challenge, and the server judges the answer.

const form = document.querySelector("form[data-passkey]");
const words = form.dataset;
const button = form.querySelector("button");
const said = document.querySelector("[data-passkey-said]");

const fromText = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function tell(sentence) {
  said.replaceChildren();
  if (!sentence) return;
  const told = document.createElement("p");
  told.className = "note";
  told.dataset.color = "warning";
  told.textContent = sentence;
  said.append(told);
}

async function options() {
  const headers = { Accept: "application/json" };
  const csrf = form.querySelector("input[name=csrf]");
  if (csrf) headers["X-Ekko-Csrf"] = csrf.value;
  const answer = await fetch(`${form.getAttribute("action")}/begin`, { method: "POST", headers });
  if (answer.status === 401 || answer.status === 403) {
    location.reload(); // signed in too long ago: the page itself says what comes first
    return new Promise(() => {});
  }
  if (!answer.ok) throw new Error("refused");
  const given = await answer.json();
  given.challenge = fromText(given.challenge);
  if (given.user) given.user.id = fromText(given.user.id);
  for (const each of [...(given.excludeCredentials ?? []), ...(given.allowCredentials ?? [])]) each.id = fromText(each.id);
  return given;
}

function written(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  }
  return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), type: credential.type, response });
}

async function send() {
  const publicKey = await options();
  const credential =
    words.passkey === "make"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
  form.querySelector("input[name=shown]").value = written(credential);
  form.submit();
}

function why(error) {
  if (error.name === "InvalidStateError") return words.have;
  if (error.name === "NotAllowedError" || error.name === "AbortError") return words.no;
  if (["SecurityError", "NotSupportedError", "ConstraintError"].includes(error.name)) return words.none;
  return words.lost;
}

if (location.origin !== words.origin) tell(words.elsewhere);
else if (!window.PublicKeyCredential || !navigator.credentials) tell(words.none);
else button.hidden = false;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  tell("");
  button.disabled = true;
  send().catch((error) => {
    tell(why(error));
    button.disabled = false;
  });
});
