#include "tests/schedules/careopinion_network.h"

#include <fmt/format.h>

#include <iterator>

#include "collector/sources/careopinion_source.h"

namespace nhs::test {

using namespace std::chrono_literals;

CareOpinionNetwork::CareOpinionNetwork(Chance& chance) {
  api_.quirks.largest_page = 2 + chance.below(120);
  api_.quirks.after_is_a_day = chance.one_in(4);
}

std::unique_ptr<const collector::Source> CareOpinionNetwork::source() const {
  collector::CareOpinionOptions options;
  options.url = base_url;
  options.key = "a-key";
  return collector::make_careopinion_source(options);
}

Reply CareOpinionNetwork::answer(const SeenRequest& request, UtcTime /*now*/) {
  return api_.answer(request, base_url);
}

void CareOpinionNetwork::begin(Chance& chance, UtcTime now) {
  for (std::size_t stories = chance.below(60); stories > 0; --stories)
    publish(now - std::chrono::seconds{chance.below(72 * 3600)});
}

void CareOpinionNetwork::live_on(Chance& chance, UtcTime now) {
  switch (chance.below(6)) {
    case 0: {
      if (api_.stories().empty()) return;
      const auto chosen =
          std::next(api_.stories().begin(), static_cast<std::ptrdiff_t>(chance.below(api_.stories().size())));
      return api_.withdraw(chosen->first);
    }
    case 1:  // moderated for some hours
      return publish(now - std::chrono::seconds{chance.below(20 * 3600)});
    case 2: {
      for (std::size_t stories = chance.below(20); stories > 0; --stories) publish(now);
      return;
    }
    default:
      return publish(now);
  }
}

void CareOpinionNetwork::publish(UtcTime published) {
  Story story;
  story.id = ++serial_;
  story.title = "My stay";
  story.body = fmt::format("Kindness number {}.", serial_);
  story.published = published;
  api_.publish(story);
  ever_.insert(std::to_string(serial_));
}

std::map<std::string, std::string> CareOpinionNetwork::in_reach() const {
  std::map<std::string, std::string> posts;
  for (const auto& [id, story] : api_.stories())
    posts.emplace(std::to_string(id), story.title + "\n\n" + story.body);
  return posts;
}

}  // namespace nhs::test
