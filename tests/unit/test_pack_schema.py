"""The JSON Schema that editors use, against the loader and against every pack there is."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from enforcecal.law.packs import packaged
from enforcecal.law.schema import MODELS, json_schema, keys_of

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "pack.schema.json").read_text(encoding="utf-8"))


def test_the_file_is_what_the_loader_says():
    """Run tools/make_pack_schema.py when the format has changed."""
    assert json.loads(json.dumps(json_schema())) == SCHEMA


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_table_has_the_keys_that_the_loader_reads(model):
    """No key is missing in the schema, and none is there that would be refused."""
    assert set(keys_of(model)) == set(SCHEMA["$defs"][model.__name__]["properties"])


def wrong(value, schema, path=""):
    """Yield where *value* is not what *schema* allows: the few words of the language we use."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        if all([*wrong(value, one, path)] for one in schema["anyOf"]):
            yield f"{path}: none of the kinds it may be"
        schema = {key: each for key, each in schema.items() if key != "anyOf"}
    kinds = {
        "object": dict,
        "array": list,
        "integer": int,
        "boolean": bool,
        "string": (str, date),  # a day of TOML is text where there is only JSON
    }
    kind = schema.get("type")
    if kind and not isinstance(value, kinds[kind]):
        yield f"{path}: {value!r} is no {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is none of {schema['enum']}"
    if isinstance(value, dict):
        yield from (
            f"{path}.{key}: missing" for key in schema.get("required", ()) if key not in value
        )
        known = schema.get("properties", {})
        more = schema.get("additionalProperties", True)
        for key, each in value.items():
            if key in known:
                yield from wrong(each, known[key], f"{path}.{key}")
            elif isinstance(more, dict):
                yield from wrong(each, more, f"{path}.{key}")
            elif not more:
                yield f"{path}.{key}: not known"
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from wrong(each, schema.get("items", {}), f"{path}[{number}]")


@pytest.mark.parametrize("path", packaged().values(), ids=lambda path: path.stem)
def test_every_packaged_pack_is_what_the_schema_allows(path):
    """An editor finds no fault in a pack that loads."""
    assert [] == [*wrong(tomllib.loads(path.read_text(encoding="utf-8")), SCHEMA)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('pack = { id = "x" }', ".pack.version: missing"),
        ('pack = { id = "x", version = 1 }', ".pack.version: 1 is no string"),
        ('pack = { id = "x", version = "1" }\nlimits = []', ".limits: not known"),
        (
            'pack = { id = "x", version = "1" }\ncounting = [{ id = "y", roll = "next" }]',
            ".counting[0].roll: 'next' is none of",
        ),
    ],
)
def test_mistakes_are_found(text, said):
    """The check of this test can fail."""
    (found,) = wrong(tomllib.loads(text), SCHEMA)
    assert found.startswith(said)
