#include "intake/ndjson_reader.h"

#include <fmt/format.h>

#include "core/json.h"
#include "core/text.h"

namespace nhs::intake {
namespace {

/// Reads members of one object; the first one of a wrong type is remembered.
class MemberReader {
 public:
  explicit MemberReader(JsonView object) : object_(object) {}

  std::string text(std::string_view key) {
    const JsonView member = object_[key];
    if (!member.exists() || member.is_null()) return {};
    if (!member.text()) complain(key, "a text");
    return member.text_or_empty();
  }

  std::optional<UtcTime> time(std::string_view key) {
    const std::string written = text(key);
    if (written.empty()) return std::nullopt;
    const auto time = parse_import_time(written);
    if (!time) complain(key, "a day or a time like 2026-11-01T09:30:00Z");
    return time;
  }

  std::vector<std::string> texts(std::string_view key) {
    const JsonView member = object_[key];
    if (!member.exists() || member.is_null()) return {};
    if (!member.is_array()) complain(key, "a list of texts");
    std::vector<std::string> list;
    for (std::size_t i = 0; i < member.size(); ++i) {
      if (!member.at(i).text()) complain(key, "a list of texts");
      list.push_back(member.at(i).text_or_empty());
    }
    return list;
  }

  const std::string& complaint() const { return complaint_; }

 private:
  void complain(std::string_view key, std::string_view wanted) {
    if (complaint_.empty()) complaint_ = fmt::format("{}: must be {}", key, wanted);
  }

  JsonView object_;
  std::string complaint_;
};

}  // namespace

std::optional<std::variant<ImportedPost, BadLine>> NdjsonReader::next() {
  std::optional<Line> line;
  do {
    line = lines_.next();
    if (!line) return std::nullopt;
  } while (!line->too_long && trimmed(line->text).empty());
  const std::size_t number = line->number;
  if (line->too_long) return BadLine{number, fmt::format("longer than {} bytes", kMaxImportLine)};
  const auto document = JsonDocument::parse(line->text);
  if (!document) return BadLine{number, document.error().message};
  if (!document->root().is_object()) return BadLine{number, "not a JSON object"};
  if (!document->root()["text"].text())
    return BadLine{number, "text: is missing, and is the one member that is required"};

  MemberReader members{document->root()};
  Post post;
  post.text = members.text("text");
  post.network = members.text("network");
  post.id = members.text("id");
  post.url = members.text("url");
  post.author = members.text("author");
  post.language = members.text("language");
  post.in_reply_to = members.text("in_reply_to");
  post.tags = members.texts("tags");
  post.created_at = members.time("created_at");
  post.edited_at = members.time("edited_at");
  if (!members.complaint().empty()) return BadLine{number, members.complaint()};
  return ImportedPost{number, std::move(post)};
}

}  // namespace nhs::intake
