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
#include "config/source_kinds.h"
#include "config/toml_document.h"
#include "core/text.h"
#include "core/time.h"

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

/// Keys that this kind of source has no use for.
void check_kinds(const SourceConfig& source, const Lines& lines, Faults& faults) {
  for (const auto& [key, line] : lines.keys) {
    const Option* option = find_option(key);
    if (option == nullptr || option->kinds.empty()) continue;
    const std::string kinds = fmt::format(" {} ", option->kinds);
    if (kinds.find(fmt::format(" {} ", id_of_kind(source.kind))) == std::string::npos)
      faults.add(line, key, fmt::format("must not stand where kind is \"{}\"", id_of_kind(source.kind)));
  }
}

/// Keys that this kind of source cannot do without.
void check_needs(const SourceConfig& source, const Lines& lines, Faults& faults) {
  const auto need = [&](bool there, std::string_view key, std::string_view what) {
    if (!there)
      faults.add(lines.of(key), key,
                 fmt::format("missing; a source of kind \"{}\" needs {}", id_of_kind(source.kind), what));
  };
  switch (source.kind) {
    case SourceKind::mastodon:
    case SourceKind::feed:
      need(!source.url.empty(), "source.url", "an https address");
      break;
    case SourceKind::bluesky:
      need(!source.account.empty(), "source.account", "the handle that signs in");
      need(!source.credential.empty(), "source.credential", "the place of an app password");
      break;
    case SourceKind::x:
    case SourceKind::careopinion:
      need(!source.credential.empty(), "source.credential", "the place of a key");
      break;
    case SourceKind::json:
      need(!source.service.empty(), "source.service", "the file that describes the service");
      break;
  }
}

/// What no key can be asked alone.
void check_source(const SourceConfig& source, const Config& config, const Lines& lines, Faults& faults) {
  if (!source.url.empty())
    if (const auto wrong = fault_of_url(source.url, source.kind, config.allow_plain_http))
      faults.add(lines.of("source.url"), "source.url", *wrong);
  // A fault of the kind itself is reported already, and the others would follow from it.
  if (lines.keys.count("source.kind") != 0) {
    check_kinds(source, lines, faults);
    check_needs(source, lines, faults);
  }
  if (source.slowest > std::chrono::seconds{0} && source.slowest < source.every)
    faults.add(lines.of("source.slowest"), "source.slowest",
               fmt::format("must be no shorter than every ({})", format_duration(source.every)));
  for (const std::string& topic : source.topics) {
    const auto is_this = [&topic](const std::string& other) { return tag_key(other) == tag_key(topic); };
    if (std::none_of(config.topics.begin(), config.topics.end(), is_this))
      faults.add(lines.of("source.topics"), "source.topics",
                 fmt::format("must be among the topics at the top of the file ({} is not)", topic));
  }
}

/// The tables of `[[name]]`; faults for what is not written so.
std::vector<const TomlValue*> tables_of(const TomlValue& root, std::string_view name, Faults& faults) {
  std::vector<const TomlValue*> tables;
  const TomlValue* list = member(root, name);
  if (list == nullptr) return tables;
  const auto misplaced = [&](int line) {
    faults.add(line, std::string{name},
               fmt::format("must be written [[{}]], in double brackets, once for each", name));
  };
  if (list->type != TomlValue::Type::list) {
    misplaced(list->line);
    return tables;
  }
  for (const TomlValue& table : list->items)
    if (table.type == TomlValue::Type::table)
      tables.push_back(&table);
    else
      misplaced(table.line);
  return tables;
}

/// Names that were given already, by the line they stand in.
class TakenNames {
 public:
  void check(const std::string& name, const std::string& key, int line, Faults& faults) {
    const auto [first, is_new] = line_of_.emplace(name, line);
    if (!is_new && !name.empty())
      faults.add(line, key, fmt::format("must be another one: {} is taken in line {}", name, first->second));
  }

 private:
  std::map<std::string, int> line_of_;
};

void read_sources(const TomlValue& root, Config& config, const fs::path& folder, Faults& faults) {
  TakenNames names;
  for (const TomlValue* table : tables_of(root, "source", faults)) {
    SourceConfig source;
    Lines lines;
    lines.table = table->line;
    read_options(*table, "source", Place{config, &source, nullptr, folder}, faults, lines);
    if (source.url.empty()) source.url = usual_url(source.kind);
    check_source(source, config, lines, faults);
    // The server's address goes in front of paths that start with a slash.
    if (source.kind != SourceKind::feed && !source.url.empty() && source.url.back() == '/')
      source.url.pop_back();
    names.check(source.name, "source.name", lines.of("source.name"), faults);
    config.sources.push_back(std::move(source));
  }
}

void read_ignore_rules(const TomlValue& root, Config& config, const fs::path& folder, Faults& faults) {
  TakenNames names;
  for (const TomlValue* table : tables_of(root, "ignore", faults)) {
    IgnoreRule rule;
    Lines lines;
    lines.table = table->line;
    read_options(*table, "ignore", Place{config, nullptr, &rule, folder}, faults, lines);
    if (rule.author.empty() && rule.phrase.empty() && rule.source.empty())
      faults.add(table->line, "ignore", "must say what to ignore: an author, a phrase or a source");
    names.check(rule.name, "ignore.name", lines.of("ignore.name"), faults);
    config.ignore.push_back(std::move(rule));
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
  const Place place{config, nullptr, nullptr, folder};
  Lines lines;
  read_options(*document, "", place, faults, lines);
  for (const char* table : {"network", "privacy", "report"}) read_table(*document, table, place, faults);
  read_sources(*document, config, folder, faults);
  read_ignore_rules(*document, config, folder, faults);
  if (!faults.none()) return tl::unexpected<ConfigErrors>(faults.in_order());
  return config;
}

}  // namespace nhs::config
