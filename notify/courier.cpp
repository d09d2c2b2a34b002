#include "notify/courier.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "net/curl_client.h"
#include "net/mailer.h"
#include "notify/line_file.h"
#include "notify/mail_text.h"
#include "notify/message_json.h"
#include "notify/webhook.h"

namespace nhs::notify {
namespace {

namespace asio = boost::asio;
using Outcome = Carried::Outcome;

net::ClientOptions options_for(const config::NotifyTarget& target, const config::Config& config) {
  net::ClientOptions options;
  options.user_agent = "nhsvalues/" NHS_VERSION;
  options.allow_private_addresses = target.allow_private_address;
  options.allow_plain_http = target.allow_plain_http;
  options.ca_file = config.ca_file.string();
  return options;
}

net::MailServer server_of(const config::NotifyTarget& target, const config::Config& config) {
  net::MailServer server;
  server.host = target.server;
  server.tls_from_the_start = target.security == config::MailSecurity::tls;
  server.user = target.user;
  server.allow_private_address = target.allow_private_address;
  server.ca_file = config.ca_file.string();
  return server;
}

Carried failed(std::string why) { return Carried{Outcome::failed, std::move(why)}; }

}  // namespace

/// Shared with what is on its way, which may see the courier go.
struct Courier::State {
  std::vector<config::NotifyTarget> targets;
  std::map<std::string, net::CurlClient> webhooks;
  std::map<std::string, net::Mailer> mail_servers;
  const Clock& clock;
  bool stopped = false;

  Carried append(const config::NotifyTarget& target, const store::AlertMessage& message) const {
    const auto done = append_once(target.path, message.key, message_json(message));
    return done ? Carried{Outcome::delivered} : failed(done.error().message);
  }

  static asio::awaitable<Carried> post(std::shared_ptr<State> state, config::NotifyTarget target,
                                       store::AlertMessage message);
  static asio::awaitable<Carried> mail(std::shared_ptr<State> state, config::NotifyTarget target,
                                       store::AlertMessage message);
  static asio::awaitable<Carried> carry(std::shared_ptr<State> state, std::string name,
                                        store::AlertMessage message);
};

asio::awaitable<Carried> Courier::State::post(std::shared_ptr<State> state, config::NotifyTarget target,
                                              store::AlertMessage message) {
  const auto secret = config::read_credential(target.credential);
  if (!secret) co_return failed(secret.error().message);
  net::HttpRequest request = webhook_request(target, *secret, message, state->clock.now());
  const net::FetchResult answer = co_await state->webhooks.at(target.name).send(std::move(request));
  if (!answer) {
    if (answer.error().kind == net::FetchFailure::cancelled) co_return Carried{Outcome::cancelled};
    co_return failed(answer.error().cause);
  }
  if (answer->status < 200 || answer->status > 299)
    co_return failed(fmt::format("the webhook answers with HTTP {}", answer->status));
  co_return Carried{Outcome::delivered};
}

asio::awaitable<Carried> Courier::State::mail(std::shared_ptr<State> state, config::NotifyTarget target,
                                              store::AlertMessage message) {
  std::string password;
  if (!target.user.empty()) {
    const auto secret = config::read_credential(target.credential);
    if (!secret) co_return failed(secret.error().message);
    password = *secret;
  }
  net::Mail mail{target.from, target.recipients, mail_text(target, message, state->clock.now())};
  const net::MailResult sent =
      co_await state->mail_servers.at(target.name).send(std::move(mail), std::move(password));
  if (sent) co_return Carried{Outcome::delivered};
  if (sent.error().cancelled) co_return Carried{Outcome::cancelled};
  co_return failed(sent.error().cause);
}

asio::awaitable<Carried> Courier::State::carry(std::shared_ptr<State> state, std::string name,
                                               store::AlertMessage message) {
  if (state->stopped) co_return Carried{Outcome::cancelled};
  const auto found = std::find_if(state->targets.begin(), state->targets.end(),
                                  [&](const config::NotifyTarget& each) { return each.name == name; });
  if (found == state->targets.end()) co_return failed("the target is not in the configuration");
  config::NotifyTarget target = *found;
  switch (target.kind) {
    case config::TargetKind::file:
      co_return state->append(target, message);
    case config::TargetKind::webhook:
      co_return co_await post(state, std::move(target), std::move(message));
    case config::TargetKind::email:
      co_return co_await mail(state, std::move(target), std::move(message));
  }
  co_return failed("this kind of target is not known");
}

Courier::Courier(asio::any_io_executor executor, const config::Config& config, const Clock& clock)
    : state_(std::make_shared<State>(State{config.targets, {}, {}, clock})) {
  for (const config::NotifyTarget& target : config.targets) {
    if (target.kind == config::TargetKind::webhook)
      state_->webhooks.try_emplace(target.name, executor, options_for(target, config));
    if (target.kind == config::TargetKind::email)
      state_->mail_servers.try_emplace(target.name, server_of(target, config));
  }
}

Courier::~Courier() { stop(); }

void Courier::stop() {
  state_->stopped = true;
  for (auto& [name, server] : state_->mail_servers) server.stop();
  // What is under way ends without these.
  state_->webhooks.clear();
  state_->mail_servers.clear();
}

asio::awaitable<Carried> Courier::carry(std::string target, store::AlertMessage message) {
  // Not a coroutine itself: what it returns may be awaited when this courier is gone.
  return State::carry(state_, std::move(target), std::move(message));
}

}  // namespace nhs::notify
