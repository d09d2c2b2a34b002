#pragma once

#include "tests/schedules/model_network.h"
#include "tests/support/careopinion_api.h"

namespace nhs::test {

/// Care Opinion: stories are published, some under a date of some hours ago, and taken back.
class CareOpinionNetwork final : public ModelNetwork {
 public:
  explicit CareOpinionNetwork(Chance& chance);

  std::unique_ptr<const collector::Source> source() const override;
  Reply answer(const SeenRequest& request, UtcTime now) override;
  void begin(Chance& chance, UtcTime now) override;
  void live_on(Chance& chance, UtcTime now) override;
  std::map<std::string, std::string> in_reach() const override;
  const std::set<std::string>& ever_published() const override { return ever_; }

 private:
  void publish(UtcTime published);

  CareOpinionApi api_{"a-key"};
  std::set<std::string> ever_;
  int serial_ = 0;
};

}  // namespace nhs::test
