#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace nhs {

/// The only way to JSON in this program; json.cpp is the only file that sees RapidJSON.

/// How deep arrays and objects may nest: real answers stay under 20, and some of RapidJSON recurses.
inline constexpr int kMaxJsonDepth = 64;

/// A value within a JsonDocument, which must outlive it. Absent members give the absent view, whose every
/// question answers "nothing", so that a path can be asked without checks in between. Cheap to copy.
class JsonView {
 public:
  JsonView() = default;

  bool exists() const { return value_ != nullptr; }
  bool is_null() const;
  bool is_object() const;
  bool is_array() const;

  /// A member of an object; the absent view for anything else. Of duplicate keys the first counts.
  JsonView operator[](std::string_view key) const;

  /// The names of an object's members, in its order; none for anything else.
  std::vector<std::string_view> keys() const;

  /// Elements of an array; 0 for anything else.
  std::size_t size() const;
  /// index: below size().
  JsonView at(std::size_t index) const;

  /// A string, exactly as sent (it may hold NUL); nothing for anything else.
  std::optional<std::string_view> text() const;
  /// The text, or an empty one.
  std::string text_or_empty() const;
  std::optional<bool> boolean() const;
  std::optional<double> number() const;
  std::optional<std::int64_t> integer() const;

  /// The value as JSON without spaces; empty for the absent view.
  std::string to_text() const;

 private:
  friend class JsonDocument;
  explicit JsonView(const void* value) : value_(value) {}
  const void* value_ = nullptr;
};

/// A parsed text. Movable; the views into it stay valid over a move.
class JsonDocument {
 public:
  /// Fails with bad_data (65) for what is not JSON, not UTF-8 (lone surrogates included), or nested deeper
  /// than kMaxJsonDepth; the message names the byte.
  static Result<JsonDocument> parse(std::string_view bytes);

  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

  JsonView root() const;

 private:
  struct Parsed;
  explicit JsonDocument(std::unique_ptr<Parsed> parsed);
  std::unique_ptr<Parsed> parsed_;
};

/// Writes one JSON text in the order of the calls. Spaces after `:` and `,`, one line, as the documented
/// shapes show. What is no UTF-8 in a text is written as U+FFFD. Unbalanced calls are a broken invariant
/// (assertion).
class JsonWriter {
 public:
  JsonWriter();
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  /// decimals: digits after the point, rounded; trailing zeros are dropped.
  JsonWriter& number(double value, int decimals);
  JsonWriter& boolean(bool value);
  JsonWriter& null();

  /// What was written so far.
  std::string_view str() const;
  /// Starts afresh, keeping the memory.
  void clear();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nhs
