#include "tests/support/chaos.h"

#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

namespace nhs::test {
namespace {

enum class Fault : std::uint8_t { none, throttled, dropped, cut, server_error, challenged, delayed };

/// A fault and its size in [0, 1): how much is cut, how long it is delayed, which error.
struct Fate {
  Fault fault;
  double size;
};

Reply html(int status, std::string title) {
  Reply reply;
  reply.status = status;
  reply.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  reply.body = "<!DOCTYPE html><html><head><title>" + title + "</title></head><body><h1>" + title +
               "</h1></body></html>";
  return reply;
}

Reply throttled() {
  Reply reply;
  reply.status = 429;
  reply.headers = {{"Content-Type", "application/json"}, {"Retry-After", "1"}};
  reply.body = R"({"error":"Too many requests"})";
  return reply;
}

}  // namespace

struct Chaos::State {
  std::mutex mutex;
  std::mt19937_64 random;
  ChaosRates rates;
  bool stopped = false;
  int faults = 0;

  State(std::uint64_t seed, const ChaosRates& faults_per_request) : random(seed), rates(faults_per_request) {}

  /// In [0, 1), alike with every standard library.
  double draw() { return static_cast<double>(random() >> 11) * 0x1.0p-53; }
  Fate next();
};

Fate Chaos::State::next() {
  const std::lock_guard lock(mutex);
  // Two draws whatever becomes of them: the n-th request's fate then hangs on n alone.
  double chance = draw();
  const double size = draw();
  if (stopped) return {Fault::none, size};
  const std::pair<Fault, double> faults_by_rate[] = {{Fault::throttled, rates.throttled},
                                                     {Fault::dropped, rates.dropped},
                                                     {Fault::cut, rates.cut},
                                                     {Fault::server_error, rates.server_error},
                                                     {Fault::challenged, rates.challenged},
                                                     {Fault::delayed, rates.delayed}};
  for (const auto& [fault, rate] : faults_by_rate) {
    if (chance < rate) {
      ++faults;
      return {fault, size};
    }
    chance -= rate;
  }
  return {Fault::none, size};
}

Chaos::Chaos(std::uint64_t seed, const ChaosRates& rates) : state_(std::make_shared<State>(seed, rates)) {
  const double sum =
      rates.throttled + rates.dropped + rates.cut + rates.server_error + rates.challenged + rates.delayed;
  if (sum > 1 + 1e-9) throw std::logic_error("the rates of faults add up to more than 1");
}

HttpServer::Handler Chaos::around(HttpServer::Handler handler) const {
  return [state = state_, handler = std::move(handler)](const SeenRequest& request) -> Reply {
    const Fate fate = state->next();
    switch (fate.fault) {
      case Fault::throttled:
        return throttled();
      case Fault::server_error:
        return fate.size < 0.5 ? html(500, "Something broke") : html(503, "Down for a moment");
      case Fault::challenged:
        return html(200, "Are you a person?");
      default:
        break;
    }
    Reply reply = handler(request);
    // A 304 has no body to cut.
    if (fate.fault == Fault::dropped || (fate.fault == Fault::cut && reply.body.empty())) {
      reply.drop = true;
    } else if (fate.fault == Fault::cut) {
      reply.gzip = false;  // what compression would leave to cut is not known here
      reply.cut_after = static_cast<std::size_t>(fate.size * static_cast<double>(reply.body.size()));
    } else if (fate.fault == Fault::delayed) {
      reply.delay = std::chrono::milliseconds(
          static_cast<long>(fate.size * static_cast<double>(state->rates.longest_delay.count())));
    }
    return reply;
  };
}

void Chaos::stop() {
  const std::lock_guard lock(state_->mutex);
  state_->stopped = true;
}

int Chaos::faults() const {
  const std::lock_guard lock(state_->mutex);
  return state_->faults;
}

}  // namespace nhs::test
