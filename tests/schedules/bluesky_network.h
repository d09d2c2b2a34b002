#pragma once

#include "tests/schedules/model_network.h"
#include "tests/support/bluesky_api.h"

namespace nhs::test {

/// Bluesky's search: posts are found late, dated wrongly, rewritten and removed; sessions run out; cursors
/// die.
class BlueskyNetwork final : public ModelNetwork {
 public:
  explicit BlueskyNetwork(Chance& chance);

  std::unique_ptr<const collector::Source> source() const override;
  Reply answer(const SeenRequest& request, UtcTime now) override;
  void show_at_once() override { api_.quirks.index_lag = std::chrono::seconds{0}; }
  void begin(Chance& chance, UtcTime now) override;
  void live_on(Chance& chance, UtcTime now) override;
  std::map<std::string, std::string> in_reach() const override;
  const std::set<std::string>& ever_published() const override { return ever_; }

 private:
  /// found_at: when search first shows it; after the index lag unless given.
  void publish(Chance& chance, UtcTime created_at, UtcTime indexed_at,
               std::optional<UtcTime> found_at = std::nullopt);
  std::string any_since(Chance& chance, UtcTime since) const;

  UtcTime now_{};
  BlueskyApi api_{[this] { return now_; }};
  std::map<std::string, std::string> texts_;  ///< by uri, of the posts that are there
  std::map<std::string, UtcTime> sorted_at_;
  std::set<std::string> ever_;
  int serial_ = 0;
};

}  // namespace nhs::test
