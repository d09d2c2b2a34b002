#include "config/service_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/checks.h"
#include "config/faults.h"
#include "config/file_text.h"
#include "config/option_reader.h"
#include "config/toml_document.h"
#include "core/text.h"

namespace nhs::config {
namespace {

/// The description's parts that hold a placeholder.
bool holds(const JsonService& service, Placeholder placeholder) {
  const JsonRequest& request = service.request;
  return has_placeholder(request.url, placeholder) || has_placeholder(request.body, placeholder) ||
         std::any_of(request.headers.begin(), request.headers.end(), [placeholder](const auto& header) {
           return has_placeholder(header.second, placeholder);
         });
}

/// Checks of one description, with the lines of its tables.
class ServiceChecks {
 public:
  ServiceChecks(const JsonService& service, const SourceConfig& source, Faults& faults)
      : service_(service), source_(source), faults_(faults) {}

  std::map<std::string, Lines> lines;

  void check(bool allow_plain_http) {
    check_url(allow_plain_http);
    check_body();
    check_headers();
    check_secrets(allow_plain_http);
    check_walk();
    check_map();
  }

  void check_joins(const JsonPointers& pointers, const std::string& key) {
    for (const JsonPointer& pointer : pointers) {
      const auto is_named = [&pointer](const JsonJoin& join) { return join.name == pointer.join; };
      if (!pointer.join.empty() && std::none_of(service_.joins.begin(), service_.joins.end(), is_named))
        add(key, fmt::format("must name a [[join]] before the colon ({} is none)", pointer.join));
    }
  }

 private:
  void add(const std::string& key, std::string_view what) {
    const std::string table{table_of(key)};
    faults_.add(lines[table].of(key), key, what);
  }

  bool is_wrong(const std::string& key) { return lines[std::string{table_of(key)}].is_wrong(key); }

  /// The server must stand in the template as it is: nothing that comes from outside may choose it.
  void check_url(bool allow_plain_http) {
    const ServiceTemplate& url = service_.request.url;
    if (url.empty() || is_wrong("request.url")) return;
    if (url[0].is_placeholder && url[0].placeholder == Placeholder::url) {
      if (source_.url.empty())
        add("request.url", "starts with {url}: give the [[source]] the server's address as its url");
      else if (url.size() > 1 && (url[1].is_placeholder || url[1].text.front() != '/'))
        add("request.url", "must go on with a / after {url}");
      return;
    }
    const std::string& start = url[0].text;
    const bool ends_in_host = start.find('/', start.find("//") + 2) == std::string::npos;
    if (url[0].is_placeholder || (ends_in_host && url.size() > 1))
      add("request.url", "must start with the server's name, or with {url}, and a / after it");
    else if (const auto wrong =
                 fault_of_url(start.substr(0, start.find_first_of("?#")), SourceKind::json, allow_plain_http))
      add("request.url", *wrong);
  }

  void check_body() {
    if (!service_.request.post && !service_.request.body.empty())
      add("request.body", "must not stand here: only a request whose method is \"post\" has one");
  }

  void check_headers() {
    for (const auto& [name, value] : service_.request.headers) {
      for (const Placeholder placeholder : {Placeholder::since, Placeholder::page, Placeholder::url})
        if (has_placeholder(value, placeholder))
          add("request.headers", "must hold no placeholders but {secret}, {token} and {tag}");
      if (folded(name) == "authorization" && !has_placeholder(value, Placeholder::secret) &&
          !has_placeholder(value, Placeholder::token))
        add("request.headers",
            "must not hold the secret itself: write {secret} in its place, and name a "
            "file that has it in the [[source]]'s credential");
    }
  }

  void check_secrets(bool allow_plain_http) {
    const bool has_token = !service_.token.url.empty();
    if (has_token)
      if (const auto wrong = fault_of_url(service_.token.url, SourceKind::json, allow_plain_http))
        add("token.url", *wrong);
    if (has_token && holds(service_, Placeholder::secret))
      add("request.url", "must hold {token}, not {secret}: the credential is for [token] alone");
    if (!has_token && holds(service_, Placeholder::token))
      add("request.url", "holds {token}, but no [token] says where to get it");
    if (source_.credential.empty() && (has_token || holds(service_, Placeholder::secret)))
      add("request.url", "needs a secret: give the [[source]] a credential");
  }

  void check_walk() {
    const JsonPaging& paging = service_.paging;
    const bool by_pointer = paging.mode == PagingMode::token || paging.mode == PagingMode::next_url;
    if (by_pointer && paging.next.steps.empty())
      add("paging.next", "missing; this paging.mode needs the place of the next page");
    const bool by_address = paging.mode == PagingMode::next_url || paging.mode == PagingMode::link_header;
    const bool needs_place = paging.mode != PagingMode::none && !by_address;
    if (needs_place && !holds(service_, Placeholder::page))
      add("paging.mode", "needs {page} in request.url or request.body");
    if (!needs_place && holds(service_, Placeholder::page))
      add("paging.mode", "must be one that fills {page}, which stands in the request");
    const bool backwards = paging.mode == PagingMode::until_time || paging.mode == PagingMode::until_id;
    if (backwards && paging.order != PageOrder::newest_first)
      add("paging.order", "must be \"newest_first\" where pages go back from the last item");
    if (paging.order == PageOrder::oldest_first && service_.catch_up.mode == CatchUpMode::none)
      add("paging.order", "needs a catch_up.mode: from the oldest on, the newest would never be reached");
    const bool catches_up = service_.catch_up.mode != CatchUpMode::none;
    if (catches_up != holds(service_, Placeholder::since))
      add("catch_up.mode", catches_up ? "needs {since} in request.url or request.body"
                                      : "must be one that fills {since}, which stands in the request");
  }

  void check_map() {
    const JsonMap& map = service_.map;
    if (map.text.empty() && map.heading.empty())
      add("map.text", "missing; must be where the text of a post stands");
    const auto check_formats = [&](const JsonPointers& pointers, const std::vector<TextFormat>& formats,
                                   const std::string& key) {
      if (formats.size() != 1 && formats.size() != pointers.size())
        add(key, "must be one format, or as many as there are pointers");
    };
    check_formats(map.text, map.text_formats, "map.text_format");
    check_formats(map.heading, map.heading_formats, "map.heading_format");
    for (const auto& [key, pointers] :
         {std::pair{"map.id", &map.id}, std::pair{"map.url", &map.url}, std::pair{"map.text", &map.text},
          std::pair{"map.heading", &map.heading}, std::pair{"map.author", &map.author},
          std::pair{"map.local_id", &map.local_id}, std::pair{"map.created_at", &map.created_at},
          std::pair{"map.edited_at", &map.edited_at}, std::pair{"map.language", &map.language},
          std::pair{"map.tags", &map.tags}, std::pair{"map.in_reply_to", &map.in_reply_to}})
      check_joins(*pointers, key);
  }

  const JsonService& service_;
  const SourceConfig& source_;
  Faults& faults_;
};

}  // namespace

tl::expected<JsonService, ConfigErrors> load_service(const std::filesystem::path& file,
                                                     const SourceConfig& source, bool allow_plain_http) {
  const auto text = file_text(file);
  if (!text) return tl::unexpected<ConfigErrors>(ConfigErrors{{text.error().message}});
  return parse_service(*text, file, source, allow_plain_http);
}

tl::expected<JsonService, ConfigErrors> parse_service(std::string_view toml,
                                                      const std::filesystem::path& name,
                                                      const SourceConfig& source, bool allow_plain_http) {
  const auto document = read_toml(toml);
  if (!document)
    return tl::unexpected<ConfigErrors>(ConfigErrors{
        {fmt::format("{}:{}: {}", name.native(), document.error().line, document.error().what)}});
  JsonService service;
  Faults faults{name};
  Place place;
  place.service = &service;
  const OptionReader reader{service_option_table()};
  ServiceChecks checks{service, source, faults};
  checks.lines[""] = reader.read(*document, "", place, faults);
  for (const char* table :
       {"request", "token", "items", "map", "paging", "catch_up", "limit", "errors", "filter"})
    checks.lines[table] = reader.read_table(*document, table, place, faults);
  TakenNames names;
  for (const TomlValue* table : tables_of(*document, "join", "side table", faults)) {
    JsonJoin join;
    place.join = &join;
    const Lines lines = reader.read(*table, "join", place, faults);
    names.check(join.name, "join.name", lines.of("join.name"), faults);
    service.joins.push_back(std::move(join));
  }
  // Faults across keys would follow from those of the keys.
  if (faults.none()) checks.check(allow_plain_http);
  if (!faults.none()) return tl::unexpected<ConfigErrors>(faults.in_order());
  return service;
}

bool asks_by_tag(const JsonService& service) { return holds(service, Placeholder::tag); }

}  // namespace nhs::config
