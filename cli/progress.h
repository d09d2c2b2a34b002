#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/context.h"

namespace nhs::cli {

/// A bar on stderr for work that takes long: how much of it is done, and how long the rest may take. Nothing
/// unless people look on there, or with --quiet. It goes when this does, or when another message comes; not
/// thread-safe.
class Progress {
 public:
  /// doing: what is done, with which the line begins: `importing`.
  Progress(const Context& context, std::string doing);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Another part of the work begins.
  void begin(std::string doing);

  /// So far it is. Cheap enough for every post: it draws a few times a second.
  ///
  /// of: the whole, in the same unit as `done`; 0 or less where nobody knows.  amount: what to say of it in
  /// words, made only when it is drawn.
  template <typename Amount>
  void at(std::int64_t done, std::int64_t of, const Amount& amount) {
    if (is_due()) draw(done, of, amount());
  }
  /// The same in posts.
  void at_posts(std::int64_t done, std::int64_t of);

 private:
  bool is_due();
  void draw(std::int64_t done, std::int64_t of, const std::string& amount);

  const Context& context_;
  bool shown_;
  std::string doing_;
  /// When it was first told of: before that somebody may have been asked whether to begin.
  std::chrono::steady_clock::time_point began_;
  std::optional<std::chrono::steady_clock::time_point> drawn_;
};

}  // namespace nhs::cli
