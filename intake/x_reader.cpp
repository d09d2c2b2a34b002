#include "intake/x_reader.h"

#include <fmt/format.h>

#include "core/text.h"

namespace nhs::intake {
namespace {

/// twarc2 puts the author of a flattened post into it.
collector::XAuthors author_within(JsonView post) {
  const std::string username{trimmed(repaired(post["author"]["username"].text_or_empty()))};
  if (username.empty()) return {};
  return {{post["author_id"].text_or_empty(), username}};
}

}  // namespace

Result<std::unique_ptr<ImportReader>> XReader::make(std::istream& in, UtcTime now) {
  std::unique_ptr<XReader> reader{new XReader{in, now}};
  if (reader->lines_.first_byte() == '[') {
    auto elements = JsonElements::open(in, "", kMaxImportLine);
    if (!elements) return tl::unexpected(elements.error());
    reader->elements_ = std::move(*elements);
  }
  return std::unique_ptr<ImportReader>{std::move(reader)};
}

std::optional<ImportItem> XReader::next() {
  while (ready_.empty())
    if (!read_on()) return std::nullopt;
  ImportItem item = std::move(ready_.front());
  ready_.pop_front();
  return item;
}

bool XReader::read_on() {
  if (elements_) {
    const auto element = elements_->next();
    if (!element) return false;
    const auto document = JsonDocument::parse(element->json);
    if (!element->fault.empty())
      ready_.emplace_back(BadLine{element->number, element->fault});
    else if (!document)
      ready_.emplace_back(BadLine{element->number, document.error().message});
    else
      take_document(element->number, document->root());
    return true;
  }
  const auto line = lines_.next();
  if (!line) return false;
  if (const auto* bad = std::get_if<BadLine>(&*line))
    ready_.emplace_back(*bad);
  else
    take_document(std::get<JsonLine>(*line).number, std::get<JsonLine>(*line).document.root());
  return true;
}

void XReader::take_document(std::size_t number, JsonView document) {
  const JsonView data = document["data"];
  const auto authors = collector::x_authors(document["includes"]);
  for (std::size_t i = 0; i < data.size(); ++i)
    take_post(number, data.at(i), authors, fmt::format("post {} of this page: ", i + 1));
  if (data.is_object()) take_post(number, data, authors, "");
  // A page may have found nothing: then it has no `data`.
  const bool is_response = data.exists() || document["meta"].exists() || document["errors"].exists();
  if (!is_response) take_post(number, document, author_within(document), "");
}

void XReader::take_post(std::size_t number, JsonView post, const collector::XAuthors& authors,
                        const std::string& place) {
  auto decoded = collector::decode_x_post(post, authors, now_);
  switch (decoded.verdict) {
    case collector::XVerdict::keep:
      // Which account a name is, the network alone is believed: a file may be old, or say anything.
      decoded.post.account.clear();
      ready_.emplace_back(ImportedPost{number, std::move(decoded.post)});
      break;
    case collector::XVerdict::repost:
      ++left_out_.boosts;
      break;
    case collector::XVerdict::withheld:
      ++left_out_.withheld;
      break;
    case collector::XVerdict::unreadable:
      ready_.emplace_back(BadLine{number, place + decoded.cause});
      break;
  }
}

}  // namespace nhs::intake
