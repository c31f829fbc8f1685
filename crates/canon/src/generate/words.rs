//! What generated records say. All of it is invented.

/// Cities with their countries.
pub(super) const CITIES: [(&str, &str); 12] = [
    ("Lyon", "FR"),
    ("Singapore", "SG"),
    ("Algiers", "DZ"),
    ("Bogotá", "CO"),
    ("Kuala Lumpur", "MY"),
    ("Abu Dhabi", "AE"),
    ("The Hague", "NL"),
    ("Warsaw", "PL"),
    ("Tunis", "TN"),
    ("Vienna", "AT"),
    ("Bridgetown", "BB"),
    ("Nairobi", "KE"),
];

pub(super) const SUBJECTS: [&str; 10] = [
    "Exchange of notices between regional systems",
    "Liaison officers and points of contact",
    "Training for first responders",
    "Watch lists at land borders",
    "Seizure of digital evidence",
    "Tracing of firearms",
    "Protection of victims and witnesses",
    "Financial investigations across borders",
    "Common standards for personal data",
    "Reporting on progress towards the goals",
];

pub(super) const OPENINGS: [&str; 8] = [
    "Proposes to",
    "Asks the working group to",
    "Would welcome it if members agreed to",
    "Reports that it has begun to",
    "Points out that few members are able to",
    "Suggests that the next draft should ask members to",
    "Shares what it learned when it set out to",
    "Is concerned that it will take years to",
];

pub(super) const DEEDS: [&str; 10] = [
    "share alerts on stolen travel documents within a day",
    "name one point of contact for each crime area",
    "measure progress by the same figures in every region",
    "link regional databases without copying personal data",
    "train investigators to secure evidence held abroad",
    "report illicit flows of firearms by route and not by seizure",
    "bring financial intelligence into every larger investigation",
    "review safeguards for personal data before systems are joined",
    "follow up what was agreed in earlier sessions",
    "help smaller services to use the tools that exist",
];

pub(super) const REASONS: [&str; 8] = [
    "since requests now take longer than the offences they are about.",
    "so that goals and themes can be read together.",
    "because the wording leaves open who is responsible.",
    "as the figures of the last two years have shown.",
    "which would need no new agreement between members.",
    "provided that national law allows it.",
    "and offers to lead a small group on it.",
    "before the text goes to the next Dialogue.",
];

/// The same request in the other working languages.
pub(super) const REQUESTS: [(&str, &str); 3] = [
    ("ar", "نقترح تبادل التنبيهات بين المنظمات الإقليمية في غضون يوم واحد."),
    ("fr", "Propose d’échanger les alertes entre organisations régionales dans un délai d’un jour."),
    ("es", "Propone intercambiar las alertas entre organizaciones regionales en el plazo de un día."),
];
