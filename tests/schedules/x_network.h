#pragma once

#include "tests/schedules/model_network.h"
#include "tests/support/x_api.h"

namespace nhs::test {

/// X's recent search: posts are edited under new ids, removed, and hidden with their accounts.
class XNetwork : public ModelNetwork {
 public:
  explicit XNetwork(Chance& chance);

  std::unique_ptr<const collector::Source> source() const override;
  Reply answer(const SeenRequest& request, UtcTime now) override;
  void show_at_once() override { api_.quirks.search_lag = std::chrono::seconds{0}; }
  void begin(Chance& chance, UtcTime now) override;
  void live_on(Chance& chance, UtcTime now) override;
  std::map<std::string, std::string> in_reach() const override { return api_.in_reach("NHSvalues"); }
  const std::set<std::string>& ever_published() const override { return ever_; }
  std::int64_t billed_for_day(UtcTime moment) const override { return api_.bill.of_day(moment); }

 private:
  void publish(Chance& chance, UtcTime created_at);
  void edit(Chance& chance, UtcTime now);

  UtcTime now_{};
  XApi api_{[this] { return now_; }};
  std::vector<std::string> live_;  ///< ids of first versions
  std::set<std::string> ever_;
  int serial_ = 0;
};

/// X with a spending cap: a few dear pages a day.
class CappedXNetwork final : public XNetwork {
 public:
  explicit CappedXNetwork(Chance& chance);

  std::optional<collector::Allowance> allowance() const override { return allowance_; }

 private:
  collector::Allowance allowance_;
};

}  // namespace nhs::test
