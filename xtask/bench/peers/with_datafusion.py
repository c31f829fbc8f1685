"""The rules of tests/benches/ten.accord as SQL for DataFusion: with_datafusion.py INPUT REFERENCE FINDINGS THREADS

A line of FINDINGS is `rule,record`.
"""

import sys

import pyarrow
from datafusion import RuntimeEnvBuilder, SessionConfig, SessionContext

TEXT = pyarrow.string_view()


def several(fields):
    return pyarrow.list_(pyarrow.struct(list(fields.items())))


# Only what the rules read, with its type: nothing is inferred.
MEETING = {
    "id": TEXT,
    "title": pyarrow.struct([("en", TEXT)]),
    "starts_on": pyarrow.date32(),
    "ends_on": pyarrow.date32(),
    "participants": several({"organization": TEXT}),
    "contributions": several(
        {
            "id": TEXT,
            "text": TEXT,
            "by": TEXT,
            "goals": pyarrow.list_(TEXT),
            "themes": pyarrow.list_(TEXT),
            "status": TEXT,
            "carried_to": TEXT,
            "origin": TEXT,
        }
    ),
    "actions": several({"due_on": pyarrow.date32()}),
    "next_session": TEXT,
}

CONTRIBUTIONS = """
CREATE TABLE contributions AS
SELECT meeting, participants, said['id'] AS id, said['text'] AS "text", said['by'] AS "by", said['goals'] AS goals,
    said['themes'] AS themes, said['status'] AS status, said['carried_to'] AS carried_to, said['origin'] AS origin
FROM (SELECT id AS meeting, participants, unnest(contributions) AS said FROM meetings)
"""

FINDINGS = r"""
SELECT 'days-in-order' AS rule, id AS record FROM meetings WHERE starts_on > ends_on
UNION ALL
SELECT 'due-in-time', id
FROM (SELECT id, ends_on, unnest(actions) AS action FROM meetings)
WHERE action['due_on'] > ends_on + INTERVAL '3' MONTH
UNION ALL
SELECT 'title-has-number', id FROM meetings
WHERE title['en'] IS NOT NULL AND NOT regexp_like(title['en'], '^[A-Z][A-Za-z ]+: session [1-9][0-9]*$')
UNION ALL
SELECT 'text-is-final', meeting FROM contributions
WHERE regexp_like("text", '(to be (confirmed|completed)|TB[CD])')
UNION ALL
SELECT 'names-goal', meeting FROM contributions
WHERE status <> 'withdrawn' AND cardinality(goals) = 0 AND cardinality(themes) = 0
UNION ALL
SELECT 'speaks', contributions.meeting FROM contributions
WHERE "by" IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM participants
    WHERE participants.meeting = contributions.meeting AND participants.organization = contributions."by")
UNION ALL
SELECT 'kept', carried.meeting FROM contributions AS carried
WHERE carried.carried_to IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM contributions AS listed WHERE listed.meeting = carried.carried_to AND listed.origin = carried.id)
UNION ALL
SELECT 'follows', earlier.id FROM meetings AS earlier JOIN meetings AS next ON next.id = earlier.next_session
WHERE next.starts_on < earlier.starts_on
UNION ALL
SELECT 'goals-by-theme', goals.id FROM goals CROSS JOIN themes
LEFT JOIN (
    SELECT goal, theme, count(*) AS named
    FROM (SELECT goal, unnest(themes) AS theme FROM (SELECT unnest(goals) AS goal, themes FROM contributions))
    GROUP BY goal, theme
) AS cells ON cells.goal = goals.id AND cells.theme = themes.id
WHERE coalesce(named, 0) < 1
UNION ALL
SELECT 'takes-part', organizations.id FROM organizations
LEFT JOIN (SELECT organization, count(*) AS times FROM participants GROUP BY organization) AS listed
    ON listed.organization = organizations.id
WHERE coalesce(times, 0) < 1
"""


def main(source, reference, findings, threads):
    config = SessionConfig().with_target_partitions(int(threads))
    run = SessionContext(config, RuntimeEnvBuilder())
    run.register_json("records", source, schema=pyarrow.schema(list(MEETING.items())), file_extension=".ndjson")
    run.sql("CREATE TABLE meetings AS SELECT * FROM records").collect()
    for name in ("goals", "themes", "organizations"):
        run.register_json(
            name, f"{reference}/{name}.ndjson", schema=pyarrow.schema([("id", TEXT)]), file_extension=".ndjson"
        )
    run.sql(CONTRIBUTIONS).collect()
    run.sql("""CREATE TABLE participants AS SELECT meeting, listed['organization'] AS organization
        FROM (SELECT id AS meeting, unnest(participants) AS listed FROM meetings)""").collect()
    with open(findings, "w") as out:
        for batch in run.sql(FINDINGS).collect():
            rules, records = (column.to_pylist() for column in batch.columns)
            out.writelines(f"{rule},{record}\n" for rule, record in zip(rules, records))


main(*sys.argv[1:])
