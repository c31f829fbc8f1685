"""The rules of tests/benches/ten.accord as SQL for DuckDB: with_duckdb.py INPUT REFERENCE FINDINGS THREADS

A line of FINDINGS is `rule,record`.
"""

import sys

import duckdb

# Only what the rules read, with its type: nothing is inferred.
MEETING = {
    "id": "VARCHAR",
    "title": "STRUCT(en VARCHAR)",
    "starts_on": "DATE",
    "ends_on": "DATE",
    "participants": "STRUCT(organization VARCHAR)[]",
    "contributions": """STRUCT(id VARCHAR, "text" VARCHAR, "by" VARCHAR, goals VARCHAR[], themes VARCHAR[], status VARCHAR,
        carried_to VARCHAR, origin VARCHAR)[]""",
    "actions": "STRUCT(due_on DATE)[]",
    "next_session": "VARCHAR",
}

FINDINGS = r"""
SELECT 'days-in-order', id FROM meetings WHERE starts_on > ends_on
UNION ALL
SELECT 'due-in-time', id
FROM (SELECT id, ends_on, unnest(actions) AS action FROM meetings)
WHERE action.due_on > ends_on + INTERVAL 3 MONTH
UNION ALL
SELECT 'title-has-number', id FROM meetings
WHERE title.en IS NOT NULL AND NOT regexp_matches(title.en, '^[A-Z][A-Za-z ]+: session [1-9][0-9]*$')
UNION ALL
SELECT 'text-is-final', meeting FROM contributions
WHERE regexp_matches("text", '(to be (confirmed|completed)|TB[CD])')
UNION ALL
SELECT 'names-goal', meeting FROM contributions
WHERE status <> 'withdrawn' AND len(goals) = 0 AND len(themes) = 0
UNION ALL
SELECT 'speaks', meeting FROM contributions
WHERE "by" IS NOT NULL AND NOT list_contains(present, "by")
UNION ALL
SELECT 'kept', meeting FROM contributions AS carried
WHERE carried_to IS NOT NULL AND NOT EXISTS (
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
LEFT JOIN (
    SELECT organization, count(*) AS times
    FROM (SELECT unnest(participants).organization AS organization FROM meetings)
    GROUP BY organization
) AS listed ON listed.organization = organizations.id
WHERE coalesce(times, 0) < 1
"""


def main(source, reference, findings, threads):
    run = duckdb.connect(":memory:", config={"threads": int(threads), "preserve_insertion_order": False})
    columns = ", ".join(f"{name}: $${kind}$$" for name, kind in MEETING.items())
    run.execute(f"""CREATE TABLE meetings AS SELECT *
        FROM read_json($${source}$$, format = 'newline_delimited', columns = {{{columns}}})""")
    for name in ("goals", "themes", "organizations"):
        run.execute(f"""CREATE TABLE {name} AS SELECT id
            FROM read_json($${reference}/{name}.ndjson$$, format = 'newline_delimited', columns = {{id: 'VARCHAR'}})""")
    run.execute(
        """CREATE TABLE contributions AS SELECT meeting, present, said.id, said."text", said."by", said.goals, said.themes,
        said.status, said.carried_to, said.origin
        FROM (SELECT id AS meeting, list_transform(participants, lambda p: p.organization) AS present,
            unnest(contributions) AS said FROM meetings)"""
    )
    run.execute(f"COPY ({FINDINGS}) TO $${findings}$$ (FORMAT csv, HEADER false)")


main(*sys.argv[1:])
