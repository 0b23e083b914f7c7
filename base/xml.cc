#include "base/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/xml_text.h"

namespace wervelwijzer {
namespace {

std::string_view View(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

struct FreeContext {
  void operator()(xmlParserCtxt* context) const {
    if (context->myDoc != nullptr) xmlFreeDoc(context->myDoc);
    context->myDoc = nullptr;
    xmlFreeParserCtxt(context);
  }
};

// One reading: what libxml2 calls back, and the first thing that went wrong.
class Reading {
 public:
  Reading(xmlParserCtxt* context, XmlHandler& handler, const XmlLimits& limits)
      : context_(context), handler_(handler), limits_(limits) {}

  const Status& status() const { return status_; }
  int line() const { return context_->input == nullptr ? 0 : context_->input->line; }

  // Calls the handler unless something failed before. Nothing may be thrown through C code.
  template <typename Call>
  void Do(Call call) {
    if (!status_.ok()) return;
    try {
      Status status = call();
      if (!status.ok()) Stop(status.error());
    } catch (...) {
      Stop({ErrorKind::kInternal, "the reader of the xml failed", {}});
    }
  }

  void Start(const xmlChar* name, const xmlChar* uri, int count, const xmlChar** raw) {
    Do([&]() -> Status {
      if (++depth_ > limits_.max_depth) {
        return Error{ErrorKind::kTooLarge,
                     "nested deeper than " + std::to_string(limits_.max_depth) + " levels",
                     {}};
      }
      attributes_.clear();
      // Five pointers for each: local name, prefix, namespace, begin and end of the value.
      for (int i = 0; i < count; ++i, raw += 5) {
        const auto* begin = reinterpret_cast<const char*>(raw[3]);
        const auto* end = reinterpret_cast<const char*>(raw[4]);
        attributes_.push_back(
            {View(raw[0]), View(raw[2]), {begin, static_cast<std::size_t>(end - begin)}});
      }
      return handler_.OnStart(View(name), View(uri), attributes_, line());
    });
  }
  void End(const xmlChar* name, const xmlChar* uri) {
    Do([&] {
      --depth_;
      return handler_.OnEnd(View(name), View(uri));
    });
  }
  void Text(const xmlChar* text, int size) {
    Do([&] {
      return handler_.OnText({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
    });
  }
  void Refuse(std::string message) {
    if (status_.ok()) Stop(InvalidInput(std::move(message)));
  }

 private:
  void Stop(Error error) {
    if (error.path.empty()) error.path = "line " + std::to_string(line());
    status_ = Status(std::move(error));
    xmlStopParser(context_);
  }

  xmlParserCtxt* context_;
  XmlHandler& handler_;
  const XmlLimits& limits_;
  std::vector<XmlAttribute> attributes_;
  std::size_t depth_ = 0;
  Status status_;
};

void SayNothing(void*, const char*, ...) {}

Reading& Of(void* reading) { return *static_cast<Reading*>(reading); }

// Every callback that is left out is one that libxml2 then does not act upon: no tree is built, no
// entity is declared, nothing is loaded.
xmlSAXHandler Callbacks() {
  xmlSAXHandler sax = {};
  sax.initialized = XML_SAX2_MAGIC;
  sax.startElementNs = [](void* reading, const xmlChar* name, const xmlChar*, const xmlChar* uri,
                          int, const xmlChar**, int count, int, const xmlChar** attributes) {
    Of(reading).Start(name, uri, count, attributes);
  };
  sax.endElementNs = [](void* reading, const xmlChar* name, const xmlChar*, const xmlChar* uri) {
    Of(reading).End(name, uri);
  };
  sax.characters = [](void* reading, const xmlChar* text, int size) {
    Of(reading).Text(text, size);
  };
  sax.cdataBlock = sax.characters;
  sax.ignorableWhitespace = sax.characters;
  sax.internalSubset = [](void* reading, const xmlChar*, const xmlChar*, const xmlChar*) {
    Of(reading).Refuse("a document type declaration is not accepted");
  };
  sax.serror = [](void* reading, xmlErrorPtr error) {
    if (error->level < XML_ERR_ERROR) return;
    // The words of libxml2 quote the input, which may be about a person; its number does not.
    Of(reading).Refuse("not well-formed xml (libxml2 error " + std::to_string(error->code) + ")");
  };
  return sax;
}

}  // namespace

Status ReadXml(std::string_view text, XmlHandler& handler, const XmlLimits& limits) {
  if (text.size() > limits.max_bytes ||
      text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    return Error{ErrorKind::kTooLarge,
                 "xml text is larger than " + std::to_string(limits.max_bytes) + " bytes",
                 {}};
  }
  if (text.empty()) return InvalidInput("xml text is empty", "line 1");
  const std::optional<std::string> converted = Utf16XmlAsUtf8(text);
  if (converted) text = *converted;
  if (MostAttributes(text) > limits.max_attributes) {
    return Error{ErrorKind::kTooLarge,
                 "an element has more than " + std::to_string(limits.max_attributes) +
                     " attributes",
                 {}};
  }
  // What libxml2 says outside a parser would go to standard error and quote the input. The setting
  // belongs to the thread.
  xmlSetGenericErrorFunc(nullptr, SayNothing);
  static std::once_flag initialized;
  std::call_once(initialized, xmlInitParser);
  std::unique_ptr<xmlParserCtxt, FreeContext> context(
      xmlCreateMemoryParserCtxt(text.data(), static_cast<int>(text.size())));
  if (context == nullptr) return Error{ErrorKind::kInternal, "no memory for the xml parser", {}};
  Reading reading(context.get(), handler, limits);
  // NOENT: without it an `&amp;` in an attribute stays escaped. No other entity can be declared.
  // IGNORE_ENC: what was converted still says that it is UTF-16.
  xmlCtxtUseOptions(context.get(), XML_PARSE_NONET | XML_PARSE_NOENT |
                                       (converted ? XML_PARSE_IGNORE_ENC : 0));
  *context->sax = Callbacks();
  context->userData = &reading;
  xmlParseDocument(context.get());
  if (!reading.status().ok()) return reading.status();
  if (context->wellFormed == 0) {
    return InvalidInput("not well-formed xml", "line " + std::to_string(reading.line()));
  }
  return {};
}

std::string EscapeXml(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      case '\t':
      case '\n':
      case '\r':
        escaped += "&#" + std::to_string(static_cast<int>(c)) + ";";
        break;
      default:
        // XML 1.0 has no way to write the other control characters.
        if (static_cast<unsigned char>(c) < 0x20) {
          escaped += "\xEF\xBF\xBD";
        } else {
          escaped += c;
        }
    }
  }
  return escaped;
}

}  // namespace wervelwijzer
