#include "daemon/metrics.h"

#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "config/listen_place.h"
#include "control/retention_rules.h"
#include "daemon/metrics_file.h"
#include "daemon/service_manager.h"
#include "daemon/source_facts.h"
#include "store/disk_room.h"
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

std::optional<std::int64_t> bytes_of(const std::filesystem::path& file) {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  return unknown ? std::nullopt : std::optional{static_cast<std::int64_t>(size)};
}

template <typename Value>
std::optional<Value> if_known(Result<Value> result) {
  return result ? std::optional<Value>{*std::move(result)} : std::nullopt;
}

/// What the database tells. What it does not tell is left out.
void read_store(const config::Config& config, report::MetricsReading& reading) {
  const auto reader = store::Reader::open(config.database);
  if (!reader) return;
  std::vector<store::AllowancePeriods> periods;
  for (const report::WatchedSource& source : reading.sources)
    if (source.caps) periods.push_back({source.name, source.caps->day_began, source.caps->month_began});
  reading.status = if_known(reader->status(reading.now, periods));
  reading.safety = if_known(reader->safety());
  reading.alerts = if_known(reader->alerts(0));
  reading.retention = if_known(reader->retention_state(control::retention_rules(config), reading.now));
  if (reading.status) reading.sources = source_facts(config, reading.status->disabled, reading.now);
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
  listen();
  write();
}

void Metrics::write_later() {
  timer_.expires_after(std::max<std::chrono::steady_clock::duration>(kBetweenWrites, rest()));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    write();
    tell_status(around_.standing.in_words());
    write_later();
  });
}

void Metrics::write() {
  const config::Config& config = around_.config;
  const std::filesystem::path file = config::metrics_file(config);
  std::error_code ignored;
  if (!written_.empty() && (!config.metrics.on || written_ != file))
    std::filesystem::remove(std::exchange(written_, {}), ignored);
  if (!config.metrics.on) return;
  const auto replaced = replace_metrics_file(file, text(), config.metrics.readable_by);
  if (replaced)
    written_ = file;
  else if (!failing_)
    spdlog::warn("{}", replaced.error().message);
  failing_ = !replaced;
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
  read_store(config, reading);
  reading.database_bytes = bytes_of(config.database);
  reading.log_bytes = bytes_of(config.database.string() + "-wal");
  if (const auto room = store::disk_room(config.database)) reading.free_bytes = room->free_bytes;
  took_ = std::chrono::steady_clock::now() - began;
  return report::metrics_text(reading);
}

const std::string& Metrics::recent_text() {
  const auto now = std::chrono::steady_clock::now();
  if (recent_.empty() || now - recent_at_ >= std::max<std::chrono::steady_clock::duration>(kRecent, rest())) {
    recent_ = text();
    recent_at_ = now;
  }
  return recent_;
}

}  // namespace nhs::daemon
