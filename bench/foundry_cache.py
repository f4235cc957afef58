"""A cache folder as Foundry Local keeps it, with one model that onnxruntime-genai's builder wrote."""

import json
import os
import time
from pathlib import Path
from typing import Any

from random_words import as_json

NAME = "shape-generic-cpu"
MODEL = f"{NAME}:1"
PROMPT = {"prompt": "{Content}"}


def cached(model: Path, cache: Path) -> Path:
    """The cache folder, made once; the model's own files are linked, its tokenizer is replaced by one that talks."""
    folder = cache / "Local" / "shape-1" / "v1"
    if folder.is_dir():
        return cache
    folder.mkdir(parents=True)
    for file in model.iterdir():
        if not file.name.startswith("tokenizer"):
            os.link(file, folder / file.name)
    vocabulary = json.loads((model / "genai_config.json").read_text(encoding="utf-8"))["model"]["vocab_size"]
    _write(folder / "tokenizer.json", as_json(vocabulary))
    _write(folder / "tokenizer_config.json", {"tokenizer_class": "Qwen2Tokenizer", "add_prefix_space": False})
    (folder / "chat_template.jinja").write_text("{% for m in messages %}{{ m['content'] }} {% endfor %}")
    _write(folder / "inference_model.json", {"Name": MODEL, "PromptTemplate": PROMPT})
    _write(cache / "foundry.modelinfo.json", {"version": 1, "savedAtUnix": int(time.time()), "models": [_listed()]})
    return cache


def _listed() -> dict[str, Any]:
    return {
        "id": MODEL,
        "name": NAME,
        "version": 1,
        "alias": "shape",
        "uri": "azureml://registries/none/models/shape/versions/1",
        "task": "chat-completion",
        "publisher": "Local",
        "providerType": "AzureFoundry",
        "runtime": {"deviceType": "CPU", "executionProvider": "CPUExecutionProvider"},
        "promptTemplate": PROMPT,
    }


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
