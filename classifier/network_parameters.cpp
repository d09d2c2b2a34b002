#include "classifier/network_parameters.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace nhs::classifier {
namespace {

/// Far above what is of use; they keep sizes within 64 bits, and what a network may take within what a
/// monitor can spare: its table of rows fills up as words are met.
constexpr std::uint32_t kLargestVocabulary = 1U << 22, kMostDims = 1024, kMostFilters = 1024,
                        kMostHidden = 1024;
constexpr std::size_t kLargestTable = 96U << 20;

std::size_t padded(std::size_t bytes) { return (bytes + 3) / 4 * 4; }

bool is_possible(const NetworkShape& shape) {
  return shape.words <= kLargestVocabulary && shape.dims >= 1 && shape.dims <= kMostDims &&
         shape.filters >= 1 && shape.filters <= kMostFilters && shape.filters % kFilterBlock == 0 &&
         shape.widths >= 1 && shape.widths <= kMostWidths && shape.hidden <= kMostHidden &&
         shape.hidden % kFilterBlock == 0 && shape.outputs <= network_column::end &&
         shape.rows() * shape.row_bytes() <= kLargestTable;
}

/// The arrays of a section in their order. Visitor: void(vector& items, size_t count).
template <typename Parameters, typename Visitor>
void visit_arrays(const NetworkShape& shape, Parameters& network, Visitor&& visit) {
  visit(network.fingerprints, std::size_t{shape.words});
  visit(network.scale_of_row, shape.rows());
  visit(network.embedding, shape.rows() * shape.dims);
  visit(network.taps, shape.row_bytes() * shape.dims);
  visit(network.table_scale, shape.features());
  visit(network.bias, shape.features());
  visit(network.hidden, shape.features() * shape.hidden);
  visit(network.hidden_bias, std::size_t{shape.hidden});
  visit(network.columns, std::size_t{shape.outputs});
  visit(network.head, shape.outputs * shape.units());
  visit(network.head_bias, std::size_t{shape.outputs});
}

template <typename T>
std::size_t bytes_of(const std::vector<T>& /*array*/, std::size_t count) {
  return padded(count * sizeof(T));
}

bool all_finite(const std::vector<float>& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](float number) { return std::isfinite(number); });
}

bool is_column(std::uint32_t number) {
  return number < column::direction_text || (number >= column::care_sentiment && number < column::used) ||
         (number >= network_column::direction_of_text &&
          number < network_column::direction_of_text + network_column::directions) ||
         (number >= network_column::direction_of_clause && number < network_column::end);
}

/// What is wrong with the numbers; empty when they make a network.
std::string_view fault_of(const NetworkParameters& network) {
  const auto& words = network.fingerprints;
  if (std::adjacent_find(words.begin(), words.end(), [](auto a, auto b) { return a >= b; }) != words.end())
    return "its words are not in ascending order";
  if (!all_finite(network.scale_of_row) || !all_finite(network.taps) || !all_finite(network.table_scale) ||
      !all_finite(network.bias) || !all_finite(network.hidden) || !all_finite(network.hidden_bias) ||
      !all_finite(network.head) || !all_finite(network.head_bias))
    return "a number is not finite";
  if (std::any_of(network.table_scale.begin(), network.table_scale.end(), [](float s) { return s <= 0; }))
    return "a table's scale is not positive";
  std::vector<std::uint32_t> columns = network.columns;
  std::sort(columns.begin(), columns.end());
  if (std::adjacent_find(columns.begin(), columns.end()) != columns.end()) return "a column stands twice";
  if (!std::all_of(columns.begin(), columns.end(), is_column)) return "a column is not known";
  return {};
}

}  // namespace

std::string encode_network(const NetworkParameters& network) {
  std::string bytes(sizeof network.shape, '\0');
  std::memcpy(bytes.data(), &network.shape, sizeof network.shape);
  visit_arrays(network.shape, network, [&](const auto& items, std::size_t count) {
    if (count > 0) bytes.append(reinterpret_cast<const char*>(items.data()), count * sizeof items[0]);
    bytes.resize(padded(bytes.size()));
  });
  return bytes;
}

Result<NetworkParameters> decode_network(std::string_view section) {
  const auto refuse = [](std::string_view why) {
    return fail(ExitStatus::bad_data, fmt::format("a network is damaged: {}", why));
  };
  NetworkParameters network;
  NetworkShape& shape = network.shape;
  static_assert(sizeof shape == 24);
  if (section.size() < sizeof shape) return refuse("it is cut short");
  std::memcpy(&shape, section.data(), sizeof shape);
  if (!is_possible(shape)) return refuse("no network is of such a size");
  std::size_t expected = sizeof shape;
  visit_arrays(shape, network,
               [&](const auto& items, std::size_t count) { expected += bytes_of(items, count); });
  if (section.size() != expected) return refuse("its length does not fit its size");
  const char* at = section.data() + sizeof shape;
  visit_arrays(shape, network, [&](auto& items, std::size_t count) {
    items.resize(count);
    if (count > 0) std::memcpy(items.data(), at, count * sizeof items[0]);
    at += bytes_of(items, count);
  });
  if (const std::string_view fault = fault_of(network); !fault.empty()) return refuse(fault);
  return network;
}

}  // namespace nhs::classifier
