#pragma once

#include <cstddef>
#include <utility>

#include "core/label.h"

namespace nhs::evaluation {

/// A text, what people say of it, and what is held against that: the machine's word, or a second reader's. An
/// aspect counts where both speak of it.
struct Comparison {
  Label people;
  Label found;
  /// The machine left it unclassified: it found no value, no kind and no group, and its sentiment counts as
  /// neutral.
  bool unclassified = false;
  /// How many texts this one stands for.
  double weight = 1;
  /// Texts of one stratum were drawn at random from it.
  std::size_t stratum = 0;
};

/// What people say of a text against what the machine says.
inline Comparison compared(Label people, const Classification& machine) {
  Comparison text;
  text.people = std::move(people);
  text.found = label_of(machine);
  text.unclassified = machine.unclassified.has_value();
  return text;
}

}  // namespace nhs::evaluation
