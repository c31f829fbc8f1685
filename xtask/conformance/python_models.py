"""Makes Python models from the bundle, and reads and writes records with them.

Standard input: {"bundle": FILE, "records": [RECORD, …], "folder": FOLDER}. Standard output: how many records were read and written.
Fails where `mypy` finds a fault in strict mode, or where a record is refused or written otherwise than it was.
"""

import json
import pathlib
import subprocess
import sys

USE = '''\
"""A use of the models, for the type checker."""

from accordance import Goal, Meeting, Record


def name(record: Record) -> str | None:
    match record.root:
        case Goal() as goal:
            return goal.title.en.text if goal.title.en else None
        case Meeting() as meeting:
            return meeting.starts_on.isoformat()
        case _:
            return None
'''


def main() -> int:
    task = json.load(sys.stdin)
    folder = pathlib.Path(task["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    make = [
        *(sys.executable, "-m", "datamodel_code_generator"),
        *("--input", task["bundle"], "--input-file-type", "jsonschema", "--schema-version", "2020-12"),
        *("--output", str(folder / "accordance.py"), "--output-model-type", "pydantic_v2.BaseModel"),
        *("--target-python-version", "3.11", "--formatters", "builtin", "--use-annotated", "--disable-timestamp"),
        # A word may be the name of a method of texts, such as `format`, which members of an enum cannot be.
        *("--enum-field-as-literal", "all", "--disable-warnings"),
        *("--no-allow-remote-refs", "--strict-refs"),
    ]
    subprocess.run(make, check=True)
    (folder / "use.py").write_text(USE, "utf-8")
    check = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "mypy"), "accordance.py", "use.py"]
    checked = subprocess.run(check, cwd=folder, capture_output=True, text=True)
    if checked.returncode != 0:
        print(checked.stdout, checked.stderr, file=sys.stderr)
        return 1

    sys.path.insert(0, str(folder))
    from accordance import Record

    for record in task["records"]:
        model = Record.model_validate_json(json.dumps(record))
        written = json.loads(model.model_dump_json(by_alias=True, exclude_unset=True))
        if written != record:
            print(f"written otherwise than it was read: {record}: {written}", file=sys.stderr)
            return 1
    print(len(task["records"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
