#pragma once

// How many places (connections, calls, fetches) an owner (address, client, server) may hold, so
// that one cannot lock out the others.

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace wervelwijzer::hooks {

// Any thread.
class Shares {
 public:
  // `most` for all owners, `most_each` for one.
  Shares(std::size_t most, std::size_t most_each) : most_(most), most_each_(most_each) {}

  // Takes a place for `owner`; false when it has its share, or all are taken.
  bool Take(std::string_view owner);
  // Gives back a place that was taken.
  void Give(std::string_view owner);

  // More than three quarters are taken.
  bool IsCrowded() const;

 private:
  const std::size_t most_, most_each_;
  mutable std::mutex mutex_;
  std::size_t taken_ = 0;
  std::unordered_map<std::string, std::size_t> by_owner_;
};

// A place that is given back at the end.
class SharePlace {
 public:
  SharePlace() = default;
  // False when there was none to take. REQUIRES: it holds none yet; `shares` outlives it.
  bool Take(Shares& shares, std::string_view owner);
  ~SharePlace();
  SharePlace(const SharePlace&) = delete;
  SharePlace& operator=(const SharePlace&) = delete;

 private:
  Shares* shares_ = nullptr;
  std::string owner_;
};

// Whose share a connection from that address counts towards: an IPv4 address itself, of an IPv6
// address the network (the first 64 bits), which one host can have wholly (RFC 6177).
std::string ShareOwner(std::string_view address);

}  // namespace wervelwijzer::hooks
