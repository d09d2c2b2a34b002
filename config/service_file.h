#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "config/config.h"
#include "config/json_service.h"

namespace nhs::config {

/// Reads and checks the file that describes a service. Faults are told as load() tells those of the
/// configuration.
///
/// source: the `[[source]]` that names the file; what the description needs of it (`url`, `credential`) has
/// to be there.
tl::expected<JsonService, ConfigErrors> load_service(const std::filesystem::path& file,
                                                     const SourceConfig& source, bool allow_plain_http);

/// The same for a text; name stands for the file in messages.
tl::expected<JsonService, ConfigErrors> parse_service(std::string_view toml,
                                                      const std::filesystem::path& name,
                                                      const SourceConfig& source, bool allow_plain_http);

/// True when each hashtag is a question of its own.
bool asks_by_tag(const JsonService& service);

/// How to describe a service, with all keys, in Markdown: docs/generic-json.md, byte for byte.
std::string service_reference_markdown();

}  // namespace nhs::config
