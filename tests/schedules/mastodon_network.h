#pragma once

#include "tests/schedules/model_network.h"
#include "tests/support/mastodon_api.h"

namespace nhs::test {

/// A Mastodon-compatible server on which people publish, edit and remove, and which posts of others reach
/// late.
class MastodonNetwork final : public ModelNetwork {
 public:
  /// The quirks of the server follow from chance.
  explicit MastodonNetwork(Chance& chance);

  std::unique_ptr<const collector::Source> source() const override;
  Reply answer(const SeenRequest& request, UtcTime now) override;
  void begin(Chance& chance, UtcTime now) override;
  void live_on(Chance& chance, UtcTime now) override;
  std::map<std::string, std::string> in_reach() const override;
  const std::set<std::string>& ever_published() const override { return ever_; }

 private:
  void publish(Chance& chance, UtcTime created_at);
  void edit(Chance& chance, UtcTime now);
  void remove(Chance& chance);
  const std::string* any_since(Chance& chance, UtcTime since) const;

  IdStyle ids_;
  MastodonApi api_;
  std::map<std::string, UtcTime> live_;  ///< uri to when it was written
  std::set<std::string> ever_;
  std::uint64_t serial_ = 0;
};

}  // namespace nhs::test
