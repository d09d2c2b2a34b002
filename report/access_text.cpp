#include <fmt/format.h>

#include <utility>

#include "report/access_facts.h"

namespace nhs::report {
namespace {

class TextWriter final : public AccessWriter {
 public:
  TextWriter(TimeZone zone, Terminal terminal) : zone_(std::move(zone)), terminal_(terminal) {}

  std::string head(const AccessAnswer& answer) override {
    std::string text = heading("What is held about " + terminal_safe(answer.account));
    text += wrapped_lines({access_summary(answer, zone_)}, terminal_);
    for (const Passage& each : access_passages(answer, zone_))
      text += "\n" + heading(each.title) + wrapped_lines(each.lines, terminal_);
    return text;
  }

  std::string post(const store::HeldPost& held, const AccessIdentity& identity) override {
    std::string text = "\n" + heading(fmt::format("Post {}", held.post.ref));
    if (!held.post.text.empty()) text += wrapped_lines({held.post.text}, terminal_);
    for (const Fact& each : access_facts(held, identity, zone_))
      text += wrapped_lines({fmt::format("{}: {}", each.name, each.value)}, terminal_);
    return text;
  }

  std::string end() override { return {}; }

 private:
  std::string heading(const std::string& words) const { return bold(words, terminal_) + "\n"; }

  TimeZone zone_;
  Terminal terminal_;
};

}  // namespace

std::unique_ptr<AccessWriter> access_text(TimeZone zone, Terminal terminal) {
  return std::make_unique<TextWriter>(std::move(zone), terminal);
}

}  // namespace nhs::report
