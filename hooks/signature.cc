#include "hooks/signature.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <array>
#include <utility>
#include <vector>

namespace wervelwijzer::hooks {
namespace {

constexpr std::size_t kLeastRsaBytes = 256, kMostRsaBytes = 1024;

template <typename T, void (*kFree)(T*)>
struct Freeing {
  void operator()(T* thing) const { kFree(thing); }
};
using Number = std::unique_ptr<BIGNUM, Freeing<BIGNUM, BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freeing<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freeing<OSSL_PARAM, OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freeing<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freeing<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Pair = std::unique_ptr<ECDSA_SIG, Freeing<ECDSA_SIG, ECDSA_SIG_free>>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Number NumberOf(std::string_view bytes) {
  return Number(BN_bin2bn(Bytes(bytes), static_cast<int>(bytes.size()), nullptr));
}

// Tokens have r and s side by side, each as wide as the curve; OpenSSL wants them in DER.
std::vector<unsigned char> DerOf(std::string_view signature, std::size_t width) {
  if (signature.size() != 2 * width) return {};
  Pair pair(ECDSA_SIG_new());
  Number r = NumberOf(signature.substr(0, width)), s = NumberOf(signature.substr(width));
  if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
  (void)r.release();
  (void)s.release();
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0) return {};
  std::vector<unsigned char> bytes(der, der + size);
  OPENSSL_free(der);
  return bytes;
}

int ValueOfDigit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-') return 62;
  return c == '_' ? 63 : -1;
}

}  // namespace

std::optional<SignatureAlgorithm> AlgorithmNamed(std::string_view name) {
  if (name == "ES256") return SignatureAlgorithm::kEs256;
  if (name == "ES384") return SignatureAlgorithm::kEs384;
  if (name == "RS256") return SignatureAlgorithm::kRs256;
  if (name == "RS384") return SignatureAlgorithm::kRs384;
  return std::nullopt;
}

std::optional<std::string> FromBase64Url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = ValueOfDigit(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xffffu;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xffu);
  }
  // One text for the same bytes: what is left over must be zero.
  if ((bits & ((1u << count) - 1u)) != 0) return std::nullopt;
  return bytes;
}

Result<PublicKey> PublicKey::Make(Kind kind, const char* type, void* parameters) {
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY,
                        static_cast<OSSL_PARAM*>(parameters)) != 1) {
    return InvalidInput("is no public key");
  }
  std::shared_ptr<void> held(key, [](void* k) { EVP_PKEY_free(static_cast<EVP_PKEY*>(k)); });
  const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  if (!check || EVP_PKEY_public_check(check.get()) != 1) return InvalidInput("is no public key");
  return PublicKey(kind, std::move(held));
}

Result<PublicKey> PublicKey::Ec(std::string_view curve, std::string_view x, std::string_view y) {
  const bool is_256 = curve == "P-256";
  if (!is_256 && curve != "P-384") return Error{ErrorKind::kUnsupported, "is on another curve", {}};
  const std::size_t width = is_256 ? 32 : 48;
  if (x.size() != width || y.size() != width)
    return InvalidInput("has a coordinate of another width");
  const std::string point = "\x04" + std::string(x) + std::string(y);
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                      is_256 ? "P-256" : "P-384", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return Error{ErrorKind::kInternal, "no memory for a key", {}};
  }
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  return Make(is_256 ? Kind::kP256 : Kind::kP384, "EC", parameters.get());
}

Result<PublicKey> PublicKey::Rsa(std::string_view modulus, std::string_view exponent) {
  if (modulus.size() < kLeastRsaBytes || modulus.size() > kMostRsaBytes || modulus[0] == '\0' ||
      exponent.empty() || exponent.size() > 8) {
    return InvalidInput("is no key of 2048 to 8192 bits");
  }
  const Number n = NumberOf(modulus), e = NumberOf(exponent);
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || !n || !e ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
    return Error{ErrorKind::kInternal, "no memory for a key", {}};
  }
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  return Make(Kind::kRsa, "RSA", parameters.get());
}

bool PublicKey::Verifies(SignatureAlgorithm algorithm, std::string_view message,
                         std::string_view signature) const {
  using Algorithm = SignatureAlgorithm;
  const bool is_rsa = algorithm == Algorithm::kRs256 || algorithm == Algorithm::kRs384;
  const Kind wanted = is_rsa                           ? Kind::kRsa
                      : algorithm == Algorithm::kEs256 ? Kind::kP256
                                                       : Kind::kP384;
  if (kind_ != wanted) return false;
  std::vector<unsigned char> bytes(signature.begin(), signature.end());
  if (!is_rsa) bytes = DerOf(signature, kind_ == Kind::kP256 ? 32 : 48);
  if (bytes.empty()) return false;
  const bool is_256 = algorithm == Algorithm::kEs256 || algorithm == Algorithm::kRs256;
  const DigestContext context(EVP_MD_CTX_new());
  return context &&
         EVP_DigestVerifyInit(context.get(), nullptr, is_256 ? EVP_sha256() : EVP_sha384(), nullptr,
                              static_cast<EVP_PKEY*>(key_.get())) == 1 &&
         EVP_DigestVerify(context.get(), bytes.data(), bytes.size(), Bytes(message),
                          message.size()) == 1;
}

}  // namespace wervelwijzer::hooks
