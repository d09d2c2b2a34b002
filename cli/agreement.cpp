#include "cli/agreement.h"

#include <fmt/format.h>

#include <iostream>
#include <string>

#include "core/standard_streams.h"

namespace nhs::cli {

bool asked_to_go_on(std::string_view question) {
  put_message(fmt::format("{} [y/N] ", question));
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace nhs::cli
