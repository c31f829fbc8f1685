# The six rules of tests/benches/ten.accord that look at one record, for jq -r. A finding is a line `rule,record`.

# Three months later, on the last day of the month where it has no such day.
def later:
  (.[0:4] | tonumber) as $year | (.[5:7] | tonumber + 3) as $month
  | (if $month > 12 then [$year + 1, $month - 12] else [$year, $month] end) as [$year, $month]
  | (if $month == 2 then (if $year % 4 == 0 and ($year % 100 != 0 or $year % 400 == 0) then 29 else 28 end)
     elif [4, 6, 9, 11] | index($month) then 30
     else 31 end) as $last
  | [$year, $month, ([(.[8:10] | tonumber), $last] | min)];

def day: [(.[0:4] | tonumber), (.[5:7] | tonumber), (.[8:10] | tonumber)];

. as $meeting
| ( (select(.starts_on > .ends_on) | "days-in-order"),
    ((.ends_on | later) as $last | .actions[]?.due_on // empty | select(day > $last) | "due-in-time"),
    (.title.en // empty | select(test("^[A-Z][A-Za-z ]+: session [1-9][0-9]*$") | not) | "title-has-number"),
    (.contributions[].text | select(test("(to be (confirmed|completed)|TB[CD])")) | "text-is-final"),
    (.contributions[] | select(.status != "withdrawn" and .goals == [] and .themes == []) | "names-goal"),
    ([.participants[].organization] as $present
     | .contributions[].by // empty | . as $by | select($present | index($by) | not) | "speaks")
  )
| "\(.),\($meeting.id)"
