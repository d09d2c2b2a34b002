#pragma once

#include <algorithm>
#include <filesystem>

#include "config/option_table.h"

namespace nhs::config {

/// What the parts of the option table share: values by their type, checks made of checks of a text.

inline const std::string& text_of(const OptionValue& value) { return std::get<std::string>(value); }
inline const std::vector<std::string>& texts_of(const OptionValue& value) {
  return std::get<std::vector<std::string>>(value);
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

/// An empty path stays empty: it means that there is none.
inline std::filesystem::path path_in(const std::filesystem::path& folder, const std::string& path) {
  return path.empty() ? std::filesystem::path{} : (folder / path).lexically_normal();
}

/// A credential's name stays as it is; a file's path is taken from the folder.
inline std::string credential_in(const std::filesystem::path& folder, const std::string& credential) {
  return credential.find('/') == std::string::npos ? credential : path_in(folder, credential).string();
}

}  // namespace nhs::config
