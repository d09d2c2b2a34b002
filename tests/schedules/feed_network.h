#pragma once

#include <vector>

#include "tests/schedules/model_network.h"
#include "tests/support/conditional.h"
#include "tests/support/feed_server.h"

namespace nhs::test {

/// A publisher's feed: items are put in anywhere, dated anew, shuffled, and fall out at its end.
class FeedNetwork final : public ModelNetwork {
 public:
  explicit FeedNetwork(Chance& chance);

  std::unique_ptr<const collector::Source> source() const override;
  Reply answer(const SeenRequest& request, UtcTime now) override;
  void begin(Chance& chance, UtcTime now) override;
  void live_on(Chance& chance, UtcTime now) override;
  std::map<std::string, std::string> in_reach() const override;
  const std::set<std::string>& ever_published() const override { return ever_; }

 private:
  void publish(Chance& chance, UtcTime published);

  bool atom_;
  std::size_t newest_;
  ConditionalAnswers answers_;
  std::vector<FeedItem> items_;  ///< in the document's order
  std::set<std::string> ever_;
  int serial_ = 0;
};

}  // namespace nhs::test
