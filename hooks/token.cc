#include "hooks/token.h"

#include <algorithm>
#include <cmath>

#include "base/json.h"
#include "hooks/text.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::size_t kMostBytes = 8192;
constexpr std::size_t kMostIdBytes = 256;
constexpr double kMostSeconds = 253402300800.0;  // the year 10000

Error Refuse(const char* reason) { return {ErrorKind::kUnauthorized, reason, {}}; }

// RFC 7519, section 2, NumericDate.
std::optional<TimePoint> InstantOf(JsonValue value) {
  const auto seconds = value.number();
  if (!seconds || !(*seconds >= 0) || *seconds > kMostSeconds) return std::nullopt;
  return TimePoint(Duration(static_cast<std::int64_t>(std::floor(*seconds * 1000.0))));
}

Status ReadHeader(JsonValue header, Token& token) {
  if (!header.is_object()) return Refuse("header is no object");
  const auto algorithm = AlgorithmNamed(header.Get("alg").string_or({}));
  if (!algorithm) return Refuse("algorithm is not accepted");
  // RFC 7515, section 4.1.11: what is critical has to be understood; nothing is.
  if (header.Get("crit").exists()) return Refuse("an extension is critical");
  if (!EqualsIgnoringCase(header.Get("typ").string_or({}), "JWT")) return Refuse("is no jwt");
  token.algorithm = *algorithm;
  token.key_id = header.Get("kid").string_or({});
  if (token.key_id.empty()) return Refuse("names no key");
  if (header.Get("jku").exists() && !header.Get("jku").is_string()) {
    return Refuse("address of keys is none");
  }
  token.key_url = header.Get("jku").string_or({});
  return {};
}

std::vector<std::string> TextsOf(JsonValue value) {
  std::vector<std::string> texts;
  if (const auto text = value.string()) texts.emplace_back(*text);
  for (const JsonValue item : value.elements()) texts.emplace_back(item.string_or({}));
  return texts;
}

Status ReadClaims(JsonValue claims, Token& token) {
  if (!claims.is_object()) return Refuse("claims are no object");
  token.issuer = claims.Get("iss").string_or({});
  if (token.issuer.empty()) return Refuse("names no issuer");
  token.id = claims.Get("jti").string_or({});
  if (token.id.empty() || token.id.size() > kMostIdBytes) return Refuse("has no id");
  token.tenant = claims.Get("tenant").string_or({});
  token.audience = TextsOf(claims.Get("aud"));
  const auto issued = InstantOf(claims.Get("iat")), expires = InstantOf(claims.Get("exp"));
  if (!issued || !expires) return Refuse("has no times");
  token.issued = *issued;
  token.expires = *expires;
  token.not_before = InstantOf(claims.Get("nbf"));
  if (claims.Get("nbf").exists() && !token.not_before) return Refuse("has no times");
  return {};
}

// The object in one part of the token.
Result<JsonDocument> Part(std::string_view text) {
  const auto bytes = FromBase64Url(text);
  if (!bytes) return Refuse("is no base64url");
  Result<JsonDocument> document = JsonDocument::Parse(*bytes);
  if (!document.ok()) return Refuse("is no json");
  return document;
}

}  // namespace

Result<Token> ReadToken(std::string_view compact) {
  if (compact.size() > kMostBytes) return Refuse("is too long");
  const std::size_t first = compact.find('.');
  const std::size_t second = first == std::string_view::npos ? first : compact.find('.', first + 1);
  if (second == std::string_view::npos || compact.find('.', second + 1) != std::string_view::npos) {
    return Refuse("is not of three parts");
  }
  const Result<JsonDocument> header = Part(compact.substr(0, first));
  if (!header.ok()) return header.error();
  const Result<JsonDocument> claims = Part(compact.substr(first + 1, second - first - 1));
  if (!claims.ok()) return claims.error();
  Token token;
  if (const Status read = ReadHeader(header->root(), token); !read.ok()) return read.error();
  if (const Status read = ReadClaims(claims->root(), token); !read.ok()) return read.error();
  const auto signature = FromBase64Url(compact.substr(second + 1));
  if (!signature || signature->empty()) return Refuse("is not signed");
  token.signature = *signature;
  token.signed_text = compact.substr(0, second);
  return token;
}

Status CheckClaims(const Token& token, std::string_view audience, TimePoint now,
                   const TokenLimits& limits) {
  if (std::ranges::find(token.audience, audience) == token.audience.end()) {
    return Refuse("is for another address");
  }
  if (token.expires + limits.leeway <= now) return Refuse("is expired");
  if (token.issued - limits.leeway > now) return Refuse("is from the future");
  if (token.not_before && *token.not_before - limits.leeway > now) {
    return Refuse("is not valid yet");
  }
  if (token.expires < token.issued) return Refuse("ends before it begins");
  if (token.expires - token.issued > limits.lifetime) return Refuse("lives too long");
  return {};
}

}  // namespace wervelwijzer::hooks
