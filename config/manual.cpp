#include "config/manual.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/option_words.h"
#include "core/roff.h"

namespace nhs::config {
namespace {

constexpr std::string_view kManualIntroduction = R"(.SH NAME
nhsvalues.toml \- which public posts nhsvalues watches, where, and how it keeps them
.SH DESCRIPTION
One file in TOML. It is looked for in this order:
.BR \-\-config " \fIFILE\fR,"
the environment's
.BR NHSVALUES_CONFIG ,
.I $XDG_CONFIG_HOME/nhsvalues/nhsvalues.toml
(usually below
.IR \(ti/.config ),
.IR /etc/nhsvalues/nhsvalues.toml .
Without any, the commands use the defaults below and the database
.IR \(ti/.local/share/nhsvalues/nhsvalues.db ;
the daemon then has nothing to watch.
.PP
.B nhsvalues check\-config
names every fault with its line.
Durations are written
.BR 90s ,
.BR 5m ,
.BR 2h ,
.B 7d
or
.BR 4w .
Secrets never stand in the file:
.B credential
names one of systemd's credentials, or a file that only the daemon may read.
.PP
What a running daemon needs to take a change, a reload
.RB ( "systemctl reload nhsvaluesd" ,
or SIGHUP) or a restart, stands with each key.
)";

constexpr std::string_view kEnd = R"(.SH FILES
.TP
.I /etc/nhsvalues/nhsvalues.toml
The system's configuration.
.TP
.I /usr/share/nhsvalues/nhsvalues.toml
A file to start from.
.TP
.I /usr/share/nhsvalues/services/
Descriptions of services that sources of kind
.B json
read.
.SH SEE ALSO
.BR nhsvalues (1),
.BR nhsvaluesd (8),
.I /usr/share/doc/nhsvalues/docs/configuration.md
)";

std::string without_backticks(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '`'), text.end());
  return text;
}

std::string entry(const Option& option) {
  std::string head = fmt::format("{} ({}", roff::bold(name_in_table(option.key)), type_words(option.type));
  if (option.required)
    head += ", required)";
  else
    head += option.fallback.empty() ? ")" : fmt::format(", usually {})", roff::literal(option.fallback));
  const std::string allowed = option.allowed.empty() ? "" : fmt::format(" Must be {}.", option.allowed);
  const std::string_view applies =
      option.applies == Applies::on_reload ? "Taken on by a reload." : "Taken on by a restart.";
  return roff::tagged(head, roff::text(fmt::format("{}{}{}{} {}", kinds_words(option), option.help, allowed,
                                                   date_words(option), applies)));
}

}  // namespace

std::string manual_of_the_file(std::string_view date, std::string_view version) {
  std::string page = roff::title("NHSVALUES.TOML", "5", date, fmt::format("nhsvalues {}", version));
  page += kManualIntroduction;
  page += roff::section("KEYS");
  std::string_view table = "none yet";
  for (const Option& option : option_table()) {
    if (table_of(option.key) != table) {
      table = table_of(option.key);
      page += roff::subsection(without_backticks(heading_of(table)));
    }
    page += entry(option);
  }
  page += kEnd;
  return page;
}

}  // namespace nhs::config
