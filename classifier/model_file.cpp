#include "classifier/model_file.h"

#include <fmt/core.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <optional>
#include <utility>

#include "classifier/hash.h"
#include "classifier/model_classifier.h"

namespace nhs::classifier {
namespace {

constexpr std::string_view kMagic = "NHSVMODL";
constexpr std::uint32_t kFormat = 4;
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
  std::uint64_t word = 0;
  for (; bytes.size() >= sizeof word; bytes.remove_prefix(sizeof word)) {
    std::memcpy(&word, bytes.data(), sizeof word);
    hash = fnv_step(hash, word);
  }
  if (bytes.empty()) return spread(hash);
  word = 0;
  std::memcpy(&word, bytes.data(), bytes.size());
  return spread(fnv_step(hash, word));
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
  bool take(std::uint64_t length, std::string_view& bytes) {
    if (rest_.size() < length) return false;
    bytes = rest_.substr(0, length);
    rest_.remove_prefix(length);
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
  for (const WordNetwork& network : model.networks) {
    const std::string section = encode_network(network.parameters());
    const std::uint64_t length = section.size();
    put(payload, &length, 1);
    payload += section;
  }
  return payload;
}

Result<void> decode_networks(Reader& reader, Model& model) {
  while (!reader.at_end()) {
    std::uint64_t length = 0;
    std::string_view section;
    if (!reader.take(&length, 1) || !reader.take(length, section))
      return fail(ExitStatus::bad_data, "a network is damaged: it is cut short");
    auto network = decode_network(section);
    if (!network) return tl::unexpected(std::move(network.error()));
    model.networks.emplace_back(std::move(*network));
  }
  return {};
}

/// All parts before the networks.
bool decode_linear(Reader& reader, Model& model) {
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
  return true;
}

/// A file as memory. Who installs a model must put the new file in the old one's place rather than write into
/// it, as install(1) and package managers do: it is not locked while it is read.
class MappedFile {
 public:
  static std::optional<MappedFile> open(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::nullopt;
    struct stat status {};
    MappedFile mapped;
    if (fstat(descriptor, &status) == 0 && status.st_size > 0) {
      mapped.size_ = static_cast<std::size_t>(status.st_size);
      mapped.start_ = mmap(nullptr, mapped.size_, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0);
    }
    close(descriptor);
    if (mapped.start_ == MAP_FAILED) return std::nullopt;
    return mapped;
  }
  MappedFile(MappedFile&& other) noexcept
      : start_(std::exchange(other.start_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile() {
    if (size_ > 0) munmap(start_, size_);
  }

  std::string_view text() const { return {static_cast<const char*>(start_), size_}; }

 private:
  MappedFile() = default;

  void* start_ = nullptr;
  std::size_t size_ = 0;
};

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
  Reader reader(payload);
  if (!decode_linear(reader, model)) return refuse("the model is damaged; install it again");
  if (const auto networks = decode_networks(reader, model); !networks)
    return refuse(networks.error().message + "; install the model again");
  return model;
}

Result<std::unique_ptr<const Classifier>> load_model(const std::filesystem::path& file) {
  const auto failure = [&](ExitStatus status, std::string_view why) {
    return fail(status, fmt::format("{}: {}", file.string(), why));
  };
  std::error_code unreadable;
  const bool regular = std::filesystem::is_regular_file(file, unreadable);
  if (regular && std::filesystem::file_size(file, unreadable) > kLargestModelFile)
    return failure(ExitStatus::bad_data, "not a model of nhsvalues (too large)");
  const auto bytes = regular ? MappedFile::open(file) : std::nullopt;
  if (!bytes) return failure(ExitStatus::no_input, "the model cannot be read");
  auto model = decode_model(bytes->text());
  if (!model) return failure(model.error().status, model.error().message);
  return std::make_unique<const ModelClassifier>(std::move(*model));
}

}  // namespace nhs::classifier
