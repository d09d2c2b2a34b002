#include "control/alert_trial.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "control/json_members.h"
#include "control/limits.h"
#include "control/office.h"

namespace nhs::control {
namespace {

store::AlertMessage trial_message() {
  store::AlertMessage message;
  message.rule = "test";
  message.event = store::AlertEvent::test;
  message.title = "Test: nothing has happened";
  message.text =
      "Somebody tries whether alerts arrive here (`nhsvalues alerts test`). There is nothing to do.";
  message.command = "nhsvalues alerts";
  return message;
}

}  // namespace

void TestAlert::write(JsonWriter& json) const { json.key("target").text(target); }

Result<TestAlert> TestAlert::read(JsonView json) {
  const auto target = json["target"].text();
  if (!target || target->size() > kLongestName)
    return fail(ExitStatus::bad_data, "target: must be the name of a target, or empty for all");
  return TestAlert{std::string{*target}};
}

Result<AlertQueued> TestAlert::perform(const Office& office) const {
  std::vector<std::string> names;
  for (const config::NotifyTarget& each : office.config.targets)
    if (target.empty() || each.name == target) names.push_back(each.name);
  if (names.empty())
    return fail(ExitStatus::usage,
                target.empty()
                    ? "there is no [[notify]] in the configuration, so there is nothing to try"
                    : fmt::format("{}: no [[notify]] of the configuration in force has this name", target));
  const auto id = office.store.queue_test_alert(trial_message(), names, office.act);
  if (!id) return tl::unexpected(id.error());
  return AlertQueued{*id};
}

void AlertQueued::write(JsonWriter& json) const { json.key("alert").integer(alert); }

Result<AlertQueued> AlertQueued::read(JsonView json) {
  const auto alert = json["alert"].integer();
  if (!alert) return not_understood();
  return AlertQueued{*alert};
}

}  // namespace nhs::control
