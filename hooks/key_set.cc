#include "hooks/key_set.h"

#include <algorithm>
#include <utility>

#include "base/json.h"

namespace wervelwijzer::hooks {
namespace {

constexpr std::size_t kMostKeys = 64;

// The bytes of a member in base64url; empty when it is none.
std::string BytesOf(JsonValue key, std::string_view name) {
  return FromBase64Url(key.Get(name).string_or({})).value_or("");
}

bool IsForSignatures(JsonValue key) {
  const std::string_view use = key.Get("use").string_or("sig");
  bool may_verify = !key.Get("key_ops").exists();
  for (const JsonValue operation : key.Get("key_ops").elements()) {
    may_verify = may_verify || operation.string_or({}) == "verify";
  }
  // One for an algorithm that is not ours is not ours either.
  const auto algorithm = key.Get("alg").string();
  return use == "sig" && may_verify && (!algorithm || AlgorithmNamed(*algorithm)) &&
         !key.Get("kid").string_or({}).empty();
}

Result<PublicKey> KeyOf(JsonValue key) {
  const std::string_view type = key.Get("kty").string_or({});
  if (type == "EC") {
    return PublicKey::Ec(key.Get("crv").string_or({}), BytesOf(key, "x"), BytesOf(key, "y"));
  }
  if (type == "RSA") return PublicKey::Rsa(BytesOf(key, "n"), BytesOf(key, "e"));
  return Error{ErrorKind::kUnsupported, "is of another kind", {}};
}

}  // namespace

Result<KeySet> KeySet::Read(std::string_view json) {
  const Result<JsonDocument> document = JsonDocument::Parse(json);
  if (!document.ok()) return document.error();
  const JsonValue keys = document->root().Get("keys");
  if (!keys.is_array()) return InvalidInput("is no set of keys", "$.keys");
  if (keys.size() > kMostKeys) return InvalidInput("holds more than 64 keys", "$.keys");
  KeySet set;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const JsonValue json_key = keys.At(i);
    const std::string path = "$.keys[" + std::to_string(i) + "]";
    if (!IsForSignatures(json_key)) continue;
    Result<PublicKey> key = KeyOf(json_key);
    if (!key.ok() && key.error().kind == ErrorKind::kUnsupported) continue;
    if (!key.ok()) return InvalidInput(key.error().message, path);
    const std::string id(json_key.Get("kid").string_or({}));
    if (set.Find(id) != nullptr) return InvalidInput("has the `kid` of another key", path);
    set.keys_.push_back(
        {id, AlgorithmNamed(json_key.Get("alg").string_or({})), std::move(key).value()});
  }
  if (set.keys_.empty()) return InvalidInput("holds no key that can be used", "$.keys");
  return set;
}

const NamedKey* KeySet::Find(std::string_view id) const {
  const auto found = std::ranges::find(keys_, id, &NamedKey::id);
  return found == keys_.end() ? nullptr : &*found;
}

}  // namespace wervelwijzer::hooks
