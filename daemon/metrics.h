#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "config/config.h"
#include "core/time.h"
#include "daemon/counting.h"
#include "daemon/metrics_listener.h"
#include "daemon/standing.h"
#include "report/metrics.h"
#include "store/reader.h"

namespace nhs::daemon {

/// Tells Prometheus how the daemon does (docs/metrics.md): in a file every quarter of a minute, more rarely
/// where the database is large, and to those who ask where `[metrics] listen` says. On the io_context's
/// thread, by a reading connection of its own; so it goes on while nothing can be stored.
class Metrics {
 public:
  struct Surroundings {
    boost::asio::io_context& io;
    const config::Config& config;  ///< that in force; it may change between calls of `reload`
    const Clock& clock;
    const Counting& counting;
    const Standing& standing;
  };

  /// What is given outlives it.
  explicit Metrics(Surroundings around);

  /// Keeps the io_context at work until `stop` is called.
  void start();
  void stop();

  /// Another configuration is in force.
  void reload();

  /// Writes the file now, as far as it is wanted. What keeps it from that is said in the log, once.
  void write();

 private:
  void write_later();
  void listen();
  /// Takes a file away that an earlier daemon left, too.
  void remove_files();
  void write(const std::string& text);
  std::string text();
  void read_store(report::MetricsReading& reading);
  Result<store::RetentionState> read_retention(const store::Reader& reader, UtcTime now);
  /// Reads everything anew; what both the file and those who ask get.
  const std::string& new_text();
  /// So long nothing is read again, because reading took long.
  std::chrono::steady_clock::duration rest() const;
  const std::string& recent_text();

  Surroundings around_;
  boost::asio::steady_timer timer_;
  MetricsListener listener_;
  std::string listening_at_;       ///< as configured; empty for nowhere
  std::filesystem::path written_;  ///< the last file; empty before the first
  /// Counting what is due reads many posts.
  std::optional<store::RetentionState> retention_;
  std::chrono::steady_clock::time_point retention_at_{};
  bool unreadable_ = false;  ///< the database, and that was said
  std::string recent_;
  std::chrono::steady_clock::time_point recent_at_{};
  std::chrono::steady_clock::duration took_{0};  ///< the last reading
  std::filesystem::path unwritable_;             ///< the last file, where that was said of it; else empty
  bool stopped_ = false;
};

}  // namespace nhs::daemon
