// NLP.js as a peer: learns the lessons of the first line, then scores one text a line. See ../talk.py.
const fs = require("fs");
const readline = require("readline");
const { dockStart } = require("@nlpjs/basic");
const { LangNo } = require("@nlpjs/lang-no");

const WARM_UP = "noe gøy å gjøre på tirsdager";

function now() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const say = (told) => fs.writeSync(1, JSON.stringify(told) + "\n");

async function learn(lessons) {
  const dock = await dockStart({
    use: ["Basic"],
    settings: { nlp: { autoSave: false, nlu: { log: false } } },
  });
  const nlp = dock.get("nlp");
  nlp.container.use(LangNo);
  nlp.addLanguage("no");
  for (const { text, activities } of lessons) {
    for (const tag of activities.length ? activities : ["None"]) nlp.addDocument("no", text, tag);
  }
  await nlp.train();
  return nlp;
}

async function score(nlp, text) {
  const { classifications } = await nlp.process("no", text);
  return Object.fromEntries(classifications.map(({ intent, score }) => [intent, score]));
}

function peakMegabytes() {
  const status = fs.readFileSync("/proc/self/status", "utf8");
  return Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024;
}

async function main() {
  let nlp = null;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    if (nlp === null) {
      const began = now();
      nlp = await learn(asked.lessons);
      say({ seconds: (now() - began) / 1000 });
      for (let turn = 0; turn < 5; turn += 1) await score(nlp, WARM_UP);
      continue;
    }
    const began = now();
    const scores = await score(nlp, asked.text);
    say({ ms: now() - began, scores });
  }
  say({ peak: peakMegabytes() });
}

main();
