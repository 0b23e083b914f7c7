#include "terminology/import_claml.h"

#include <algorithm>
#include <utility>

#include "base/xml.h"
#include "terminology/file_bytes.h"

namespace wervelwijzer::terminology {
namespace {

constexpr std::size_t kMostBytes = 512u << 20;

std::string_view ValueOf(std::span<const XmlAttribute> attributes, std::string_view name) {
  for (const XmlAttribute& attribute : attributes) {
    if (attribute.local_name == name) return attribute.value;
  }
  return {};
}

class ClassReader : public XmlHandler {
 public:
  Status OnStart(std::string_view name, std::string_view, std::span<const XmlAttribute> attributes,
                 int) override {
    if (!is_claml_ && name != "ClaML") return InvalidInput("root element is not `ClaML`");
    is_claml_ = true;
    if (name == "Title") {
      version_ = std::string(ValueOf(attributes, "name")) + " " +
                 std::string(ValueOf(attributes, "version"));
    } else if (name == "Class") {
      class_ = ValueOf(attributes, "code");
      if (class_.empty()) return InvalidInput("class has no code");
      builder_.AddCode(class_, CodeState::kComplete);
    } else if (!class_.empty() && (name == "SuperClass" || name == "SubClass")) {
      const std::string_view other = ValueOf(attributes, "code");
      if (other.empty()) return InvalidInput("link of class `" + class_ + "` has no code");
      ++links_;
      if (name == "SuperClass") {
        builder_.AddAbove(class_, other);
      } else {
        builder_.AddAbove(other, class_);
      }
    }
    return {};
  }
  Status OnEnd(std::string_view name, std::string_view) override {
    if (name == "Class") class_.clear();
    return {};
  }
  Status OnText(std::string_view) override { return {}; }

  Result<ClamlImport> Finish(const std::string& system) {
    Result<std::string> text = builder_.Finish({system, version_, "claml", 0, 0});
    if (!text.ok()) return text.error();
    return ClamlImport{std::move(text).value(), version_, builder_.size(), links_};
  }

 private:
  SnapshotBuilder builder_;
  bool is_claml_ = false;
  std::string version_ = "unknown";
  std::string
      class_;  // inside which we are; ModifierClass has links of its own, which do not count
  std::size_t links_ = 0;
};

// Puts blanks in place of `<!DOCTYPE ClaML SYSTEM "ClaML.dtd">`, which the XML door does not take.
// One with declarations is left for the door to refuse.
void BlankDocumentType(std::string& text) {
  const std::size_t begin = text.find("<!DOCTYPE");
  if (begin == std::string::npos || text.find("<ClaML") < begin) return;
  const std::size_t end = text.find_first_of("[>", begin);
  if (end == std::string::npos || text[end] != '>') return;
  std::replace_if(
      text.begin() + static_cast<std::ptrdiff_t>(begin),
      text.begin() + static_cast<std::ptrdiff_t>(end) + 1, [](char c) { return c != '\n'; }, ' ');
}

}  // namespace

Result<ClamlImport> ImportClaml(const std::string& path, const std::string& system) {
  const Result<MappedFile> file = MappedFile::Open(path);
  if (!file.ok()) return file.error();
  Result<ClamlImport> import = ReadClaml(std::string(file->bytes()), system);
  if (import.ok()) return import;
  Error error = import.error();
  error.path = error.path.empty() ? path : path + " " + error.path;
  return error;
}

Result<ClamlImport> ReadClaml(std::string text, const std::string& system) {
  BlankDocumentType(text);
  ClassReader reader;
  XmlLimits limits;
  limits.max_bytes = kMostBytes;
  if (Status read = ReadXml(text, reader, limits); !read.ok()) return read.error();
  return reader.Finish(system);
}

}  // namespace wervelwijzer::terminology
