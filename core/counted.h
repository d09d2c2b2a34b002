#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nhs {

/// A number and what is counted: "1 week", "7 weeks".
///
/// noun: for one, and with an `s` for several.
std::string counted(std::int64_t number, std::string_view noun);

/// The same where several are called otherwise: "1 try", "3 tries".
std::string counted(std::int64_t number, std::string_view one, std::string_view several);

}  // namespace nhs
