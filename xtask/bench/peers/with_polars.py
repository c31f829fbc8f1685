"""The rules of tests/benches/ten.accord for Polars: with_polars.py INPUT REFERENCE FINDINGS THREADS

A line of FINDINGS is `rule,record`.
"""

import os
import sys

# It is read when Polars is imported.
os.environ["POLARS_MAX_THREADS"] = sys.argv[4]

import polars as pl  # noqa: E402

# Only what the rules read, with its type: nothing is inferred.
MEETING = {
    "id": pl.String,
    "title": pl.Struct({"en": pl.String}),
    "starts_on": pl.String,
    "ends_on": pl.String,
    "participants": pl.List(pl.Struct({"organization": pl.String})),
    "contributions": pl.List(
        pl.Struct(
            {
                "id": pl.String,
                "text": pl.String,
                "by": pl.String,
                "goals": pl.List(pl.String),
                "themes": pl.List(pl.String),
                "status": pl.String,
                "carried_to": pl.String,
                "origin": pl.String,
            }
        )
    ),
    "actions": pl.List(pl.Struct({"due_on": pl.String})),
    "next_session": pl.String,
}


def main(source, reference, findings):
    col = pl.col
    read = pl.scan_ndjson(source, schema=MEETING)
    meetings = read.with_columns(col("starts_on", "ends_on").str.to_date("%Y-%m-%d", strict=True)).collect().lazy()
    goals, themes, organizations = (
        pl.scan_ndjson(f"{reference}/{name}.ndjson", schema={"id": pl.String})
        for name in ("goals", "themes", "organizations")
    )

    contributions = (
        meetings.select(
            meeting="id",
            present=col("participants").list.eval(pl.element().struct.field("organization")),
            said="contributions",
        )
        .explode("said")
        .filter(col("said").is_not_null())
        .unnest("said")
        .collect()
        .lazy()
    )
    actions = meetings.select("id", "ends_on", action="actions").explode("action").unnest("action")
    participants = meetings.select("participants").explode("participants").unnest("participants")
    cells = (
        contributions.select("goals", "themes")
        .explode("goals")
        .explode("themes")
        .drop_nulls()
        .group_by("goals", "themes")
        .agg(named=pl.len())
    )

    rules = {
        "days-in-order": meetings.filter(col("starts_on") > col("ends_on")).select("id"),
        "due-in-time": actions.filter(
            col("due_on").str.to_date("%Y-%m-%d", strict=True) > col("ends_on").dt.offset_by("3mo")
        ).select("id"),
        "title-has-number": meetings.filter(
            ~col("title").struct.field("en").str.contains(r"^[A-Z][A-Za-z ]+: session [1-9][0-9]*$")
        ).select("id"),
        "text-is-final": contributions.filter(
            col("text").str.contains(r"(to be (confirmed|completed)|TB[CD])")
        ).select("meeting"),
        "names-goal": contributions.filter(
            (col("status") != "withdrawn") & (col("goals").list.len() == 0) & (col("themes").list.len() == 0)
        ).select("meeting"),
        "speaks": contributions.filter(col("by").is_not_null() & ~col("present").list.contains(col("by"))).select(
            "meeting"
        ),
        "kept": contributions.filter(col("carried_to").is_not_null())
        .join(
            contributions.filter(col("origin").is_not_null()),
            left_on=["carried_to", "id"],
            right_on=["meeting", "origin"],
            how="anti",
        )
        .select("meeting"),
        "follows": meetings.select("id", "starts_on", "next_session")
        .join(meetings.select(next="id", begins="starts_on"), left_on="next_session", right_on="next")
        .filter(col("begins") < col("starts_on"))
        .select("id"),
        "goals-by-theme": goals.join(themes.rename({"id": "theme"}), how="cross")
        .join(cells, left_on=["id", "theme"], right_on=["goals", "themes"], how="left")
        .filter(col("named").fill_null(0) < 1)
        .select("id"),
        "takes-part": organizations.join(
            participants.group_by("organization").agg(times=pl.len()), left_on="id", right_on="organization", how="left"
        )
        .filter(col("times").fill_null(0) < 1)
        .select("id"),
    }
    found = pl.concat([frame.select(rule=pl.lit(rule), record=pl.first()) for rule, frame in rules.items()]).collect()
    found.write_csv(findings, include_header=False)


main(*sys.argv[1:4])
