#include "control/source_switch.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "control/json_members.h"
#include "control/office.h"
#include "core/suggestion.h"

namespace nhs::control {
namespace {

constexpr std::size_t kLongestSourceName = 64;

}  // namespace

void SwitchSource::write(JsonWriter& json) const { json.key("name").text(name).key("on").boolean(on); }

Result<SwitchSource> SwitchSource::read(JsonView json) {
  auto name = read_line_of_text(json, "name", kLongestSourceName);
  if (!name) return tl::unexpected(name.error());
  const auto on = json["on"].boolean();
  if (!on) return faulty("on", "true or false");
  return SwitchSource{*std::move(name), *on};
}

Result<Switched> SwitchSource::perform(const Office& office) const {
  const auto disabled = office.store.disabled_sources();
  if (!disabled) return tl::unexpected(disabled.error());
  const auto& sources = office.config.sources;
  const bool known =
      std::any_of(sources.begin(), sources.end(), [&](const auto& each) { return each.name == name; }) ||
      std::any_of(disabled->begin(), disabled->end(), [&](const auto& each) { return each.source == name; });
  if (!known) {
    std::vector<std::string_view> names;
    for (const config::SourceConfig& each : sources) names.push_back(each.name);
    const auto meant = nearest(name, names);
    return fail(ExitStatus::usage,
                fmt::format("{}: no such source in the configuration{}; `nhsvalues sources list` shows those "
                            "there are",
                            name, meant ? fmt::format(" (did you mean {}?)", *meant) : ""));
  }
  const auto changed = office.store.switch_source(name, on, office.act);
  if (!changed) return tl::unexpected(changed.error());
  return Switched{*changed};
}

}  // namespace nhs::control
