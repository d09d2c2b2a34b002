#include "config/option_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nhs::config {

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
    case OptionType::texts:
      return "text or list of texts";
    case OptionType::list_of_numbers:
      return "list of numbers";
    case OptionType::numbers_by_name:
      return "table of numbers";
  }
  return "";
}

/// "Only for `feed`. ".
std::string kinds_words(const Option& option) {
  if (option.kinds.empty()) return {};
  const std::vector<std::string> kinds = kinds_of(option);
  if (kinds.size() == 1) return fmt::format("Only for `{}`. ", kinds.front());
  return fmt::format("Only for `{}` and `{}`. ", fmt::join(kinds.begin(), kinds.end() - 1, "`, `"),
                     kinds.back());
}

std::string_view date_words(const Option& option) {
  return option.may_be_date ? " A day may stand without quotes." : "";
}

std::string heading_of(std::string_view table) {
  if (table.empty()) return "At the top";
  const bool several = table == "source" || table == "ignore" || table == "query" || table == "campaign" ||
                       table == "join" || table == "concern" || table == "alert" || table == "notify";
  return several ? fmt::format("`[[{}]]`, once for each", table) : fmt::format("`[{}]`", table);
}

}  // namespace nhs::config
