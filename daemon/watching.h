#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collector/monitor.h"
#include "collector/watched_sources.h"
#include "config/config.h"
#include "core/time.h"
#include "store/post_store.h"

namespace nhs::daemon {

/// The sources of a configuration that are to be watched.
struct SwitchedOn {
  std::vector<collector::WatchedSource> sources;
  std::vector<std::string> left_out;  ///< configured too, but somebody disabled them
};

/// Fails when a credential cannot be read.
Result<SwitchedOn> switched_on(config::Config config, store::PostStore& store);

/// The watch over the sources: what is built anew, the way to them included, whenever other sources are to be
/// watched. No server is asked more for that. On the io_context's thread.
class Watching {
 public:
  struct Surroundings {
    boost::asio::io_context& io;
    const config::Config& config;  ///< that in force when a watch starts
    store::PostStore& store;
    collector::Archive& archive;
    const Clock& clock;
    collector::Patience patience;
  };

  /// What is given outlives it.
  explicit Watching(Surroundings around);
  ~Watching();

  /// One run of every source; `ended` gets those that are still behind.
  void run_once(SwitchedOn on, std::function<void(const std::vector<std::string>&)> ended);

  /// Until `stop`; then `ended` is called. Each time that other sources are watched `changed` is.
  void run(SwitchedOn on, std::function<void()> changed, std::function<void()> ended);

  /// Other sources are to be watched, once the watch that runs has ended: a page in hand is kept first. Then
  /// the configuration in force may be another.
  void change(SwitchedOn on);
  bool is_changing() const { return next_.has_value(); }

  void stop();
  /// After the io_context has run.
  void end();

  std::size_t watched() const { return watched_; }
  const std::vector<std::string>& left_out() const { return left_out_; }

 private:
  struct Watch;
  void make_watch(SwitchedOn on);
  void keep_running();
  void watch_ended();
  void bind_to_servers(std::vector<collector::WatchedSource>& sources);
  void tell_rechecked(const std::vector<collector::WatchedSource>& sources);

  Surroundings around_;
  collector::Hosts hosts_;  ///< outlives a watch
  std::unique_ptr<Watch> watch_;
  std::size_t watched_ = 0;
  std::vector<std::string> left_out_;
  std::optional<SwitchedOn> next_;
  std::function<void()> changed_;
  std::function<void()> ended_;
  bool stopping_ = false;
};

}  // namespace nhs::daemon
