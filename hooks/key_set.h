#pragma once

// The public keys of a client: a JWK Set (RFC 7517).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "hooks/signature.h"

namespace wervelwijzer::hooks {

struct NamedKey {
  std::string id;                               // `kid`
  std::optional<SignatureAlgorithm> algorithm;  // the only one that it is for; nothing: any
  PublicKey key;
};

class KeySet {
 public:
  // Keys of another kind, for another use or without a `kid` are passed over. kInvalidInput when
  // it is no set, when a key of ours is damaged, when a `kid` stands there twice and when nothing
  // is left.
  static Result<KeySet> Read(std::string_view json);

  // Null when there is none by that `kid`.
  const NamedKey* Find(std::string_view id) const;

 private:
  std::vector<NamedKey> keys_;
};

}  // namespace wervelwijzer::hooks
