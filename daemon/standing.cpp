#include "daemon/standing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "daemon/service_manager.h"

namespace nhs::daemon {
namespace {

/// A faulty file has a line for each fault; here there is room for one.
std::string first_of(const std::string& lines) {
  const std::size_t end = lines.find('\n');
  if (end == std::string::npos) return lines;
  const auto more = std::count(lines.begin(), lines.end(), '\n');
  return fmt::format("{} (and {} more; see `nhsvalues check-config`)", lines.substr(0, end), more);
}

}  // namespace

void Standing::has_trouble(const std::string& trouble) {
  trouble_ = trouble;
  lock_.note_trouble(trouble);
  tell_status(in_words());
}

void Standing::goes_by(const std::string& hash, std::vector<std::string> waiting_for_restart) {
  hash_ = hash;
  refused_.clear();
  waiting_for_restart_ = std::move(waiting_for_restart);
  note_configuration();
}

void Standing::refuses(const std::string& why) {
  refused_ = first_of(why);
  note_configuration();
}

std::string Standing::in_words() const {
  if (!trouble_.empty()) return "nothing is asked, for it could not be kept: " + trouble_;
  const std::string watching = fmt::format("watching {} source{}", watched_, watched_ == 1 ? "" : "s");
  const std::string remark = this->remark();
  return remark.empty() ? watching : fmt::format("{}; {}", watching, remark);
}

void Standing::note_configuration() { lock_.note_configuration({hash_, remark()}); }

std::string Standing::remark() const {
  if (!refused_.empty())
    return fmt::format("the configuration of before is in force, for the file is refused: {}", refused_);
  if (!waiting_for_restart_.empty())
    return fmt::format("a restart is needed for {}", fmt::join(waiting_for_restart_, ", "));
  return {};
}

}  // namespace nhs::daemon
