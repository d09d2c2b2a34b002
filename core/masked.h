#pragma once

#include <array>
#include <cstdint>

#include "core/values.h"

namespace nhs {

/// What is taken out of a text before it lies on a disk (privacy/mask.h).
enum class Masked : std::uint8_t {
  mention,
  email,
  phone,
  nhs_number,
  postcode,
  date_of_birth,
  hospital_number,
  link,  ///< one that named an account, or held one of the others: what is left of it is its host
  national_insurance_number
};

template <>
struct Vocabulary<Masked> {
  static constexpr std::string_view noun = "masked datum";
  static constexpr std::array<std::string_view, 9> ids = {
      "mention",         "email",    "phone",
      "nhs_number",      "postcode", "date_of_birth",
      "hospital_number", "link",     "national_insurance_number"};
};

/// How often each was.
using MaskedCounts = std::array<std::int64_t, count_of<Masked>>;

}  // namespace nhs
