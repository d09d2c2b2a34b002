#include "daemon/metrics.h"

#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "collector/asked_topics.h"
#include "config/listen_place.h"
#include "control/retention_rules.h"
#include "daemon/metrics_file.h"
#include "daemon/service_manager.h"
#include "daemon/source_facts.h"
#include "store/disk_room.h"
#include "store/file_owner.h"
#include "store/reader.h"

namespace nhs::daemon {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds kBetweenWrites = 15s;
/// Of a large database the numbers take longer, and the loop waits meanwhile: for a hundredth of the time at
/// most, as long as that makes nobody take the file for left behind.
constexpr int kShareOfTime = 100;
constexpr std::chrono::seconds kMostBetweenWrites = 120s;
/// However often somebody asks, the database is asked no oftener.
constexpr std::chrono::seconds kRecent = 5s;
constexpr std::chrono::minutes kBetweenCounts = 10min;
/// More messages than a week has, but for a storm of alerts.
constexpr std::int64_t kMessagesLooked = 200;

/// Of what is asked of the database the answers, and what went wrong first.
struct Answers {
  Result<void> well;

  template <typename Value>
  std::optional<Value> operator()(Result<Value> result) {
    if (result) return std::optional<Value>{*std::move(result)};
    if (well) well = tl::unexpected(result.error());
    return std::nullopt;
  }
};

/// Ours to remove: a person may have put another file there since.
bool holds_metrics(const std::filesystem::path& file) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(file, unknown))) return false;
  std::ifstream stream{file};
  constexpr std::string_view kBeginning = "# HELP nhsvalues_";
  std::string beginning(kBeginning.size(), '\0');
  return stream.read(beginning.data(), static_cast<std::streamsize>(beginning.size())) &&
         beginning == kBeginning;
}

/// What is no file, or an empty one, is nobody's loss.
bool may_be_replaced(const std::filesystem::path& file) {
  std::error_code unknown;
  return !std::filesystem::is_regular_file(std::filesystem::symlink_status(file, unknown)) ||
         std::filesystem::file_size(file, unknown) == 0 || holds_metrics(file);
}

tl::unexpected<Error> is_no_metrics(const std::filesystem::path& file) {
  return fail(ExitStatus::io,
              fmt::format("{}: metrics cannot be written: this file holds something else; move it "
                          "away, or let [metrics] file name another",
                          file.string()));
}

}  // namespace

Metrics::Metrics(Surroundings around)
    : around_(around), timer_(around.io), listener_(around.io, [this] { return recent_text(); }) {}

void Metrics::start() {
  listen();
  write();
  write_later();
}

void Metrics::stop() {
  stopped_ = true;
  timer_.cancel();
  listener_.stop();
}

void Metrics::reload() {
  retention_.reset();
  listen();
  write();
}

void Metrics::write_later() {
  const auto now = std::chrono::steady_clock::now();
  timer_.expires_at(
      std::max<std::chrono::steady_clock::time_point>(now + kBetweenWrites, recent_at_ + rest()));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    if (around_.config.metrics.on) write(recent_text());
    tell_status(around_.standing.in_words());
    write_later();
  });
}

void Metrics::write() {
  if (around_.config.metrics.on)
    write(new_text());
  else
    remove_files();
}

void Metrics::remove_files() {
  std::error_code ignored;
  if (!written_.empty()) std::filesystem::remove(std::exchange(written_, {}), ignored);
  const std::filesystem::path file = config::metrics_file(around_.config);
  if (holds_metrics(file)) std::filesystem::remove(file, ignored);
}

void Metrics::write(const std::string& text) {
  const config::Config& config = around_.config;
  const std::filesystem::path file = config::metrics_file(config);
  std::error_code ignored;
  if (!written_.empty() && written_ != file) std::filesystem::remove(std::exchange(written_, {}), ignored);
  const auto replaced = may_be_replaced(file) ? replace_metrics_file(file, text, config.metrics.readable_by)
                                              : Result<void>{is_no_metrics(file)};
  if (replaced)
    written_ = file;
  else if (unwritable_ != file)
    spdlog::warn("{}", replaced.error().message);
  unwritable_ = replaced ? std::filesystem::path{} : file;
}

void Metrics::listen() {
  const std::string wanted = around_.config.metrics.on ? around_.config.metrics.listen : "";
  if (wanted == listening_at_) return;
  listener_.stop();
  listening_at_ = wanted;
  const auto place = config::parse_listen_place(wanted);
  if (!place) return;
  struct stat database {};
  const gid_t group = ::stat(around_.config.database.c_str(), &database) == 0 ? database.st_gid : ::getegid();
  if (const auto listening = listener_.listen_at(*place, group); !listening) {
    spdlog::error("{}", listening.error().message);
    listening_at_.clear();
  } else if (!listener_.is_for_group()) {
    spdlog::warn(
        "{}: for its owner only, because nhsvaluesd is not in the database's group {}; run it in that group to "
        "let its members fetch metrics",
        place->socket.string(), store::group_name(group));
  }
}

std::chrono::steady_clock::duration Metrics::rest() const {
  return std::min<std::chrono::steady_clock::duration>(took_ * kShareOfTime, kMostBetweenWrites);
}

std::string Metrics::text() {
  const auto began = std::chrono::steady_clock::now();
  const config::Config& config = around_.config;
  report::MetricsReading reading;
  reading.now = around_.clock.now();
  reading.started_at = around_.standing.started_at();
  reading.version = NHS_VERSION;
  reading.config_hash = around_.standing.hash();
  reading.config_refused = around_.standing.refused();
  reading.restart_pending = around_.standing.waits_for_restart();
  reading.degraded = !around_.standing.trouble().empty();
  reading.tally = around_.counting.tally();
  reading.sources = source_facts(config, {}, reading.now);
  read_store(reading);
  reading.database_bytes = store::bytes_of_file(config.database);
  reading.log_bytes = store::bytes_of_file(config.database.string() + "-wal");
  if (const auto room = store::disk_room(config.database)) reading.free_bytes = room->free_bytes;
  took_ = std::chrono::steady_clock::now() - began;
  return report::metrics_text(reading);
}

/// What the database tells. What it does not tell is left out, and that something is.
void Metrics::read_store(report::MetricsReading& reading) {
  const config::Config& config = around_.config;
  Answers known;
  if (const auto reader = known(store::Reader::open(config.database))) {
    std::vector<store::AllowancePeriods> periods;
    for (const report::WatchedSource& source : reading.sources)
      if (source.caps) periods.push_back({source.name, source.caps->day_began, source.caps->month_began});
    reading.status = known(reader->status(reading.now, periods));
    reading.safety = known(reader->safety());
    reading.alerts = known(reader->alerts(kMessagesLooked));
    reading.retention = known(read_retention(*reader, reading.now));
  }
  reading.unreadable = !known.well;
  if (!known.well && !unreadable_)
    spdlog::error("metrics are incomplete, for the database cannot be read: {}", known.well.error().message);
  unreadable_ = !known.well;
  if (!reading.status) return;
  collector::leave_out_topics_not_asked(reading.status->sources, config);
  reading.sources = source_facts(config, reading.status->disabled, reading.now);
}

Result<store::RetentionState> Metrics::read_retention(const store::Reader& reader, UtcTime now) {
  const auto at = std::chrono::steady_clock::now();
  if (retention_ && at - retention_at_ < kBetweenCounts) return *retention_;
  auto state = reader.retention_state(control::retention_rules(around_.config), now);
  retention_ = state ? std::optional{*state} : std::nullopt;
  retention_at_ = at;
  return state;
}

const std::string& Metrics::recent_text() {
  const auto age = std::chrono::steady_clock::now() - recent_at_;
  if (!recent_.empty() && age < std::max<std::chrono::steady_clock::duration>(kRecent, rest()))
    return recent_;
  return new_text();
}

const std::string& Metrics::new_text() {
  recent_ = text();
  recent_at_ = std::chrono::steady_clock::now();
  return recent_;
}

}  // namespace nhs::daemon
