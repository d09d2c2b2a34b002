#include "cli/post_reference.h"

#include <charconv>
#include <cstdint>
#include <system_error>

#include "control/identities.h"

namespace nhs::cli {

Check post_reference() {
  return {[](const std::string& word) -> std::string {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error == std::errc{} && end == word.data() + word.size() && number > 0) return {};
    return word + ": a post's number is wanted, as `nhsvalues posts` shows it first";
  }};
}

Check post_reference_or_id() {
  return {[](const std::string& word) -> std::string {
    if (control::listed_post(word)) return {};
    return "a post's number is wanted, as `nhsvalues posts` shows it first, or its h:… from an export";
  }};
}

}  // namespace nhs::cli
