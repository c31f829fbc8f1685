"""Gives the verdicts of the package jsonschema-rs. Standard input and output as in validate_ajv.mjs."""

import json
import pathlib
import sys

import jsonschema_rs

set_up = json.loads(sys.stdin.readline())
schemas = [json.loads(pathlib.Path(file).read_text("utf-8")) for file in set_up["schemas"]]
validators = {
    schema["$id"]: jsonschema_rs.Draft202012Validator(schema, validate_formats=set_up["formats"]) for schema in schemas
}
for line in sys.stdin:
    request = json.loads(line)
    try:
        verdict = validators[request["schema"]].is_valid(request["data"])
    except Exception as error:  # whatever it is, it is no verdict
        verdict = repr(error)
    print(json.dumps(verdict))
