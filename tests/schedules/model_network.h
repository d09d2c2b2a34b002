#pragma once

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>

#include "collector/allowance.h"
#include "collector/source.h"
#include "core/time.h"
#include "tests/support/http_server.h"

namespace nhs::test {

/// Chance, the same for the same seed.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_(seed) {}
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }
  bool one_in(std::size_t times) { return below(times) == 0; }
  double unit() { return std::uniform_real_distribution<>{}(random_); }

 private:
  std::mt19937_64 random_;
};

/// Late posts and edits are found by reading the last day again; what lies at its very edge need not be.
inline constexpr std::chrono::seconds kFound = std::chrono::hours{20};

/// A network in memory on which life goes on, and the source that watches it.
class ModelNetwork {
 public:
  virtual ~ModelNetwork() = default;

  /// Where it is to be found: its source asks there, and its links to itself begin with this.
  std::string base_url = "https://network.example";

  virtual std::unique_ptr<const collector::Source> source() const = 0;

  /// Its side of the protocol, without connections.
  virtual Reply answer(const SeenRequest& request, UtcTime now) = 0;

  /// Its searches show at once what is published: for schedules in real time, in which nobody can wait.
  virtual void show_at_once() {}

  /// What stands there before anybody watches.
  virtual void begin(Chance& chance, UtcTime now) = 0;

  /// Somebody publishes, edits or removes something; something comes late.
  virtual void live_on(Chance& chance, UtcTime now) = 0;

  /// What is to be stored when it is quiet and the collector has caught up: text by canonical id.
  virtual std::map<std::string, std::string> in_reach() const = 0;

  /// Ids of all posts that ever carried the topic here: nothing else may be stored.
  virtual const std::set<std::string>& ever_published() const = 0;

  /// What its source may use up; nothing where asking is free.
  virtual std::optional<collector::Allowance> allowance() const { return std::nullopt; }

  /// What it has billed for the day that this moment lies in.
  virtual std::int64_t billed_for_day(UtcTime /*moment*/) const { return 0; }

  /// How long everybody has to be quiet until what came late must have been found.
  virtual std::chrono::seconds settles_within() const { return std::chrono::hours{2}; }
};

}  // namespace nhs::test
