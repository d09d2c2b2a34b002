#include "cli/answer_format.h"

#include <algorithm>
#include <stdexcept>

#include "cli/choice.h"
#include "cli/context.h"

namespace nhs::cli {

void add_format_option(Command command, std::string& format, const std::vector<std::string>& formats) {
  command.add_option("--format", format, "How to show it")
      .transform(one_of("format", formats))
      .capture_default_str();
}

void put_as(const std::string& format, const std::vector<Writing>& writings) {
  const auto asked = std::find_if(writings.begin(), writings.end(),
                                  [&](const Writing& each) { return each.format == format; });
  if (asked == writings.end()) throw std::logic_error{"nothing writes the format " + format};
  put(asked->text());
}

}  // namespace nhs::cli
