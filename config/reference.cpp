#include <fmt/format.h>

#include "config/config.h"
#include "config/option_table.h"

namespace nhs::config {
namespace {

constexpr std::string_view kIntroduction =
    R"(# Configuration

One file in [TOML](https://toml.io). Where it is looked for, in this order: `--config FILE`, `$NHSVALUES_CONFIG`,
`$XDG_CONFIG_HOME/nhsvalues/nhsvalues.toml` (usually `~/.config`), `/etc/nhsvalues/nhsvalues.toml`. Without any, the
commands use the defaults below and the database `~/.local/share/nhsvalues/nhsvalues.db`; the daemon then has nothing
to watch.

`nhsvalues check-config` names every fault with its line. Durations are written `90s`, `5m`, `2h`, `7d` or `4w`.
Secrets never stand in the file: `credential` says where one is. `config/nhsvalues.toml` is a file to start from.

"Taken on" says what a running daemon needs to take a change: a *reload* (`systemctl reload nhsvaluesd`, or SIGHUP) or
a *restart*.
)";

std::string_view type_words(OptionType type) {
  switch (type) {
    case OptionType::text:
      return "text";
    case OptionType::boolean:
      return "true or false";
    case OptionType::number:
      return "number";
    case OptionType::list_of_texts:
      return "list of texts";
  }
  return "";
}

/// "Only for `feed`. ".
std::string kinds_words(const Option& option) {
  std::string kinds{option.kinds};
  if (kinds.empty()) return kinds;
  for (std::size_t at = 0; (at = kinds.find(' ', at)) != std::string::npos; at += 7)
    kinds.replace(at, 1, "` and `");
  return fmt::format("Only for `{}`. ", kinds);
}

std::string heading(std::string_view table) {
  if (table.empty()) return "At the top";
  const bool several = table == "source" || table == "ignore";
  return several ? fmt::format("`[[{}]]`, once for each", table) : fmt::format("`[{}]`", table);
}

std::string row(const Option& option) {
  const std::string fallback = option.required ? "required" : fmt::format("`{}`", option.fallback);
  const std::string allowed = option.allowed.empty() ? "" : fmt::format(" Must be {}.", option.allowed);
  return fmt::format("| `{}` | {} | {} | {} | {}{}{} |\n", name_in_table(option.key), type_words(option.type),
                     fallback, option.applies == Applies::on_reload ? "reload" : "restart",
                     kinds_words(option), option.help, allowed);
}

}  // namespace

std::string reference_markdown() {
  std::string text{kIntroduction};
  std::string_view table = "none yet";
  for (const Option& option : option_table()) {
    if (table_of(option.key) != table) {
      table = table_of(option.key);
      text += fmt::format("\n## {}\n\n| key | type | default | taken on | meaning |\n|---|---|---|---|---|\n",
                          heading(table));
    }
    text += row(option);
  }
  return text;
}

}  // namespace nhs::config
