"""Rasa's DIET, in the pipeline that Rasa's own template proposes, without entities.

A text with two tags is one intent, "a+b"; a tag's score is the sum over all intents that hold it.
"""

import asyncio
import os
import tempfile
from collections import defaultdict
from importlib import import_module
from pathlib import Path

from bench.tagger.talk import Ask, Lesson, Scores, talk

_EPOCHS = 6  # five minutes of one core; the 100 of the template would take an hour and a half
_NONE = "none"
_CONFIG = f"""
language: "no"
pipeline:
- name: WhitespaceTokenizer
  intent_tokenization_flag: true
  intent_split_symbol: "+"
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: {_EPOCHS}
  entity_recognition: false
  ranking_length: 0
  random_seed: 1
"""
_SIGNS = str.maketrans(dict.fromkeys("[](){}\\", " "))  # they would mark entities


def learn(lessons: dict[str, list[Lesson]]) -> Ask:
    """Train as `rasa train nlu` does, and load what came of it."""
    os.environ.update(RASA_TELEMETRY_ENABLED="false", LOG_LEVEL="ERROR")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.yml").write_text(_CONFIG, encoding="utf-8")
        (folder / "nlu.yml").write_text(_data(lessons["lessons"]), encoding="utf-8")
        train = import_module("rasa.model_training").train_nlu
        path = train(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder))
        agent = import_module("rasa.core.agent").Agent.load(path)
    loop = asyncio.new_event_loop()

    def ask(text: str) -> Scores:
        scores: dict[str, float] = defaultdict(float)
        for intent in loop.run_until_complete(agent.parse_message(text))["intent_ranking"]:
            for tag in intent["name"].split("+"):
                scores[tag] += float(intent["confidence"])
        scores.pop(_NONE, None)
        return dict(scores)

    return ask


def _data(lessons: list[Lesson]) -> str:
    intents: dict[str, list[str]] = defaultdict(list)
    for lesson in lessons:
        intents["+".join(sorted(lesson["activities"])) or _NONE].append(
            " ".join(lesson["text"].translate(_SIGNS).split())
        )
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in intents.items():
        lines += [f'- intent: "{intent}"', "  examples: |", *(f"    - {text}" for text in texts)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    talk(learn)
