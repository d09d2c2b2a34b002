#pragma once

#include <deque>
#include <vector>

#include "collector/sources/feed_document.h"
#include "core/json_elements.h"
#include "intake/import_reader.h"

namespace nhs::intake {

/// A JSON Feed, read as the collector reads one from the web, so that its items are known again. What its
/// members behind the items say (language, authors) is not known while the items are read, and left out.
///
/// Items are told apart within a batch, as feeds repeat ids: a feed of up to collector::kMaxFeedItems items,
/// all that the collector reads of one, is one batch.
class JsonFeedReader final : public ImportReader {
 public:
  /// network: empty for `feed`.
  static Result<std::unique_ptr<ImportReader>> make(std::istream& in, const std::string& network,
                                                    UtcTime now);
  std::optional<ImportItem> next() override;
  std::string_view unit() const override { return "item"; }
  LeftOut left_out() const override { return {.repeated = repeated_}; }

 private:
  JsonFeedReader(JsonElements elements, std::string network, UtcTime now);
  /// Reads a batch into ready_.
  void fill();
  /// Of one element, with its number; a fault goes into ready_.
  void take(const JsonElement& element, collector::FeedDocument& batch, std::vector<std::size_t>& numbers);

  JsonElements elements_;
  std::string network_;
  UtcTime now_;
  std::string feed_members_;  ///< of the feed as JSON, up to its items
  std::string feed_url_;
  std::deque<ImportItem> ready_;
  std::int64_t repeated_ = 0;
};

}  // namespace nhs::intake
