#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "core/time.h"
#include "store/writer_lock.h"

namespace nhs::daemon {

/// How the daemon stands, for those who look on: `systemctl status`, and `nhsvalues status`, which reads it
/// from the lock's file (store/writer_lock.h), so that it is told on a full disk too.
class Standing {
 public:
  /// lock: outlives this.
  Standing(store::WriterLock& lock, UtcTime started_at) : lock_(lock), started_at_(started_at) {}

  /// So many sources are watched.
  void watches(std::size_t sources) { watched_ = sources; }

  /// Why nothing can be kept; empty when it can again.
  void has_trouble(const std::string& trouble);

  /// A configuration is in force, but for keys that wait for a restart.
  void goes_by(const std::string& hash, std::vector<std::string> waiting_for_restart);

  /// The one in force stays so, for that of the file cannot be taken on.
  void refuses(const std::string& why);

  /// These rules of alerts were looked at, by the configuration in force.
  void has_looked_at(const std::set<std::string>& rules) { lock_.note_looked_at(rules); }

  std::size_t watched() const { return watched_; }
  UtcTime started_at() const { return started_at_; }
  const std::string& trouble() const { return trouble_; }
  const std::string& hash() const { return hash_; }
  bool refused() const { return !refused_.empty(); }
  bool waits_for_restart() const { return !waiting_for_restart_.empty(); }

  /// A line for people: "watching 4 sources".
  std::string in_words() const;

 private:
  void note_configuration();
  std::string remark() const;

  store::WriterLock& lock_;
  const UtcTime started_at_;
  std::size_t watched_ = 0;
  std::string trouble_;
  std::string hash_;
  std::string refused_;
  std::vector<std::string> waiting_for_restart_;
};

}  // namespace nhs::daemon
