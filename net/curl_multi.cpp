#include "net/curl_multi.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

namespace nhs::net {
namespace {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;

// A poller needs few connections, and operators notice those who open many.
constexpr long kConnectionsPerHost = 2;
constexpr long kConnections = 16;

void check(CURLMcode code) {
  if (code != CURLM_OK) throw std::logic_error(std::string("libcurl: ") + curl_multi_strerror(code));
}

stream_descriptor::wait_type wait_for(int direction) {
  return direction == CURL_POLL_IN ? stream_descriptor::wait_read : stream_descriptor::wait_write;
}

}  // namespace

/// A descriptor of curl's that the event loop watches, and never closes. Not all are connections: the
/// threaded resolver has its own.
struct CurlMulti::Watch {
  explicit Watch(const asio::any_io_executor& executor) : descriptor(executor) {}

  stream_descriptor descriptor;
  int wanted = CURL_POLL_NONE;  // a mask of CURL_POLL_IN and CURL_POLL_OUT, as `armed`
  int armed = CURL_POLL_NONE;
};

struct CurlMulti::Running {
  std::function<void(CURLcode)> done;
};

CurlMulti::CurlMulti(asio::any_io_executor executor)
    : executor_(std::move(executor)), timer_(executor_), multi_(curl_multi_init()) {
  if (multi_ == nullptr) throw std::runtime_error("libcurl cannot start");
  check(curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket));
  check(curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this));
  check(curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer));
  check(curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this));
  check(curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, kConnectionsPerHost));
  check(curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, kConnections));
}

CurlMulti::~CurlMulti() { close(); }

asio::awaitable<CURLcode> CurlMulti::perform(CURL* easy) {
  auto initiation = [self = shared_from_this()](auto handler, CURL* starting) {
    self->start(starting, std::move(handler));
  };
  return asio::async_initiate<const asio::use_awaitable_t<>, void(CURLcode)>(std::move(initiation),
                                                                             asio::use_awaitable, easy);
}

template <typename Handler>
void CurlMulti::start(CURL* easy, Handler handler) {
  auto slot = asio::get_associated_cancellation_slot(handler);
  auto executor = asio::prefer(asio::get_associated_executor(handler, executor_),
                               asio::execution::outstanding_work.tracked);
  // std::function wants what can be copied; coroutine handlers can only be moved.
  auto held = std::make_shared<Handler>(std::move(handler));
  // Posted, never called from here: we may be deep within curl or within the caller's own cancellation.
  auto done = [held = std::move(held), executor = std::move(executor)](CURLcode verdict) {
    asio::post(executor, [held, verdict] { std::move (*held)(verdict); });
  };
  if (multi_ == nullptr) return done(CURLE_ABORTED_BY_CALLBACK);

  const auto running = std::make_shared<Running>();
  running->done = std::move(done);
  running_.emplace(easy, running);
  if (slot.is_connected()) {
    // The slot may outlive the transfer, and the easy handle may then be at work on another.
    slot.assign([multi = weak_from_this(), transfer = std::weak_ptr(running), easy](asio::cancellation_type) {
      const auto self = multi.lock();
      if (self && transfer.lock()) self->finish(easy, CURLE_ABORTED_BY_CALLBACK);
    });
  }
  check(curl_multi_add_handle(multi_, easy));
}

void CurlMulti::finish(CURL* easy, CURLcode verdict) {
  const auto ended = running_.extract(easy);
  check(curl_multi_remove_handle(multi_, easy));
  ended.mapped()->done(verdict);
}

void CurlMulti::close() {
  if (multi_ == nullptr) return;
  while (!running_.empty()) finish(running_.begin()->first, CURLE_ABORTED_BY_CALLBACK);
  curl_multi_cleanup(multi_);  // still calls on_socket, for the connections it had kept
  multi_ = nullptr;
  while (!watches_.empty()) forget(watches_.begin()->first);
  timer_.cancel();
}

/// Tells curl what happened (CURL_SOCKET_TIMEOUT: its time has come) and takes leave of what is done.
void CurlMulti::act(curl_socket_t descriptor, int events) {
  int still_running = 0;
  check(curl_multi_socket_action(multi_, descriptor, events, &still_running));
  int still_queued = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &still_queued))
    if (message->msg == CURLMSG_DONE) {
      // Copied by the call: removing the handle frees the message.
      finish(message->easy_handle, message->data.result);
    }
}

int CurlMulti::on_timer(CURLM*, long milliseconds, void* self) noexcept {
  static_cast<CurlMulti*>(self)->arm_timer(milliseconds);
  return 0;
}

/// Also for 0 milliseconds the answer comes by way of the loop: curl must not be called from its own
/// callback.
void CurlMulti::arm_timer(long milliseconds) {
  if (milliseconds < 0) {
    timer_.cancel();
    return;
  }
  timer_.expires_after(std::chrono::milliseconds{milliseconds});
  timer_.async_wait([multi = weak_from_this()](const boost::system::error_code& error) {
    const auto self = multi.lock();
    if (!error && self && self->multi_ != nullptr) self->act(CURL_SOCKET_TIMEOUT, 0);
  });
}

int CurlMulti::on_socket(CURL*, curl_socket_t descriptor, int wanted, void* self, void* known) noexcept {
  auto* const multi = static_cast<CurlMulti*>(self);
  if (wanted == CURL_POLL_REMOVE)
    multi->forget(descriptor);
  else
    multi->watch(descriptor, wanted, static_cast<Watch*>(known));
  return 0;
}

void CurlMulti::watch(curl_socket_t descriptor, int wanted, Watch* known) {
  // Curl had closed this number without a word, and the kernel has given it out again.
  if (known == nullptr) forget(descriptor);
  auto& watch = watches_[descriptor];
  if (!watch) {
    watch = std::make_shared<Watch>(executor_);
    boost::system::error_code unwatchable;  // then nothing wakes the transfer but its own time limit
    watch->descriptor.assign(descriptor, unwatchable);
    if (unwatchable) {
      watches_.erase(descriptor);
      return;
    }
    check(curl_multi_assign(multi_, descriptor, watch.get()));
  }
  watch->wanted = wanted;
  arm(watch, CURL_POLL_IN);
  arm(watch, CURL_POLL_OUT);
}

void CurlMulti::forget(curl_socket_t descriptor) {
  const auto node = watches_.extract(descriptor);
  if (node.empty()) return;
  node.mapped()->wanted = CURL_POLL_NONE;
  node.mapped()->descriptor.release();  // cancels the waits; the descriptor is curl's to close
}

void CurlMulti::arm(const std::shared_ptr<Watch>& watch, int direction) {
  if ((watch->wanted & direction) == 0 || (watch->armed & direction) != 0) return;
  watch->armed |= direction;
  watch->descriptor.async_wait(wait_for(direction), [multi = weak_from_this(), watch,
                                                     direction](const boost::system::error_code& error) {
    const auto self = multi.lock();
    if (self) self->ready(watch, direction, static_cast<bool>(error));
  });
}

void CurlMulti::ready(const std::shared_ptr<Watch>& watch, int direction, bool failed) {
  watch->armed &= ~direction;
  if ((watch->wanted & direction) == 0) return;
  const int events = direction == CURL_POLL_IN ? CURL_CSELECT_IN : CURL_CSELECT_OUT;
  act(watch->descriptor.native_handle(), failed ? CURL_CSELECT_ERR : events);
  // Curl does not call back when it wants the same as before.
  arm(watch, direction);
}

}  // namespace nhs::net
