// Stands in for libFuzzer where there is none: runs a target over a corpus, and over changed copies
// of it, in an order that the seed fixes. No coverage feedback; what it finds, it finds again.
//
//   feel_fuzz CORPUS-FOLDER… [--runs N] [--seed S] [--dictionary FILE]
//
// A dictionary is one of libFuzzer: a piece in quotes a line, with the escapes `\\`, `\"` and
// `\xNN`.
//
// An input that ends the process is left in `crash-input` in the working folder.

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kMaxInput = 4096;

std::string current;  // what the target is given now, for the signal handler

// Only what may be called from a signal handler.
void SaveAndDie(int number) {
  if (std::FILE* file = std::fopen("crash-input", "wb")) {
    std::fwrite(current.data(), 1, current.size(), file);
    std::fclose(file);
  }
  constexpr std::string_view kMessage = "the target ended; see crash-input\n";
  (void)!write(STDERR_FILENO, kMessage.data(), kMessage.size());
  signal(number, SIG_DFL);
  raise(number);
}

class Mutator {
 public:
  Mutator(std::vector<std::string> corpus, std::vector<std::string> words, std::uint64_t seed)
      : corpus_(std::move(corpus)), words_(std::move(words)), random_(seed) {}

  // A seed with one to eight changes.
  std::string Next() {
    std::string text = Pick();
    const std::size_t changes = 1 + Below(8);
    for (std::size_t i = 0; i < changes; ++i) Change(text);
    if (text.size() > kMaxInput) text.resize(kMaxInput);
    return text;
  }

 private:
  std::size_t Below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }
  const std::string& Pick() { return corpus_[Below(corpus_.size())]; }
  // A word of the dictionary, or a piece of some seed: parts of the language in new places.
  std::string Piece() {
    if (!words_.empty() && Below(2) == 0) return words_[Below(words_.size())];
    const std::string& seed = Pick();
    const std::size_t start = Below(seed.size());
    return seed.substr(start, 1 + Below(16));
  }

  void Change(std::string& text) {
    const std::size_t at = Below(text.size() + 1);
    switch (Below(6)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(Below(256));
        return;
      case 1:
        text.insert(at, 1, static_cast<char>(Below(128)));
        return;
      case 2:
        if (at < text.size()) text.erase(at, 1 + Below(8));
        return;
      case 3:
        text.insert(at, Piece());
        return;
      case 4:
        if (at < text.size()) text.replace(at, std::min<std::size_t>(4, text.size() - at), Piece());
        return;
      default: {
        // The same again and again: depth.
        const std::string piece = text.substr(at, 1 + Below(6));
        const std::size_t times = Below(60);
        for (std::size_t i = 0; i < times && text.size() < kMaxInput; ++i) text.insert(at, piece);
        return;
      }
    }
  }

  std::vector<std::string> corpus_, words_;
  std::mt19937_64 random_;
};

// The piece of a line `"…"`; empty for another line.
std::string WordOf(const std::string& line) {
  if (line.size() < 2 || line.front() != '"' || line.back() != '"') return {};
  std::string word;
  for (std::size_t at = 1; at + 1 < line.size(); ++at) {
    if (line[at] != '\\') {
      word += line[at];
    } else if (line[++at] == 'x' && at + 3 < line.size()) {
      word += static_cast<char>(std::stoi(line.substr(at + 1, 2), nullptr, 16));
      at += 2;
    } else {
      word += line[at];
    }
  }
  return word;
}

std::vector<std::string> ReadDictionary(const std::string& path) {
  std::ifstream stream(path);
  std::vector<std::string> words;
  for (std::string line; std::getline(stream, line);) {
    if (std::string word = WordOf(line); !word.empty()) words.push_back(std::move(word));
  }
  return words;
}

std::vector<std::string> ReadCorpus(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> corpus;
  for (const auto& path : paths) {
    std::ifstream stream(path, std::ios::binary);
    corpus.emplace_back((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  }
  return corpus;
}

void RunOne(std::string text) {
  current = std::move(text);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current.data()), current.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t runs = 100'000, seed = 1;
  std::vector<std::string> corpus, words;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--runs" && i + 1 < argc) {
      runs = std::strtoull(argv[++i], nullptr, 10);
    } else if (argument == "--seed" && i + 1 < argc) {
      seed = std::strtoull(argv[++i], nullptr, 10);
    } else if (argument == "--dictionary" && i + 1 < argc) {
      words = ReadDictionary(argv[++i]);
    } else {
      for (std::string& text : ReadCorpus(argv[i])) corpus.push_back(std::move(text));
    }
  }
  if (corpus.empty()) {
    std::fprintf(stderr, "usage: %s CORPUS-FOLDER... [--runs N] [--seed S]\n", argv[0]);
    return 2;
  }
  for (int number : {SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGFPE}) signal(number, SaveAndDie);
  for (const std::string& text : corpus) RunOne(text);
  Mutator mutator(corpus, std::move(words), seed);
  for (std::uint64_t i = 0; i < runs; ++i) RunOne(mutator.Next());
  std::printf("%llu executions over %zu seeds, none ended the process\n",
              static_cast<unsigned long long>(runs), corpus.size());
  return 0;
}
