#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace nhs::config {

/// What a placeholder of a template stands for.
enum class Placeholder : std::uint8_t {
  url,     ///< the source's `url`
  tag,     ///< the hashtag, without #
  since,   ///< from when on, or from which id on; empty while there is nothing to start from
  page,    ///< which page; empty for the first
  secret,  ///< what the source's `credential` names
  token,   ///< the access token that [token] fetched
};

/// A part of a template: text that stands for itself, or a placeholder.
struct TemplatePiece {
  std::string text;
  bool is_placeholder = false;
  Placeholder placeholder = Placeholder::tag;
  /// Pieces of one number belong to one `[? … ?]`, left out whole when a placeholder in it is empty; 0 for
  /// those that stand outside.
  int option = 0;
};

using ServiceTemplate = std::vector<TemplatePiece>;

/// `https://example.org/search?q={tag}[?&page={page}?]`. A brace that opens no placeholder stands for itself,
/// so that JSON can be written as it is; `{name}` of lower-case letters with an unknown name is a fault.
/// Errors are what is wrong, to follow the key. Pure and thread-safe.
tl::expected<ServiceTemplate, std::string> parse_template(std::string_view text);

bool has_placeholder(const ServiceTemplate& parsed, Placeholder placeholder);

}  // namespace nhs::config
