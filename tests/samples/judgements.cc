#include "tests/samples/judgements.h"

#include <array>
#include <cctype>

#include "terminology/table_file.h"

namespace wervelwijzer::samples {
namespace {

std::optional<Means> MeansOfName(std::string_view name) {
  if (name == "yes") return Means::kYes;
  if (name == "no") return Means::kNo;
  if (name == "not-known") return Means::kNotKnown;
  return std::nullopt;
}

}  // namespace

std::string Tidy(std::string_view text) {
  std::string tidy;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      tidy += c;
    } else if (!tidy.empty() && tidy.back() != ' ') {
      tidy += ' ';
    }
  }
  if (!tidy.empty() && tidy.back() == ' ') tidy.pop_back();
  return tidy;
}

std::string SystemOf(const terminology::Terminology& terminology, std::string_view uri) {
  if (const std::string_view name = terminology.SystemName(uri); !name.empty()) {
    return std::string(name);
  }
  return Tidy(uri.substr(0, uri.find('|')));
}

Result<Judgements> Judgements::Read(const std::string& folder) {
  Judgements judgements;
  if (Status read = judgements.ReadLicences(folder + "/sample_licences.tsv"); !read.ok()) {
    return read.error();
  }
  if (Status read = judgements.ReadCodes(folder + "/sample_codes.tsv"); !read.ok()) {
    return read.error();
  }
  if (Status read = judgements.ReadSystems(folder + "/sample_systems.tsv"); !read.ok()) {
    return read.error();
  }
  return judgements;
}

Status Judgements::ReadCodes(const std::string& path) {
  static constexpr std::array<std::string_view, 5> kColumns{"system", "code", "display", "means",
                                                            "reason"};
  const auto lines = terminology::ReadTableFile(path, kColumns);
  if (!lines.ok()) return lines.error();
  for (const terminology::TableLine& line : *lines) {
    const std::string where = path + ":" + std::to_string(line.number);
    const auto means = MeansOfName(line.cells[3]);
    if (!means) return InvalidInput("`" + line.cells[3] + "` is no judgement", where);
    if (line.cells[4].empty()) return InvalidInput("judgement has no reason", where);
    CodeJudgement judgement{*means, {}, line.cells[4], false};
    if (*means == Means::kYes) judgement.concepts = terminology::SplitList(line.cells[4], ',');
    judgement.is_licensed = licences_.contains(line.cells[0]);
    if (judgement.is_licensed && *means == Means::kYes) {
      return InvalidInput("code of a system that may not be listed is known", where);
    }
    if (!codes_.emplace(std::pair(line.cells[0], line.cells[1]), std::move(judgement)).second) {
      return InvalidInput("code `" + line.cells[1] + "` is judged twice", where);
    }
  }
  return {};
}

Status Judgements::ReadLicences(const std::string& path) {
  static constexpr std::array<std::string_view, 2> kColumns{"system", "reason"};
  const auto lines = terminology::ReadTableFile(path, kColumns);
  if (!lines.ok()) return lines.error();
  for (const terminology::TableLine& line : *lines) licences_[line.cells[0]] = line.cells[1];
  return {};
}

Status Judgements::ReadSystems(const std::string& path) {
  static constexpr std::array<std::string_view, 2> kColumns{"system", "reason"};
  const auto lines = terminology::ReadTableFile(path, kColumns);
  if (!lines.ok()) return lines.error();
  for (const terminology::TableLine& line : *lines) {
    std::string system = line.cells[0];
    const bool is_whole = !system.ends_with('*');
    if (!is_whole) system.pop_back();
    rules_.push_back({std::move(system), is_whole, line.cells[1]});
  }
  return {};
}

std::optional<CodeJudgement> Judgements::Find(std::string_view system,
                                              std::string_view code) const {
  const auto found = codes_.find({std::string(system), std::string(code)});
  if (found != codes_.end()) return found->second;
  const Rule* longest = nullptr;
  for (const Rule& rule : rules_) {
    const bool holds =
        rule.is_whole ? system == rule.beginning : system.starts_with(rule.beginning);
    if (holds && (longest == nullptr || rule.beginning.size() > longest->beginning.size())) {
      longest = &rule;
    }
  }
  if (longest == nullptr) return std::nullopt;
  return CodeJudgement{Means::kNo, {}, longest->reason, false};
}

}  // namespace wervelwijzer::samples
