#include "intake/import_format.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <sstream>

#include "collector/sources/feed_encoding.h"
#include "collector/sources/x_id.h"
#include "core/json.h"
#include "core/json_elements.h"
#include "core/text.h"
#include "intake/csv_row.h"
#include "intake/utf16_stream.h"

namespace nhs::intake {
namespace {

/// Members of our own shape that a post of X never has; the author that twarc2 puts into one is an object.
bool is_of_our_shape(JsonView object) {
  return object["network"].exists() || object["tags"].exists() || object["url"].exists() ||
         (object["author"].exists() && !object["author"].is_object());
}

/// An id of X tells when its post was written. An edited post keeps one of the two for up to an hour.
bool tells_its_time(JsonView object) {
  const auto id = collector::parse_x_id(object["id"].text().value_or(""));
  if (!id) return false;
  const auto written = parse_rfc3339(object["created_at"].text().value_or(""));
  if (!written) return !object["created_at"].exists();
  return std::chrono::abs(*written - collector::time_of_x_id(*id)) <= std::chrono::hours{1};
}

/// X's name for a post's author, or for its versions, beside an id that X may have given.
bool is_tweet(JsonView object) {
  static constexpr std::array<std::string_view, 3> signs = {"author_id", "edit_history_tweet_ids",
                                                            "edit_history_post_ids"};
  return object["text"].text() && !is_of_our_shape(object) && tells_its_time(object) &&
         std::any_of(signs.begin(), signs.end(),
                     [&](std::string_view sign) { return object[sign].exists(); });
}

bool is_page_of_tweets(JsonView object) {
  const JsonView data = object["data"];
  return is_tweet(data.size() > 0 ? data.at(0) : data);
}

bool is_from_4cat(JsonView object) {
  return object["thread_id"].exists() && object["body"].exists() && object["timestamp"].exists();
}

/// What the head of a document that holds this list says; null when it holds none.
std::optional<JsonDocument> head_before(const std::string& member, std::string_view beginning) {
  std::istringstream in{std::string{beginning}};
  const auto elements = JsonElements::open(in, member, kBeginning);
  if (!elements) return std::nullopt;
  auto head = JsonDocument::parse(elements->head());
  return head ? std::optional{std::move(*head)} : std::nullopt;
}

std::optional<ImportFormat> format_of_lists(std::string_view beginning) {
  const auto outbox = head_before("orderedItems", beginning);
  if (outbox && outbox->root()["type"].text() == std::optional<std::string_view>{"OrderedCollection"})
    return ImportFormat::mastodon_archive;
  const auto feed = head_before("items", beginning);
  if (feed && feed->root()["version"].text_or_empty().rfind("https://jsonfeed.org/version/", 0) == 0)
    return ImportFormat::jsonfeed;
  std::istringstream in{std::string{beginning}};
  auto elements = JsonElements::open(in, "", kBeginning);
  const auto first = elements ? elements->next() : std::nullopt;
  const auto tweet = first ? JsonDocument::parse(first->json) : fail(ExitStatus::bad_data, "");
  if (tweet && is_tweet(tweet->root())) return ImportFormat::x;
  return std::nullopt;
}

std::optional<ImportFormat> format_of_first_line(std::string_view line) {
  const auto object = JsonDocument::parse(line);
  if (!object) return std::nullopt;
  if (is_tweet(object->root()) || is_page_of_tweets(object->root())) return ImportFormat::x;
  if (is_from_4cat(object->root())) return ImportFormat::fourcat_ndjson;
  return std::nullopt;
}

/// A header with the three columns that stand in every table of 4CAT's, and none named text.
bool is_header_of_4cat(std::string_view line) {
  std::string header = "," + folded(trimmed(line)) + ",";
  header.erase(std::remove(header.begin(), header.end(), '"'), header.end());
  // As a spreadsheet may have saved it since.
  std::replace_if(
      header.begin(), header.end(), [](char c) { return c == ';' || c == '\t'; }, ',');
  const auto has = [&](std::string_view column) {
    return header.find("," + std::string{column} + ",") != std::string::npos;
  };
  return has("thread_id") && has("body") && has("timestamp") && !has("text");
}

/// A header whose cells are separated by tabs, as spreadsheets save what they call text.
bool is_header_with_tabs(std::string_view beginning) {
  CsvRow row{'\t'};
  do {
    const std::size_t end = std::min(beginning.find('\n'), beginning.size());
    row.take(beginning.substr(0, end));
    beginning.remove_prefix(std::min(end + 1, beginning.size()));
  } while (row.is_open() && !beginning.empty());
  return std::move(row).cells().size() > 1;
}

}  // namespace

std::optional<ImportFormat> format_of_file(const std::string& name) {
  const auto ends_with = [&](std::string_view ending) {
    return name.size() >= ending.size() &&
           name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
  };
  if (ends_with(".ndjson") || ends_with(".jsonl")) return ImportFormat::ndjson;
  if (ends_with(".csv")) return ImportFormat::csv;
  if (ends_with(".tsv")) return ImportFormat::tsv;
  return std::nullopt;
}

std::optional<ImportFormat> recognised_format(const std::string& name, std::string_view beginning) {
  const auto named = format_of_file(name);
  std::string converted;
  if (begins_as_utf16(beginning)) beginning = converted = collector::as_utf8(beginning, std::nullopt);
  beginning = without_byte_order_mark(beginning);
  const bool is_text_with_tabs = name.ends_with(".txt") && is_header_with_tabs(beginning);
  beginning = trimmed(beginning);
  const std::string_view line = beginning.substr(0, beginning.find('\n'));
  std::optional<ImportFormat> certain;
  if (!line.empty() && (line.front() == '{' || line.front() == '[')) {
    certain = format_of_lists(beginning);
    if (!certain) certain = format_of_first_line(line);
  } else if (named == ImportFormat::csv && is_header_of_4cat(line)) {
    certain = ImportFormat::fourcat_csv;
  } else if (is_text_with_tabs) {
    certain = ImportFormat::csv;
  }
  return certain ? certain : named;
}

std::optional<std::string_view> why_packed(std::string_view beginning) {
  const bool is_zip = beginning.substr(0, 4) == "PK\x03\x04";
  const auto holds = [&](std::string_view text) { return beginning.find(text) != std::string_view::npos; };
  if (beginning.substr(0, 4) == "\xD0\xCF\x11\xE0" ||
      (is_zip && (holds("[Content_Types].xml") || holds("vnd.oasis.opendocument"))))
    return "this is a workbook of a spreadsheet; save the sheet as CSV and take that";
  if (is_zip) return "this is a zip archive; unpack it and take the file in it";
  return std::nullopt;
}

}  // namespace nhs::intake
