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
  std::vector<collector::SourceWithoutCredential> without_credential;
  std::vector<std::string> left_out;  ///< configured too, but somebody disabled them
};

/// Fails when a source cannot be made of what is configured.
Result<SwitchedOn> switched_on(config::Config config, store::PostStore& store);

/// Fails with configuration (78) where a source lacks its credential that is watched now: so nothing ends
/// what goes well.
Result<void> check_credentials(const SwitchedOn& on, const std::vector<std::string>& watched);

/// The same where there are sources, and none could be asked.
Result<void> check_any_can_be_asked(const SwitchedOn& on);

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

  /// Their names.
  const std::vector<std::string>& watched() const { return watched_; }
  const std::vector<std::string>& left_out() const { return left_out_; }
  /// Sources that are to be watched, and are not for want of their credential.
  const std::vector<std::string>& without_credential() const { return without_credential_; }

 private:
  struct Watch;
  void make_watch(SwitchedOn on);
  void keep_running();
  void watch_ended();
  void bind_to_servers(std::vector<collector::WatchedSource>& sources);
  void note_without_credential(const std::vector<collector::SourceWithoutCredential>& sources);
  void tell_rechecked(const std::vector<collector::WatchedSource>& sources);

  Surroundings around_;
  collector::Hosts hosts_;  ///< outlives a watch
  std::unique_ptr<Watch> watch_;
  std::vector<std::string> watched_;
  std::vector<std::string> left_out_;
  std::vector<std::string> without_credential_;
  std::optional<SwitchedOn> next_;
  std::function<void()> changed_;
  std::function<void()> ended_;
  bool stopping_ = false;
};

}  // namespace nhs::daemon
