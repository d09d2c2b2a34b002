#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "config/checks.h"
#include "config/option_table.h"
#include "core/values.h"

namespace nhs::config {

/// What the parts of the option table share: values by their type, checks made of checks of a text.

inline const std::string& text_of(const OptionValue& value) { return std::get<std::string>(value); }
inline const std::vector<std::string>& texts_of(const OptionValue& value) {
  return std::get<std::vector<std::string>>(value);
}

/// One line of at most so many bytes, not empty.
template <std::size_t most>
bool is_line(std::string_view text) {
  return text.size() <= most && is_path(text);
}

/// A word that stands for a member of the enumeration.
template <typename Enum>
bool is_id(std::string_view text) {
  return from_id<Enum>(text).has_value();
}

/// A check that empty passes too.
template <bool (*is)(std::string_view)>
bool is_empty_or(std::string_view text) {
  return text.empty() || is(text);
}

template <bool (*is_allowed)(std::string_view)>
bool text_is(const OptionValue& value) {
  return is_allowed(text_of(value));
}

template <bool (*is_allowed)(std::string_view), std::size_t fewest, std::size_t most>
bool each_is(const OptionValue& value) {
  const auto& texts = texts_of(value);
  return texts.size() >= fewest && texts.size() <= most &&
         std::all_of(texts.begin(), texts.end(), is_allowed);
}

/// Its number lies within [least, most].
template <int least, int most>
bool number_is(const OptionValue& value) {
  return std::get<double>(value) >= least && std::get<double>(value) <= most;
}

/// It is a whole number within [least, most].
template <long long least, long long most>
bool is_whole(const OptionValue& value) {
  const double number = std::get<double>(value);
  return number >= static_cast<double>(least) && number <= static_cast<double>(most) &&
         std::floor(number) == number;
}

/// An empty path stays empty: it means that there is none.
inline std::filesystem::path path_in(const std::filesystem::path& folder, const std::string& path) {
  return path.empty() ? std::filesystem::path{} : (folder / path).lexically_normal();
}

/// A credential's name stays as it is; a file's path is taken from the folder.
inline std::string credential_in(const std::filesystem::path& folder, const std::string& credential) {
  return credential.find('/') == std::string::npos ? credential : path_in(folder, credential).string();
}

}  // namespace nhs::config
