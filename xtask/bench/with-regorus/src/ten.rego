# The rules of tests/benches/ten.accord. A finding is the id of a record; one record can have several of a rule.
package ten

# Of one meeting, `input`.

present := {participant.organization | some participant in input.participants}

record := {
	"days-in-order": [input.id | input.starts_on > input.ends_on],
	"due-in-time": [input.id |
		last := time.add_date(time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [input.ends_on])), 0, 3, 0)
		some action in input.actions
		time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [action.due_on])) > last
	],
	"title-has-number": [input.id |
		title := input.title.en
		not regex.match(`^[A-Z][A-Za-z ]+: session [1-9][0-9]*$`, title)
	],
	"text-is-final": [input.id |
		some contribution in input.contributions
		regex.match(`(to be (confirmed|completed)|TB[CD])`, contribution.text)
	],
	"names-goal": [input.id |
		some contribution in input.contributions
		contribution.status != "withdrawn"
		count(contribution.goals) == 0
		count(contribution.themes) == 0
	],
	"speaks": [input.id |
		some contribution in input.contributions
		contribution.by
		not contribution.by in present
	],
}

# Of all meetings, `data.meetings`, with the fields that these rules read.

begins := {meeting.id: meeting.starts_on | some meeting in data.meetings}

listed := {[meeting.id, contribution.origin] |
	some meeting in data.meetings
	some contribution in meeting.contributions
	contribution.origin
}

named := {[goal, theme] |
	some meeting in data.meetings
	some contribution in meeting.contributions
	some goal in contribution.goals
	some theme in contribution.themes
}

attended := {organization | some meeting in data.meetings; some organization in meeting.participants}

all := {
	"kept": [meeting.id |
		some meeting in data.meetings
		some contribution in meeting.contributions
		later := contribution.carried_to
		not [later, contribution.id] in listed
	],
	"follows": [meeting.id |
		some meeting in data.meetings
		begins[meeting.next_session] < meeting.starts_on
	],
	"goals-by-theme": [goal |
		some goal in data.goals
		some theme in data.themes
		not [goal, theme] in named
	],
	"takes-part": [organization |
		some organization in data.organizations
		not organization in attended
	],
}
