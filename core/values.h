#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nhs {

/// The closed vocabularies of the product. Their ids (`id_of`) stand in JSON, CSV and options; their
/// numbers stand in the database and never change: new members go at the end.

/// The six values of the NHS Constitution.
enum class Value : std::uint8_t {
  working_together,
  respect_and_dignity,
  quality_of_care,
  compassion,
  improving_lives,
  everyone_counts,
};

/// Whether a post tells that a value was lived up to, fell short, or was only named or promised.
enum class Direction : std::uint8_t { upheld, breached, mentioned };

/// The author's overall attitude.
enum class Sentiment : std::uint8_t { positive, neutral, negative };

/// What sort of post it is.
enum class Kind : std::uint8_t { experience, pledge, news, opinion, other };

/// The health inclusion groups that the Leeds NHS Values Network exists for.
enum class Group : std::uint8_t { homeless_people, gypsies_and_travellers, sex_workers, fgm };

/// Every member of a vocabulary with its id, in numerical order; specialised for the five enums above.
template <typename Enum>
struct Vocabulary;

template <>
struct Vocabulary<Value> {
  static constexpr std::string_view noun = "value";
  static constexpr std::array<std::string_view, 6> ids = {"working_together", "respect_and_dignity",
                                                          "quality_of_care",  "compassion",
                                                          "improving_lives",  "everyone_counts"};
};
template <>
struct Vocabulary<Direction> {
  static constexpr std::string_view noun = "direction";
  static constexpr std::array<std::string_view, 3> ids = {"upheld", "breached", "mentioned"};
};
template <>
struct Vocabulary<Sentiment> {
  static constexpr std::string_view noun = "sentiment";
  static constexpr std::array<std::string_view, 3> ids = {"positive", "neutral", "negative"};
};
template <>
struct Vocabulary<Kind> {
  static constexpr std::string_view noun = "kind";
  static constexpr std::array<std::string_view, 5> ids = {"experience", "pledge", "news", "opinion", "other"};
};
template <>
struct Vocabulary<Group> {
  static constexpr std::string_view noun = "group";
  static constexpr std::array<std::string_view, 4> ids = {"homeless_people", "gypsies_and_travellers",
                                                          "sex_workers", "fgm"};
};

/// How many members a vocabulary has.
template <typename Enum>
inline constexpr std::size_t count_of = Vocabulary<Enum>::ids.size();

/// All members of a vocabulary, for range-for.
template <typename Enum>
constexpr std::array<Enum, count_of<Enum>> all_of() {
  std::array<Enum, count_of<Enum>> members{};
  for (std::size_t i = 0; i < members.size(); ++i) members[i] = static_cast<Enum>(i);
  return members;
}

/// The place of a member in its vocabulary, for indexing arrays.
template <typename Enum>
constexpr std::size_t index_of(Enum member) {
  return static_cast<std::size_t>(member);
}

template <typename Enum>
constexpr std::string_view id_of(Enum member) {
  return Vocabulary<Enum>::ids[index_of(member)];
}

/// The member with this id; nothing when there is none.
template <typename Enum>
constexpr std::optional<Enum> from_id(std::string_view id) {
  for (Enum member : all_of<Enum>())
    if (id_of(member) == id) return member;
  return std::nullopt;
}

/// The value's name as people read it: "Commitment to quality of care".
std::string_view name_of(Value value);

}  // namespace nhs
