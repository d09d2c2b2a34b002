#include "intake/ndjson_reader.h"

#include <fmt/format.h>

#include "collector/sources/author_spelling.h"
#include "core/json.h"

namespace nhs::intake {
namespace {

/// Reads members of one object; the first one of a wrong type is remembered.
class MemberReader {
 public:
  MemberReader(JsonView object, UtcTime now) : object_(object), now_(now) {}

  std::string text(std::string_view key) {
    const JsonView member = object_[key];
    if (!member.exists() || member.is_null()) return {};
    if (!member.text()) complain(key, "must be a text");
    return member.text_or_empty();
  }

  std::optional<UtcTime> time(std::string_view key) {
    const std::string written = text(key);
    if (written.empty()) return std::nullopt;
    const auto time = parse_import_time(written, DateStyle::rfc3339, now_);
    if (time) return *time;
    complain(key, time.error());
    return std::nullopt;
  }

  /// Nothing where the member is absent or null, which is not an empty list.
  std::optional<std::vector<std::string>> texts(std::string_view key) {
    const JsonView member = object_[key];
    if (!member.exists() || member.is_null()) return std::nullopt;
    if (!member.is_array()) complain(key, "must be a list of texts");
    std::vector<std::string> list;
    for (std::size_t i = 0; i < member.size(); ++i) {
      if (!member.at(i).text()) complain(key, "must be a list of texts");
      list.push_back(member.at(i).text_or_empty());
    }
    return list;
  }

  std::optional<bool> boolean(std::string_view key) {
    const JsonView member = object_[key];
    if (!member.exists() || member.is_null()) return std::nullopt;
    if (!member.boolean()) complain(key, "must be true or false");
    return member.boolean();
  }

  const std::string& complaint() const { return complaint_; }

 private:
  void complain(std::string_view key, std::string_view cause) {
    if (complaint_.empty()) complaint_ = fmt::format("{}: {}", key, cause);
  }

  JsonView object_;
  UtcTime now_;
  std::string complaint_;
};

}  // namespace

std::optional<ImportItem> NdjsonReader::next() {
  auto line = lines_.next();
  if (!line) return std::nullopt;
  if (auto* bad = std::get_if<BadLine>(&*line)) return std::move(*bad);
  const auto& [number, document] = std::get<JsonLine>(*line);
  if (const JsonView text = document.root()["text"]; !text.exists() || text.is_null())
    return BadLine{number, "text: is missing, and is the one member that is required"};

  MemberReader members{document.root(), now_};
  Post post;
  post.text = members.text("text");
  post.network = members.text("network");
  post.id = members.text("id");
  post.url = members.text("url");
  post.author = members.text("author");
  post.language = members.text("language");
  post.in_reply_to = members.text("in_reply_to");
  auto tags = members.texts("tags");
  post.tags = tags ? *std::move(tags) : collector::tags_as_written({}, post.text);
  post.created_at = members.time("created_at");
  post.edited_at = members.time("edited_at");
  post.quotable = members.boolean("quotable");
  if (!members.complaint().empty()) return BadLine{number, members.complaint()};
  return ImportedPost{number, std::move(post)};
}

}  // namespace nhs::intake
