#include "cli/lines_in_order.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace nhs::cli {
namespace {

/// Whole lines that came together.
struct Block {
  std::size_t number;
  std::string lines;
};

/// Blocks on their way to the threads; few, so that a fast reader does not fill the memory.
class Queue {
 public:
  explicit Queue(std::size_t most) : most_(most) {}

  /// False once it is closed: nobody wants more.
  bool push(Block block) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || blocks_.size() < most_; });
    if (closed_) return false;
    blocks_.push_back(std::move(block));
    changed_.notify_all();
    return true;
  }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }
  /// What is in it goes, too.
  void give_up() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    blocks_.clear();
    changed_.notify_all();
  }
  /// False once it is closed and empty.
  bool pop(Block& block) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !blocks_.empty(); });
    if (blocks_.empty()) return false;
    block = std::move(blocks_.front());
    blocks_.pop_front();
    changed_.notify_all();
    return true;
  }

 private:
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Block> blocks_;
  bool closed_ = false;
};

/// Puts outputs in the order of their numbers, whichever is ready first.
class OrderedOutput {
 public:
  /// waits: until what is far ahead of its turn may be kept.
  explicit OrderedOutput(std::size_t farthest) : farthest_(farthest) {}

  void add(std::size_t number, std::string output) {
    std::unique_lock lock(mutex_);
    its_turn_.wait(lock, [&] { return given_up_ || number < next_ + farthest_; });
    if (given_up_) return;
    waiting_.emplace(number, std::move(output));
    if (number != next_) return;
    for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_;
         first = waiting_.erase(first), ++next_)
      std::fwrite(first->second.data(), 1, first->second.size(), stdout);
    std::fflush(stdout);
    its_turn_.notify_all();
  }
  /// Nobody waits for a turn that will not come, and nothing more is put.
  void give_up() {
    const std::lock_guard lock(mutex_);
    given_up_ = true;
    its_turn_.notify_all();
  }

 private:
  const std::size_t farthest_;
  std::mutex mutex_;
  std::condition_variable its_turn_;
  std::map<std::size_t, std::string> waiting_;
  std::size_t next_ = 0;
  bool given_up_ = false;
};

void work_off(Queue& queue, const LineWork& work, OrderedOutput& ordered) {
  Block block;
  std::string line, output;
  while (queue.pop(block)) {
    output.clear();
    for (std::size_t start = 0; start < block.lines.size();) {
      const std::size_t end = std::min(block.lines.find('\n', start), block.lines.size());
      line.assign(block.lines, start, end - start);
      work(line, output);
      start = end + 1;
    }
    ordered.add(block.number, std::move(output));
  }
}

/// The threads. What one of them throws ends the others, and comes to whoever waits for them.
class Workers {
 public:
  Workers(Queue& queue, OrderedOutput& ordered) : queue_(queue), ordered_(ordered) {}
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() {
    give_up();
    join();
  }

  /// work: outlives this.
  void start(const LineWork& work) {
    threads_.emplace_back([this, &work] {
      try {
        work_off(queue_, work, ordered_);
      } catch (...) {
        note_failure(std::current_exception());
        give_up();
      }
    });
  }
  /// Waits until all that was queued is done. Throws what a thread threw.
  void finish() {
    queue_.close();
    join();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void note_failure(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
  }
  void give_up() {
    queue_.give_up();
    ordered_.give_up();
  }
  void join() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  Queue& queue_;
  OrderedOutput& ordered_;
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

/// Hands on what comes, cut at the ends of lines, as long as somebody wants it.
Result<void> read_blocks(int descriptor, Queue& queue) {
  constexpr std::size_t at_once = 128 * 1024;
  std::string bytes;
  for (std::size_t number = 0;;) {
    const std::size_t held = bytes.size();
    bytes.resize(held + at_once);
    ssize_t count = 0;
    do count = ::read(descriptor, &bytes[held], at_once);
    while (count < 0 && errno == EINTR);
    if (count < 0) return fail(ExitStatus::io, "standard input: reading failed");
    bytes.resize(held + static_cast<std::size_t>(count));
    // What was held is the beginning of one line: it is not searched again, however long that line gets.
    const std::size_t line_feed = std::string_view{bytes}.substr(held).rfind('\n');
    const bool ends = line_feed != std::string_view::npos;
    const std::size_t last = count == 0 ? bytes.size() : ends ? held + line_feed + 1 : 0;
    if (last > 0) {
      std::string rest = bytes.substr(last);
      bytes.resize(last);
      if (!queue.push({number++, std::move(bytes)})) return {};
      bytes = std::move(rest);
    }
    if (count == 0) return {};
  }
}

}  // namespace

Result<void> put_lines_in_order(int descriptor, const std::function<LineWork()>& make_work) {
  constexpr std::size_t ahead = 4;
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  Queue queue(threads * ahead);
  OrderedOutput ordered(threads * ahead);
  std::vector<LineWork> work;
  for (std::size_t i = 0; i < threads; ++i) work.push_back(make_work());
  Workers workers(queue, ordered);
  for (const LineWork& one : work) workers.start(one);
  const auto done = read_blocks(descriptor, queue);
  workers.finish();
  return done;
}

}  // namespace nhs::cli
