#include "config/reference.h"

#include <fmt/format.h>

#include "config/config.h"
#include "config/option_words.h"

namespace nhs::config {
namespace {

constexpr std::string_view kIntroduction =
    R"(# Configuration

One file in [TOML](https://toml.io), or what a shell hands over (`--config <(…)`, `/dev/stdin`); a FIFO with a name,
which might never end, is refused, as it is for a credential; as `ca_file` it counts as not there. Where it is looked
for, in this order: `--config FILE`, `$NHSVALUES_CONFIG`, `$XDG_CONFIG_HOME/nhsvalues/nhsvalues.toml` (usually
`~/.config`), `/etc/nhsvalues/nhsvalues.toml`. Without any, the commands use the defaults below and the database
`~/.local/share/nhsvalues/nhsvalues.db`; the daemon then has nothing to watch.

`nhsvalues check-config` names every fault with its line. Durations are written `90s`, `5m`, `2h`, `7d` or `4w`.
Secrets never stand in the file: `credential` says where one is. `config/nhsvalues.toml` is a file to start from.

"Taken on" says what a running daemon needs to take a change: a *reload* (`systemctl reload nhsvaluesd`, or SIGHUP) or
a *restart*.
)";

std::string row(const Option& option, TakenOn taken_on) {
  const std::string fallback = option.required ? "required" : fmt::format("`{}`", option.fallback);
  const std::string allowed = option.allowed.empty() ? "" : fmt::format(" Must be {}.", option.allowed);
  const std::string_view applies = option.applies == Applies::on_reload ? "reload | " : "restart | ";
  return fmt::format("| `{}` | {} | {} | {}{}{}{}{} |\n", name_in_table(option.key), type_words(option.type),
                     fallback, taken_on == TakenOn::shown ? applies : "", kinds_words(option), option.help,
                     allowed, date_words(option));
}

}  // namespace

std::string keys_markdown(const OptionTable& options, TakenOn taken_on) {
  const bool shown = taken_on == TakenOn::shown;
  std::string text;
  std::string_view table = "none yet";
  for (const Option& option : options) {
    if (table_of(option.key) != table) {
      table = table_of(option.key);
      text += fmt::format("\n## {}\n\n| key | type | default | {}meaning |\n|---|---|---|{}---|\n",
                          heading_of(table), shown ? "taken on | " : "", shown ? "---|" : "");
    }
    text += row(option, taken_on);
  }
  return text;
}

std::string reference_markdown() {
  return std::string{kIntroduction} + keys_markdown(option_table(), TakenOn::shown);
}

}  // namespace nhs::config
