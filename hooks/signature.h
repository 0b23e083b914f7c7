#pragma once

// Public keys and the signatures of JSON Web Tokens (RFC 7518, section 3). The only place that
// knows OpenSSL.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace wervelwijzer::hooks {

// Asymmetric ones only: there is no name here for `none` and for the HMACs.
enum class SignatureAlgorithm { kEs256, kEs384, kRs256, kRs384 };
// `ES384`; nothing for every other name, whatever its case.
std::optional<SignatureAlgorithm> AlgorithmNamed(std::string_view name);

// The bytes of base64url without padding (RFC 7515, section 2); nothing when it is none.
std::optional<std::string> FromBase64Url(std::string_view text);

// Cheap to copy; any thread.
class PublicKey {
 public:
  // A point of `P-256` or `P-384`; the coordinates as big-endian bytes. kInvalidInput when it does
  // not lie on the curve, kUnsupported for another curve.
  static Result<PublicKey> Ec(std::string_view curve, std::string_view x, std::string_view y);
  // Modulus and exponent as big-endian bytes; 2048 to 8192 bits.
  static Result<PublicKey> Rsa(std::string_view modulus, std::string_view exponent);

  // False too when the algorithm belongs to another kind of key.
  bool Verifies(SignatureAlgorithm algorithm, std::string_view message,
                std::string_view signature) const;

 private:
  enum class Kind { kP256, kP384, kRsa };
  PublicKey(Kind kind, std::shared_ptr<void> key) : kind_(kind), key_(std::move(key)) {}
  static Result<PublicKey> Make(Kind kind, const char* type, void* parameters);

  Kind kind_;
  std::shared_ptr<void> key_;
};

}  // namespace wervelwijzer::hooks
