#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>

#include "config/checks.h"
#include "config/config.h"
#include "config/faults.h"
#include "config/option_reader.h"
#include "config/toml_document.h"
#include "core/text.h"

namespace nhs::config {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = 1 << 20;

const TomlValue* member(const TomlValue& table, std::string_view name) {
  for (const auto& [key, value] : table.members)
    if (key == name) return &value;
  return nullptr;
}

/// `[network]` and the like; a table that is not there is read as an empty one.
void read_table(const TomlValue& root, const std::string& name, const Place& place, Faults& faults) {
  static const TomlValue kEmpty;
  const TomlValue* table = member(root, name);
  Lines lines;
  if (table != nullptr) lines.table = table->line;
  if (table != nullptr && table->type != TomlValue::Type::table)
    faults.add(table->line, name,
               fmt::format("must be a table, written [{}] (is {})", name, name_of(table->type)));
  read_options(table == nullptr ? kEmpty : *table, name, place, faults, lines);
}

/// What no key can be asked alone.
void check_source(const SourceConfig& source, const Config& config, const Lines& lines, Faults& faults) {
  if (lines.keys.count("source.url") != 0 && !source.url.empty())
    if (const auto wrong = fault_of_url(source.url, source.kind, config.allow_plain_http))
      faults.add(lines.of("source.url"), "source.url", *wrong);
  if (source.match_all && source.kind != SourceKind::feed)
    faults.add(lines.of("source.match_all"), "source.match_all", "must be false where kind is \"mastodon\"");
  for (const std::string& topic : source.topics) {
    const auto is_this = [&topic](const std::string& other) { return tag_key(other) == tag_key(topic); };
    if (std::none_of(config.topics.begin(), config.topics.end(), is_this))
      faults.add(lines.of("source.topics"), "source.topics",
                 fmt::format("must be among the topics at the top of the file ({} is not)", topic));
  }
}

void read_sources(const TomlValue& root, Config& config, const fs::path& folder, Faults& faults) {
  const TomlValue* list = member(root, "source");
  if (list == nullptr) return;
  if (list->type != TomlValue::Type::list) {
    faults.add(list->line, "source", "must be written [[source]], in double brackets, once for each source");
    return;
  }
  std::map<std::string, int> line_of_name;
  for (const TomlValue& table : list->items) {
    if (table.type != TomlValue::Type::table) {
      faults.add(table.line, "source",
                 "must be written [[source]], in double brackets, once for each source");
      continue;
    }
    SourceConfig source;
    Lines lines;
    lines.table = table.line;
    read_options(table, "source", Place{config, &source, folder}, faults, lines);
    check_source(source, config, lines, faults);
    // The server's address goes in front of paths that start with a slash.
    if (source.kind == SourceKind::mastodon && !source.url.empty() && source.url.back() == '/')
      source.url.pop_back();
    const int line = lines.of("source.name");
    const auto [first, is_new] = line_of_name.emplace(source.name, line);
    if (!is_new && !source.name.empty())
      faults.add(line, "source.name",
                 fmt::format("must be another one: {} is taken in line {}", source.name, first->second));
    config.sources.push_back(std::move(source));
  }
}

Result<std::string> read_whole(const fs::path& file) {
  const auto refuse = [&file](std::string_view what) {
    return fail(ExitStatus::configuration, fmt::format("{}: {}", file.native(), what));
  };
  std::error_code problem;
  if (fs::is_directory(file, problem)) return refuse("is a folder; name the file in it");
  std::ifstream in(file, std::ios::binary);
  if (!in) return refuse(fmt::format("cannot be read: {}", std::generic_category().message(errno)));
  std::string text(kMaxFileBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return refuse("cannot be read to its end");
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kMaxFileBytes) return refuse("is over 1 MiB; a configuration is a page or two");
  return text;
}

}  // namespace

tl::expected<Config, ConfigErrors> load(const fs::path& file) {
  const auto text = read_whole(file);
  if (!text) return tl::unexpected<ConfigErrors>(ConfigErrors{{text.error().message}});
  return parse(*text, file);
}

tl::expected<Config, ConfigErrors> parse(std::string_view toml, const fs::path& name) {
  const auto document = read_toml(toml);
  if (!document)
    return tl::unexpected<ConfigErrors>(ConfigErrors{
        {fmt::format("{}:{}: {}", name.native(), document.error().line, document.error().what)}});
  const fs::path folder = fs::absolute(name).parent_path();
  Config config;
  config.file = name;
  Faults faults{name};
  const Place place{config, nullptr, folder};
  Lines lines;
  read_options(*document, "", place, faults, lines);
  for (const char* table : {"network", "privacy", "report"}) read_table(*document, table, place, faults);
  read_sources(*document, config, folder, faults);
  if (!faults.none()) return tl::unexpected<ConfigErrors>(faults.in_order());
  return config;
}

}  // namespace nhs::config
