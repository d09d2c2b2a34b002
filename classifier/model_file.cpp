#include "classifier/model_file.h"

#include <fmt/core.h>

#include <cstring>
#include <fstream>

#include "classifier/hash.h"
#include "classifier/linear_classifier.h"

namespace nhs::classifier {
namespace {

constexpr std::string_view kMagic = "NHSVMODL";
constexpr std::uint32_t kFormat = 1;
/// Reads as another number where bytes lie the other way round.
constexpr std::uint32_t kByteOrder = 0x01020304;
constexpr std::size_t kLongestVersion = 32;

struct Header {
  std::array<char, 8> magic;
  std::uint32_t format;
  std::uint32_t byte_order;
  std::uint32_t features;
  std::uint32_t bucket_bits;
  std::uint64_t payload_bytes;
  std::uint64_t checksum;
};
static_assert(sizeof(Header) == 40 && std::is_trivially_copyable_v<Header>);

/// FNV-1a over words of eight bytes, which is eight times as fast as over bytes; each step can be undone, so
/// one changed word always shows.
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = fnv_step(kFnvOffset, bytes.size());
  while (!bytes.empty()) {
    std::uint64_t word = 0;
    const std::size_t length = std::min(sizeof word, bytes.size());
    std::memcpy(&word, bytes.data(), length);
    hash = fnv_step(hash, word);
    bytes.remove_prefix(length);
  }
  return spread(hash);
}

template <typename T>
void put(std::string& bytes, const T* items, std::size_t count) {
  static_assert(std::is_trivially_copyable_v<T>);
  bytes.append(reinterpret_cast<const char*>(items), count * sizeof(T));
}

/// Takes a payload apart; false once it is too short, and ever after.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <typename T>
  bool take(T* items, std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (rest_.size() / sizeof(T) < count) return false;
    if (count > 0) std::memcpy(items, rest_.data(), count * sizeof(T));
    rest_.remove_prefix(count * sizeof(T));
    return true;
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// The parts of a model that are as long in every file, in their order. Visitor: bool(T* items, size_t
/// count).
template <typename M, typename Visitor>
bool visit_fixed_parts(M& model, Visitor&& visit) {
  return visit(model.family_weight.data(), model.family_weight.size()) &&
         visit(model.scale.data(), model.scale.size()) && visit(model.bias.data(), model.bias.size()) &&
         visit(model.values.data(), model.values.size()) && visit(model.groups.data(), model.groups.size()) &&
         visit(model.direction.data(), model.direction.size()) &&
         visit(model.vocabulary.data(), model.vocabulary.size()) &&
         visit(model.rarity.data(), model.rarity.size());
}

std::string encode_payload(const Model& model) {
  std::string payload;
  std::array<char, kLongestVersion> version{};
  model.version.copy(version.data(), version.size() - 1);
  put(payload, version.data(), version.size());
  visit_fixed_parts(model, [&](const auto* items, std::size_t count) {
    put(payload, items, count);
    return true;
  });
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket)
    if (model.rarity[bucket] != 0) put(payload, model.weights[bucket].of.data(), column::used);
  return payload;
}

bool decode_payload(std::string_view payload, Model& model) {
  Reader reader(payload);
  std::array<char, kLongestVersion> version{};
  if (!reader.take(version.data(), version.size()) || version.back() != '\0') return false;
  model.version = version.data();
  model.vocabulary.resize((std::size_t{1} << kVocabularyBits) / 64);
  model.rarity.resize(kBuckets);
  if (!visit_fixed_parts(model, [&](auto* items, std::size_t count) { return reader.take(items, count); }))
    return false;
  model.weights.assign(kBuckets, {});
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket)
    if (model.rarity[bucket] != 0 && !reader.take(model.weights[bucket].of.data(), column::used))
      return false;
  return reader.at_end();
}

}  // namespace

std::string encode_model(const Model& model) {
  const std::string payload = encode_payload(model);
  Header header{{}, kFormat, kByteOrder, kFeatureVersion, kBucketBits, payload.size(), checksum(payload)};
  kMagic.copy(header.magic.data(), header.magic.size());
  std::string bytes;
  put(bytes, &header, 1);
  return bytes + payload;
}

Result<Model> decode_model(std::string_view bytes) {
  const auto refuse = [](std::string why) { return fail(ExitStatus::bad_data, std::move(why)); };
  Header header{};
  if (bytes.substr(0, kMagic.size()) != kMagic) return refuse("not a model of nhsvalues");
  if (bytes.size() < sizeof header) return refuse("the model is cut short; install it again");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.byte_order != kByteOrder)
    return refuse("the model is damaged or of a machine with another byte order");
  if (header.format != kFormat || header.features != kFeatureVersion || header.bucket_bits != kBucketBits)
    return refuse(fmt::format(
        "the model has format {}.{}, this program reads {}.{}; install the model that came with it",
        header.format, header.features, kFormat, kFeatureVersion));
  const std::string_view payload = bytes.substr(sizeof header);
  if (payload.size() != header.payload_bytes)
    return refuse("the model is cut short or too long; install it again");
  if (checksum(payload) != header.checksum)
    return refuse("the model is damaged (its checksum differs); install it again");
  Model model;
  if (!decode_payload(payload, model)) return refuse("the model is damaged; install it again");
  return model;
}

Result<std::unique_ptr<const Classifier>> load_model(const std::filesystem::path& file) {
  std::error_code unreadable;
  const bool regular = std::filesystem::is_regular_file(file, unreadable);
  const std::uintmax_t size = regular ? std::filesystem::file_size(file, unreadable) : 0;
  std::ifstream stream(file, std::ios::binary);
  if (!regular || unreadable || !stream)
    return fail(ExitStatus::no_input, fmt::format("{}: the model cannot be read", file.string()));
  if (size > kLargestModelFile)
    return fail(ExitStatus::bad_data, fmt::format("{}: not a model of nhsvalues (too large)", file.string()));
  std::string bytes(static_cast<std::size_t>(size), '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  if (stream.bad()) return fail(ExitStatus::io, fmt::format("{}: reading the model failed", file.string()));
  auto model = decode_model(bytes);
  if (!model) return fail(model.error().status, fmt::format("{}: {}", file.string(), model.error().message));
  return std::make_unique<const LinearClassifier>(std::move(*model));
}

}  // namespace nhs::classifier
