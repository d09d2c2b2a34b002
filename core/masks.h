#pragma once

#include <array>
#include <string_view>

namespace nhs {

/// What stands in a text in the place of what was taken out of it: privacy/mask.h writes it, and the
/// classifier reads it as what it hides.
inline constexpr std::string_view kEmailMask = "[email]";
inline constexpr std::string_view kPhoneMask = "[phone]";
inline constexpr std::string_view kNhsNumberMask = "[nhs number]";
inline constexpr std::string_view kPostcodeMask = "[postcode]";
inline constexpr std::string_view kBirthDateMask = "[date of birth]";
inline constexpr std::string_view kHospitalNumberMask = "[hospital number]";
inline constexpr std::string_view kNationalInsuranceMask = "[ni number]";
inline constexpr std::string_view kMentionMask = "@…";
inline constexpr std::array<std::string_view, 7> kBracketMasks = {
    kEmailMask,     kPhoneMask,          kNhsNumberMask,        kPostcodeMask,
    kBirthDateMask, kHospitalNumberMask, kNationalInsuranceMask};

}  // namespace nhs
