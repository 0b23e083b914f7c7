#include "hooks/shares.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>

namespace wervelwijzer::hooks {

bool Shares::Take(std::string_view owner) {
  const std::lock_guard lock(mutex_);
  if (taken_ >= most_ || most_each_ == 0) return false;
  std::size_t& own = by_owner_[std::string(owner)];
  if (own >= most_each_) return false;
  ++own;
  ++taken_;
  return true;
}

void Shares::Give(std::string_view owner) {
  const std::lock_guard lock(mutex_);
  const auto found = by_owner_.find(std::string(owner));
  if (found == by_owner_.end()) return;
  --taken_;
  if (--found->second == 0) by_owner_.erase(found);
}

bool Shares::IsCrowded() const {
  const std::lock_guard lock(mutex_);
  return taken_ * 4 > most_ * 3;
}

bool SharePlace::Take(Shares& shares, std::string_view owner) {
  if (!shares.Take(owner)) return false;
  shares_ = &shares;
  owner_ = owner;
  return true;
}

SharePlace::~SharePlace() {
  if (shares_ != nullptr) shares_->Give(owner_);
}

std::string ShareOwner(std::string_view address) {
  in6_addr number = {};
  const std::string text(address.substr(0, address.find('%')));
  if (::inet_pton(AF_INET6, text.c_str(), &number) != 1) return text;
  char owner[INET6_ADDRSTRLEN] = {};
  if (IN6_IS_ADDR_V4MAPPED(&number)) {
    return ::inet_ntop(AF_INET, number.s6_addr + 12, owner, sizeof owner);
  }
  std::fill(number.s6_addr + 8, number.s6_addr + 16, std::uint8_t{0});
  return ::inet_ntop(AF_INET6, &number, owner, sizeof owner);
}

}  // namespace wervelwijzer::hooks
