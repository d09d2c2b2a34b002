#pragma once

#include <map>
#include <string>

#include "config/service_template.h"

namespace nhs::collector {

/// How a placeholder's value is written into what surrounds it.
enum class Escape : std::uint8_t {
  url,   ///< `%XX`, in an address or a form; {url} stays as it is
  json,  ///< within the quotes of a JSON text
  none,
};

/// A value that is not there counts as empty.
using TemplateValues = std::map<config::Placeholder, std::string>;

/// The template with its placeholders filled; a `[? … ?]` with an empty one in it is left out. Pure and
/// thread-safe.
std::string rendered(const config::ServiceTemplate& text, const TemplateValues& values, Escape escape);

}  // namespace nhs::collector
