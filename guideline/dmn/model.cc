#include "guideline/dmn/model.h"

namespace wervelwijzer::dmn {

const char* HitPolicyName(HitPolicy policy) {
  switch (policy) {
    case HitPolicy::kUnique:
      return "UNIQUE";
    case HitPolicy::kAny:
      return "ANY";
    case HitPolicy::kPriority:
      return "PRIORITY";
    case HitPolicy::kFirst:
      return "FIRST";
    case HitPolicy::kRuleOrder:
      return "RULE ORDER";
    case HitPolicy::kOutputOrder:
      return "OUTPUT ORDER";
    case HitPolicy::kCollect:
      return "COLLECT";
  }
  return "";
}

const std::string& Provenance::Get(const std::string& name) const {
  static const std::string kEmpty;
  for (const auto& [key, value] : attributes) {
    if (key == name) return value;
  }
  return kEmpty;
}

}  // namespace wervelwijzer::dmn
