#pragma once

// The token by which a client shows who it is: a signed JSON Web Token
// (https://cds-hooks.hl7.org/2.0/#trusting-cds-clients, RFC 7515, RFC 7519). Everything but the
// keys and the memory of what was used.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "hooks/signature.h"

namespace wervelwijzer::hooks {

struct Token {
  // Header.
  SignatureAlgorithm algorithm = SignatureAlgorithm::kEs384;
  std::string key_id;   // `kid`
  std::string key_url;  // `jku`; may be empty; never called because a token names it
  // Claims.
  std::string issuer, id, tenant;  // `iss`, `jti`, `tenant`, which may be empty
  std::vector<std::string> audience;
  TimePoint issued, expires;
  std::optional<TimePoint> not_before;
  // What was signed, and the signature.
  std::string signed_text, signature;
};

// What a token says; nothing of it is true before the signature is verified. Errors are
// kUnauthorized, their message a reason for the log that holds nothing of the token.
Result<Token> ReadToken(std::string_view compact);

struct TokenLimits {
  std::chrono::seconds leeway{60};      // between the clocks
  std::chrono::seconds lifetime{3600};  // from `iat` to `exp`, at most
};

// Audience and times, as above.
Status CheckClaims(const Token& token, std::string_view audience, TimePoint now,
                   const TokenLimits& limits);

}  // namespace wervelwijzer::hooks
