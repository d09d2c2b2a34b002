#include "intake/json_feed_reader.h"

#include <algorithm>
#include <variant>

#include "collector/sources/feed_json.h"
#include "collector/sources/feed_posts.h"
#include "core/json.h"

namespace nhs::intake {
namespace {

/// Text of a batch that is held at most, beside one item.
constexpr std::size_t kBatchBytes = 4 * 1024 * 1024;

constexpr std::string_view kVersion = "https://jsonfeed.org/version/";

/// The members that items take over from their feed.
std::string members_for_items(JsonView feed) {
  std::string members = R"({"version":"https://jsonfeed.org/version/1.1")";
  for (const char* name : {"authors", "author", "language"})
    if (feed[name].exists()) members += std::string{",\""} + name + "\":" + feed[name].to_text();
  return members;
}

/// By what items without an id of their own are told from another feed's.
std::string address_of(JsonView feed) {
  for (const char* name : {"feed_url", "home_page_url"})
    if (const std::string address = feed[name].text_or_empty(); !address.empty()) return address;
  return {};
}

std::size_t number_of(const ImportItem& item) {
  return std::visit([](const auto& read) { return read.line; }, item);
}

}  // namespace

JsonFeedReader::JsonFeedReader(JsonElements elements, std::string network, UtcTime now)
    : elements_(std::move(elements)), network_(network.empty() ? "feed" : std::move(network)), now_(now) {
  const auto head = JsonDocument::parse(elements_.head());
  const JsonView feed = head ? head->root() : JsonView{};
  feed_members_ = members_for_items(feed);
  feed_url_ = address_of(feed);
}

Result<std::unique_ptr<ImportReader>> JsonFeedReader::make(std::istream& in, const std::string& network,
                                                           UtcTime now) {
  auto elements = JsonElements::open(in, "items", kMaxImportLine);
  const auto head = elements ? JsonDocument::parse(elements->head()) : fail(ExitStatus::bad_data, "");
  // The version may stand behind the items; where it stands before them it decides.
  if (!head || head->root()["version"].text().value_or(kVersion).rfind(kVersion, 0) != 0)
    return fail(ExitStatus::bad_data, "not a JSON Feed (no `version` and `items` of one)");
  return std::unique_ptr<ImportReader>{new JsonFeedReader{std::move(*elements), network, now}};
}

std::optional<ImportItem> JsonFeedReader::next() {
  if (ready_.empty()) fill();
  if (ready_.empty()) return std::nullopt;
  ImportItem item = std::move(ready_.front());
  ready_.pop_front();
  return item;
}

void JsonFeedReader::fill() {
  collector::FeedDocument batch;
  std::vector<std::size_t> numbers;
  std::size_t bytes = 0;
  while (batch.items.size() < collector::kMaxFeedItems && bytes < kBatchBytes &&
         ready_.size() < collector::kMaxFeedItems) {
    const auto element = elements_.next();
    if (!element) break;
    bytes += element->json.size();
    take(*element, batch, numbers);
  }
  std::vector<collector::FeedPost> posts = collector::posts_of(batch, network_, feed_url_, now_);
  repeated_ += static_cast<std::int64_t>(batch.items.size() - posts.size());
  for (collector::FeedPost& of_item : posts)
    ready_.emplace_back(ImportedPost{numbers[of_item.item], std::move(of_item.post)});
  // Between them stand the faults.
  std::sort(ready_.begin(), ready_.end(),
            [](const ImportItem& one, const ImportItem& other) { return number_of(one) < number_of(other); });
}

void JsonFeedReader::take(const JsonElement& element, collector::FeedDocument& batch,
                          std::vector<std::size_t>& numbers) {
  const auto complain = [&](std::string cause) {
    ready_.emplace_back(BadLine{element.number, std::move(cause)});
  };
  if (!element.fault.empty()) return complain(element.fault);
  if (const auto item = JsonDocument::parse(element.json); !item) return complain(item.error().message);
  auto read = collector::read_json_feed(feed_members_ + ",\"items\":[" + element.json + "]}", feed_url_);
  if (!read) return complain(read.error().message);
  if (read->items.empty())
    return complain(read->unreadable.empty() ? "no item" : read->unreadable.front().cause);
  batch.items.push_back(std::move(read->items.front()));
  numbers.push_back(element.number);
}

}  // namespace nhs::intake
