// One run: a line a figure, `name number`. bench/classifier/run makes several and takes the medians.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "classifier/classifier.h"

namespace nhs::bench {
namespace {

using Model = std::unique_ptr<const classifier::Classifier>;
using Milliseconds = std::chrono::duration<double, std::milli>;

std::vector<std::string> lines_of(const char* file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

double resident_mib() {
  std::size_t size = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> size >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Takes the file out of the system's cache, as after a start of the machine.
void make_cold(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  fdatasync(descriptor);
  posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
  close(descriptor);
}

/// Judges every `step`th text from `first` on; gives the number of findings, so that nothing is left out.
std::size_t judge(const classifier::Classifier& model, const std::vector<std::string>& texts,
                  std::size_t first = 0, std::size_t step = 1) {
  std::size_t findings = 0;
  for (std::size_t i = first; i < texts.size(); i += step) findings += model.classify(texts[i]).values.size();
  return findings;
}

double posts_per_second_on_all_cores(const classifier::Classifier& model,
                                     const std::vector<std::string>& texts, int passes) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (std::size_t core = 0; core < cores; ++core)
    threads.emplace_back([&model, &texts, passes, core, cores] {
      for (int pass = 0; pass < passes; ++pass) judge(model, texts, core, cores);
    });
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
  return static_cast<double>(texts.size()) * passes / passed.count();
}

Result<void> measure(const char* file) {
  constexpr int passes = 5;
  const std::vector<std::string> texts = lines_of(file);
  if (texts.empty()) return fail(ExitStatus::no_input, fmt::format("{}: no texts, one a line", file));
  const auto path = classifier::find_model();
  if (!path) return tl::unexpected(path.error());
  const auto load = [&](const char* name) -> Result<Model> {
    const auto start = std::chrono::steady_clock::now();
    auto model = classifier::load_model(*path);
    fmt::print("{} {:.2f}\n", name, Milliseconds(std::chrono::steady_clock::now() - start).count());
    return model;
  };
  make_cold(*path);
  fmt::print("rss_before {:.1f}\n", resident_mib());
  const auto model = load("load_cold");
  if (!model) return tl::unexpected(model.error());
  fmt::print("rss_loaded {:.1f}\n", resident_mib());
  judge(**model, texts);
  fmt::print("rss_judged {:.1f}\n", resident_mib());
  const double start = cpu_seconds();
  for (int pass = 0; pass < passes; ++pass) judge(**model, texts);
  fmt::print("one_core {:.0f}\n", static_cast<double>(texts.size()) * passes / (cpu_seconds() - start));
  fmt::print("all_cores {:.0f}\n", posts_per_second_on_all_cores(**model, texts, passes));
  if (const auto again = load("load_warm"); !again) return tl::unexpected(again.error());
  return {};
}

}  // namespace
}  // namespace nhs::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: nhs_bench_classifier FILE, with a text a line\n");
    return 64;
  }
  if (const auto measured = nhs::bench::measure(argv[1]); !measured) {
    fmt::print(stderr, "{}\n", measured.error().message);
    return static_cast<int>(measured.error().status);
  }
  return 0;
}
