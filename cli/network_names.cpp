#include "cli/network_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "cli/choice.h"
#include "config/service_file.h"
#include "config/source_kinds.h"
#include "core/source_state.h"
#include "store/holdings.h"

namespace nhs::cli {
namespace {

/// What posts may be of without a configured source: files name any of these, and `import` is theirs that
/// name none. The last three are those of the services that the program comes with.
constexpr std::array<std::string_view, 9> kBuiltIn = {
    "mastodon", "bluesky", "x", "feed", "careopinion", "import", "reddit", "threads", "youtube"};

std::set<std::string> known_networks(const config::Config& config) {
  std::set<std::string> known(kBuiltIn.begin(), kBuiltIn.end());
  for (const config::SourceConfig& source : config.sources)
    for (std::string& each : networks_of(source, config)) known.insert(std::move(each));
  for (std::string& each : stored_networks(config)) known.insert(std::move(each));
  return known;
}

/// Who writes `twitter` finds `x` in the list.
std::string those_known(const std::string& name, const std::set<std::string>& known) {
  return did_you_mean_or_all(name, {known.begin(), known.end()}, "known are");
}

}  // namespace

std::vector<std::string> networks_of(const config::SourceConfig& source, const config::Config& config) {
  if (source.kind != config::SourceKind::json) return {std::string{config::id_of_kind(source.kind)}};
  const auto service = config::load_service(source.service, source, config.allow_plain_http);
  return service ? std::vector{service->network} : std::vector<std::string>{};
}

std::vector<std::string> stored_networks(const config::Config& config) {
  const auto holdings = store::Holdings::open(config.database);
  return holdings ? holdings->networks().value_or(std::vector<std::string>{}) : std::vector<std::string>{};
}

std::vector<std::string> networks_of_files(const std::vector<store::BroughtPosts>& brought) {
  const auto is_of_service = [](const std::string& network) {
    return network != kImportedSource &&
           std::find(kBuiltIn.begin(), kBuiltIn.end(), network) != kBuiltIn.end();
  };
  std::vector<std::string> networks;
  for (const store::BroughtPosts& each : brought)
    if (each.source == kImportedSource && each.sign != store::SignOfPublic::some &&
        !is_of_service(each.network))
      networks.push_back(each.network);
  return networks;
}

std::map<std::string, std::string> unknown_in_retention(const config::Config& config) {
  std::map<std::string, std::string> unknown;
  if (config.retention.networks.empty()) return unknown;
  const std::set<std::string> known = known_networks(config);
  for (const auto& [network, days] : config.retention.networks)
    if (known.count(network) == 0)
      unknown.emplace(network, fmt::format("retention.networks: nothing is known of a network {}{}, so its "
                                           "days are for no post",
                                           network, those_known(network, known)));
  return unknown;
}

}  // namespace nhs::cli
