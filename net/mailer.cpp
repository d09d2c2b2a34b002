#include "net/mailer.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/curl_start.h"
#include "net/mail_transfer.h"

namespace nhs::net {

namespace asio = boost::asio;

/// Shared with what is under way, which may see the mailer go.
struct Mailer::State {
  explicit State(MailServer known) : server(std::move(known)) {}

  MailServer server;
  std::atomic<bool> stopped{false};
  asio::thread_pool thread{1};

  /// On the mailer's thread.
  static asio::awaitable<MailResult> deliver(std::shared_ptr<State> state, Mail mail, std::string password) {
    if (state->stopped) co_return tl::unexpected(MailError(true, "the mail was cancelled"));
    co_return deliver_mail(state->server, mail, password, state->stopped);
  }

  /// On the thread of who awaits it.
  static asio::awaitable<MailResult> send(std::shared_ptr<State> state, Mail mail, std::string password) {
    asio::awaitable<MailResult> there = deliver(state, std::move(mail), std::move(password));
    co_return co_await asio::co_spawn(state->thread, std::move(there), asio::use_awaitable);
  }
};

Mailer::Mailer(MailServer server) {
  start_libcurl();
  state_ = std::make_shared<State>(std::move(server));
}

Mailer::~Mailer() {
  stop();
  state_->thread.join();
}

void Mailer::stop() { state_->stopped = true; }

asio::awaitable<MailResult> Mailer::send(Mail mail, std::string password) {
  // Not a coroutine itself: what it returns may be awaited when this mailer is gone.
  return State::send(state_, std::move(mail), std::move(password));
}

}  // namespace nhs::net
