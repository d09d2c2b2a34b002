#include "classifier/model_file.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "committed_model.h"

using namespace nhs;
using namespace nhs::classifier;

namespace {

ExitStatus status_of(const std::string& bytes) {
  const auto model = decode_model(bytes);
  return model ? ExitStatus::done : model.error().status;
}

}  // namespace

TEST_CASE("A model survives writing and reading to the byte", "[model]") {
  const std::string bytes = committed_model_bytes();
  const auto model = decode_model(bytes);
  REQUIRE(model);
  CHECK(model->version == "2026.11.11");
  CHECK(encode_model(*model) == bytes);
}

TEST_CASE("The committed model is small", "[model]") { CHECK(committed_model_bytes().size() <= 11'000'000); }

TEST_CASE("A model with any one byte changed is refused", "[model]") {
  const std::string bytes = committed_model_bytes();
  constexpr std::size_t header = 40;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < header + 64; ++i) places.push_back(i);
  for (std::size_t i = header; i < bytes.size(); i += bytes.size() / 40) places.push_back(i);
  places.push_back(bytes.size() - 1);
  std::string changed = bytes;
  for (const std::size_t place : places) {
    CAPTURE(place);
    changed[place] = static_cast<char>(changed[place] ^ 0x10);
    CHECK(status_of(changed) == ExitStatus::bad_data);
    changed[place] = bytes[place];
  }
}

TEST_CASE("A model that was cut short or has bytes after its end is refused", "[model]") {
  const std::string bytes = committed_model_bytes();
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{7}, std::size_t{39}, std::size_t{40}, bytes.size() - 1}) {
    CAPTURE(length);
    CHECK(status_of(bytes.substr(0, length)) == ExitStatus::bad_data);
  }
  CHECK(status_of(bytes + "x") == ExitStatus::bad_data);
}

TEST_CASE("A model of a newer format is refused by saying so", "[model]") {
  std::string bytes = committed_model_bytes();
  bytes[8] = 5;
  const auto model = decode_model(bytes);
  REQUIRE_FALSE(model);
  CHECK(model.error().message.find("format 5") != std::string::npos);
}

TEST_CASE("A header that promises a huge model does not make one", "[model]") {
  std::string bytes = committed_model_bytes().substr(0, 40);
  for (std::size_t i = 24; i < 32; ++i) bytes[i] = '\xFF';
  CHECK(status_of(bytes) == ExitStatus::bad_data);
}

TEST_CASE("A file that is not there, a folder and a stranger's file are told apart", "[model]") {
  const std::filesystem::path stranger =
      std::filesystem::temp_directory_path() / ("nhs-stranger-" + std::to_string(getpid()) + ".model");
  std::ofstream(stranger) << "This is somebody's shopping list and no model.";
  CHECK(load_model("/nowhere/nhsvalues.model").error().status == ExitStatus::no_input);
  CHECK(load_model(std::filesystem::temp_directory_path()).error().status == ExitStatus::no_input);
  const auto refused = load_model(stranger);
  std::filesystem::remove(stranger);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == ExitStatus::bad_data);
  CHECK(refused.error().message.find(stranger.string()) != std::string::npos);
}

TEST_CASE("The model is where the environment says, else in the source tree", "[model]") {
  unsetenv("NHSVALUES_MODEL");
  REQUIRE(find_model());
  CHECK(find_model()->filename() == "nhsvalues.model");
  setenv("NHSVALUES_MODEL", "/nowhere/else.model", 1);
  const auto named = find_model();
  unsetenv("NHSVALUES_MODEL");
  REQUIRE_FALSE(named);
  CHECK(named.error().status == ExitStatus::no_input);
}
