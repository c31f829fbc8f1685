"""Gives the verdicts of the package jsonschema. Standard input and output as in validate_ajv.mjs."""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

set_up = json.loads(sys.stdin.readline())
schemas = [json.loads(pathlib.Path(file).read_text("utf-8")) for file in set_up["schemas"]]
registry = Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in schemas)
checker = FormatChecker(["date"]) if set_up["formats"] else None
validators = {
    schema["$id"]: Draft202012Validator(schema, registry=registry, format_checker=checker) for schema in schemas
}
for line in sys.stdin:
    request = json.loads(line)
    try:
        verdict = validators[request["schema"]].is_valid(request["data"])
    except Exception as error:  # whatever it is, it is no verdict
        verdict = repr(error)
    print(json.dumps(verdict))
