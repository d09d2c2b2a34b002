#include "report/masked_text.h"

#include <fmt/format.h>

#include <string_view>

namespace nhs::report {
namespace {

struct Noun {
  std::string_view one;
  std::string_view many;
};

Noun noun_of_masked(Masked what) {
  switch (what) {
    case Masked::mention:
      return {"mention", "mentions"};
    case Masked::email:
      return {"e-mail address", "e-mail addresses"};
    case Masked::phone:
      return {"telephone number", "telephone numbers"};
    case Masked::nhs_number:
      return {"NHS number", "NHS numbers"};
    case Masked::postcode:
      return {"postcode", "postcodes"};
    case Masked::date_of_birth:
      return {"date of birth", "dates of birth"};
    case Masked::hospital_number:
      return {"hospital number", "hospital numbers"};
    case Masked::link:
      return {"link that named somebody", "links that named somebody"};
    case Masked::national_insurance_number:
      return {"National Insurance number", "National Insurance numbers"};
  }
  return {"datum", "data"};
}

}  // namespace

std::string masked_in_words(const MaskedCounts& counts) {
  std::string words;
  for (const Masked what : all_of<Masked>()) {
    const std::int64_t times = counts[index_of(what)];
    if (times == 0) continue;
    const auto [one, many] = noun_of_masked(what);
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", times, times == 1 ? one : many);
  }
  return words;
}

}  // namespace nhs::report
