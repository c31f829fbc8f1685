//! Records like those of meetings, of about 3 KB each, and a schema of their shape.

use serde_json::{Value, json};

/// A small generator of numbers (xorshift64*), the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) % bound
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let at = self.below(all.len() as u64);
        all[usize::try_from(at).expect("smaller than the list")]
    }

    fn sentence(&mut self, words: u64) -> String {
        const WORDS: [&str; 16] = [
            "capacity",
            "police",
            "the",
            "of",
            "trafficking",
            "« données »",
            "cross-border",
            "shared",
            "notices",
            "and",
            "cybercrime",
            "training",
            "regional",
            "for",
            "analysis",
            "women,",
        ];
        let words: Vec<&str> = (0..words).map(|_| self.one_of(&WORDS)).collect();
        words.join(" ")
    }

    fn date(&mut self) -> String {
        format!("{}-{:02}-{:02}", 2017 + self.below(9), 1 + self.below(12), 1 + self.below(28))
    }
}

const NATURES: [&str; 4] = ["input", "suggestion", "information", "concern"];
const STATUSES: [&str; 6] = ["noted", "under_review", "accepted", "rejected", "carried", "withdrawn"];
const ROLES: [&str; 4] = ["host", "convener", "member", "observer"];
const MODES: [&str; 3] = ["in_person", "online", "hybrid"];

/// The `number`th record.
pub fn meeting(number: u64) -> Value {
    let mut random = Numbers(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let participants: Vec<Value> = (0..6 + random.below(5))
        .map(|_| {
            json!({
                "organization": format!("org-{}", random.below(200)),
                "role": random.one_of(&ROLES),
                "mode": random.one_of(&MODES),
            })
        })
        .collect();
    let contributions: Vec<Value> = (0..5 + random.below(4))
        .map(|at| {
            let words = 12 + random.below(12);
            json!({
                "id": format!("meeting-{number}-c{at}"),
                "by": format!("org-{}", random.below(200)),
                "nature": random.one_of(&NATURES),
                "text": format!("{}\n\"{}\"", random.sentence(words), random.sentence(4)),
                "goals": [format!("gpg-2017-{}", 1 + random.below(7))],
                "sdg_targets": [format!("16.{}", 1 + random.below(10)), format!("5.{}", 1 + random.below(6))],
                "status": random.one_of(&STATUSES),
                "weight": random.below(1000),
                "confidence": f64::from(u32::try_from(random.below(1000)).expect("small")) / 1000.0,
            })
        })
        .collect();
    json!({
        "kind": "meeting",
        "schema_version": "1.0",
        "id": format!("meeting-{number}"),
        "series": "regional-dialogue",
        "edition": 1 + random.below(9),
        "starts_on": random.date(),
        "ends_on": random.date(),
        "place": { "city": random.sentence(1), "country": random.one_of(&["FR", "AE", "SG", "KE"]) },
        "mode": random.one_of(&MODES),
        "participants": participants,
        "participants_complete": random.below(2) == 1,
        "themes": (0..1 + random.below(4)).map(|_| format!("theme-{}", random.below(5))).collect::<Vec<_>>(),
        "contributions": contributions,
        "decisions": (0..2).map(|_| json!({ "text": random.sentence(10), "on": random.date() })).collect::<Vec<_>>(),
        "next_session": null,
        "sources": [{ "url": format!("https://example.org/minutes/{number}"), "retrieved_on": random.date() }],
    })
}

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// The schema that each record keeps.
pub fn schema() -> Value {
    let id = json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 64 });
    let date = json!({ "type": "string", "format": "date" });
    let text = json!({ "type": "string", "minLength": 1, "maxLength": 4000 });
    let participant = object(
        &json!({ "organization": id, "role": { "enum": ROLES }, "mode": { "enum": MODES } }),
        &["organization", "role"],
    );
    let contribution = object(
        &json!({
            "id": id,
            "by": id,
            "nature": { "enum": NATURES },
            "text": text,
            "goals": { "type": "array", "items": id, "uniqueItems": true },
            "sdg_targets": {
                "type": "array",
                "items": { "type": "string", "pattern": "^(?:[1-9]|1[0-7])\\.(?:[1-9][0-9]?|[a-d])$" },
            },
            "status": { "enum": STATUSES },
            "weight": { "type": "integer", "minimum": 0 },
            "confidence": { "type": "number", "minimum": 0, "maximum": 1 },
        }),
        &["id", "by", "nature", "text", "status"],
    );
    let place = object(
        &json!({ "city": text, "country": { "type": "string", "pattern": "^[A-Z]{2}$" } }),
        &["city", "country"],
    );
    let decision = object(&json!({ "text": text, "on": date }), &["text", "on"]);
    let source = object(&json!({ "url": { "type": "string", "format": "uri" }, "retrieved_on": date }), &["url"]);
    object(
        &json!({
            "kind": { "const": "meeting" },
            "schema_version": { "type": "string", "pattern": "^[0-9]+\\.[0-9]+$" },
            "id": id,
            "series": id,
            "edition": { "type": "integer", "minimum": 1 },
            "starts_on": date,
            "ends_on": date,
            "place": place,
            "mode": { "enum": MODES },
            "participants": { "type": "array", "items": participant },
            "participants_complete": { "type": "boolean" },
            "themes": { "type": "array", "items": id },
            "contributions": { "type": "array", "items": contribution },
            "decisions": { "type": "array", "items": decision },
            "next_session": { "type": ["string", "null"] },
            "sources": { "type": "array", "items": source, "minItems": 1 },
        }),
        &["kind", "schema_version", "id", "series", "starts_on", "mode", "participants", "contributions", "sources"],
    )
}
