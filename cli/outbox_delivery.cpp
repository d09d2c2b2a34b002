#include "cli/outbox_delivery.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>
#include <random>
#include <thread>

#include "cli/keyless_session.h"
#include "notify/outbox.h"

namespace nhs::cli {
namespace {

using namespace std::chrono_literals;

/// A mail server that looks for viruses takes its time.
constexpr std::chrono::seconds kPatience{70};

/// How the deliveries of a message stand.
Result<store::KeptAlert> standing_of(const Context& context, std::int64_t alert) {
  const auto session = begin_reading(context);
  if (!session) return tl::unexpected(session.error());
  auto kept = session->reader.alert(alert);
  if (!kept) return tl::unexpected(kept.error());
  if (*kept) return **std::move(kept);
  return fail(ExitStatus::internal, "the message is not in the outbox any more");
}

bool was_tried(const store::KeptAlert& alert) {
  return std::all_of(alert.deliveries.begin(), alert.deliveries.end(),
                     [](const store::AlertDelivery& each) { return each.tries > 0 || !each.next_at; });
}

/// To targets of this configuration, by this process. only: this message; nothing for everything that is due.
Result<void> deliver_here(const Context& context, std::optional<std::int64_t> only, const char* who) {
  const auto config = context.configuration();
  if (!config) return tl::unexpected(config.error());
  auto session = begin_without_key(context, who);
  if (!session) return tl::unexpected(session.error());
  boost::asio::io_context io{1};
  const SystemClock clock;
  std::mt19937 random{std::random_device{}()};
  notify::Outbox outbox{io.get_executor(), session->store, clock,
                        [&] { return std::uniform_real_distribution<>{}(random); },
                        [](const std::string&) {}};
  outbox.use(*config, notify::Outbox::OtherTargets::left_alone);
  if (only) outbox.take_only(*only);
  outbox.look();
  const auto began = std::chrono::steady_clock::now();
  while (!outbox.idle() && std::chrono::steady_clock::now() - began < kPatience) io.run_for(50ms);
  outbox.stop();
  io.run_for(50ms);
  return {};
}

}  // namespace

Result<store::KeptAlert> delivery_of(const Context& context, std::int64_t alert, bool by_daemon,
                                     Delivers what, const char* who) {
  if (!by_daemon) {
    const auto only = what == Delivers::this_one ? std::optional{alert} : std::nullopt;
    if (const auto done = deliver_here(context, only, who); !done) return tl::unexpected(done.error());
  }
  const auto began = std::chrono::steady_clock::now();
  auto standing = standing_of(context, alert);
  while (by_daemon && standing && !was_tried(*standing) &&
         std::chrono::steady_clock::now() - began < kPatience) {
    std::this_thread::sleep_for(100ms);
    standing = standing_of(context, alert);
  }
  return standing;
}

}  // namespace nhs::cli
