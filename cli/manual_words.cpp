#include "cli/manual_words.h"

namespace nhs::cli {

const std::string_view kManualBegins = R"(.SH NAME
nhsvalues \- what people say in public about the six NHS values
.SH SYNOPSIS
.B nhsvalues
.RB [ \-\-config
.IR FILE ]
.RB [ \-\-db
.IR FILE ]
.RB [ \-\-no\-color ]
.RB [ \-\-quiet ]
.I COMMAND
.RI [ OPTION ...]
.SH DESCRIPTION
Answers from what
.BR nhsvaluesd (8)
has collected: what people say about which of the six values, whether it was lived up to, whether that is a change,
whose voice is missing, and which posts say so.
Data goes to standard output, messages to standard error.
.PP
The values are
.BR working_together ,
.BR respect_and_dignity ,
.BR quality_of_care ,
.BR compassion ,
.B improving_lives
and
.BR everyone_counts .
In each a post finds a value
.BR upheld ,
.B breached
or only
.BR mentioned .
)";

const std::string_view kManualEnds = R"(.SH TIMES
.BR \-\-since " is included, " \-\-until
is not.
.TP
.BR 7d ", " 12w
So many days or weeks before today.
.TP
.BR today ", " yesterday ", " 2026\-11\-01
A day.
.TP
.BR this\-week ", " this\-month
The one that is running.
.TP
.BR last\-week ", " last\-month
The whole one that is over.
.TP
.BR 2026\-11 ", " 2026\-W46 ", " 2026\-Q3
A month, a week from Monday (ISO 8601), a calendar quarter.
.TP
.BR 2026/27 ", " 2026/27\-Q3
An NHS year, from April, and a quarter of one.
.TP
.IB FIRST .. LAST
Of
.B \-\-period
and
.BR compare :
both, and what lies between.
.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 2
A check that was asked for failed.
.TP
.BR 64 ", " 65 ", " 66
Wrong usage; bad data; no such input.
.TP
.BR 69 ", " 70
Something needed is not there; an error in the program.
.TP
.BR 73 ", " 74 ", " 75
Cannot create; cannot read or write; try again.
.TP
.BR 77 ", " 78
No permission; wrong configuration.
.PP
.B status \-\-check
ends as monitoring plugins do: 0 well, 1 warning, 2 critical, 3 unknown.
.SH ENVIRONMENT
.TP
.B NHSVALUES_CONFIG
The configuration file, where
.B \-\-config
names none.
.TP
.B NHSVALUES_DB
The database, where
.B \-\-db
names none.
.TP
.B NHSVALUES_MODEL
The model, instead of the one that is installed.
.TP
.B NO_COLOR
Set and not empty: no colour.
.SH FILES
.TP
.I /etc/nhsvalues/nhsvalues.toml
The system's configuration, nhsvalues.toml(5).
.TP
.I \(ti/.config/nhsvalues/nhsvalues.toml
One's own, which comes first.
.TP
.I /var/lib/nhsvalues/nhsvalues.db
The posts.
The key that hides their authors lies beside it, as
.IR pseudonym.key .
.TP
.I /run/nhsvalues/control.sock
Where the daemon takes what members of the group change.
.SH EXAMPLES
.TP
.B nhsvalues trends \-\-format chart
Twelve weeks at a glance.
.TP
.B nhsvalues posts \-\-value respect_and_dignity \-\-direction breached \-\-since 7d
The posts behind a number.
.TP
.B nhsvalues compare 2026\-Q2 2026\-Q3
Two quarters, and which differences are clear.
.SH SEE ALSO
.BR nhsvaluesd (8),
.BR nhsvalues.toml (5),
.I /usr/share/doc/nhsvalues/docs/commands.md
)";

}  // namespace nhs::cli
