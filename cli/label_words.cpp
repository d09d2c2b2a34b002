#include "cli/label_words.h"

#include <algorithm>

#include "cli/choice.h"
#include "core/text.h"

namespace nhs::cli {
namespace {

template <typename Enum>
std::string word_as_known(std::string_view written) {
  static const Check vocabulary = one_of<Enum>();
  const std::string as_it_is{trimmed(written)};
  if (from_id<Enum>(as_it_is)) return as_it_is;
  std::string word = as_it_is;
  return vocabulary.mistake_in(word).empty() ? word : as_it_is;
}

}  // namespace

template <typename Enum>
std::string field_as_known(std::string_view field) {
  std::string known;
  for (std::size_t start = 0; start <= field.size();) {
    const std::size_t end = std::min(field.find(',', start), field.size());
    const std::string_view one = field.substr(start, end - start);
    const std::size_t colon = one.find(':');
    if (start > 0) known += ',';
    known += word_as_known<Enum>(one.substr(0, colon));
    if (colon != std::string_view::npos) known += ":" + word_as_known<Direction>(one.substr(colon + 1));
    start = end + 1;
  }
  return known;
}

template std::string field_as_known<Value>(std::string_view field);
template std::string field_as_known<Sentiment>(std::string_view field);
template std::string field_as_known<Kind>(std::string_view field);
template std::string field_as_known<Group>(std::string_view field);

}  // namespace nhs::cli
