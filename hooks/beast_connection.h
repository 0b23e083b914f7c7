#pragma once

// One connection of the Beast listener (transport_beast.h), and what it shares with others.

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <chrono>
#include <ctime>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "base/buffer.h"
#include "base/hang_up.h"
#include "hooks/in_flight.h"
#include "hooks/shares.h"
#include "hooks/transport.h"
#include "hooks/worker_pool.h"

namespace wervelwijzer::hooks {

// A body that can be parsed in situ: PaddedBuffer::kPadding zero bytes follow the last one.
struct PaddedBody {
  using value_type = std::string;
  static constexpr std::size_t kMostReserved = 128u << 10;  // a length is only a promise

  class reader {
   public:
    template <bool kRequest, class Fields>
    reader(boost::beast::http::header<kRequest, Fields>&, value_type& body) : body_(body) {}
    void init(const boost::optional<std::uint64_t>& length, boost::system::error_code& code) {
      code = {};
      body_.reserve(std::min<std::size_t>(length.value_or(0), kMostReserved) +
                    PaddedBuffer::kPadding);
    }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, boost::system::error_code& code) {
      code = {};
      std::size_t size = 0;
      for (const boost::asio::const_buffer buffer : boost::beast::buffers_range_ref(buffers)) {
        body_.append(static_cast<const char*>(buffer.data()), buffer.size());
        size += buffer.size();
      }
      return size;
    }
    void finish(boost::system::error_code& code) {
      code = {};
      body_.append(PaddedBuffer::kPadding, '\0');
    }

   private:
    value_type& body_;
  };
};

// What frames a body in chunks and is none of it. A sender may write as much of it as it likes, and
// nothing of it is used: without a bound it fills the memory.
struct ChunkFrames {
  static constexpr std::size_t kBytesEach = 32;  // size, two line ends, and room for an extension

  std::size_t chunks = 0;
  std::size_t consumed = 0;  // bytes behind the headers, the body among them

  // Called by the parser for each chunk.
  void operator()(std::uint64_t, boost::string_view, boost::system::error_code& code) {
    code = {};
    ++chunks;
  }
  // `waiting` bytes are here and not yet understood.
  bool Exceeds(std::size_t body, std::size_t waiting, std::size_t limit) const {
    return consumed - std::min(consumed, body) + waiting > limit + kBytesEach * chunks;
  }
};

class BeastConnection;

// One thread and the connections that it carries.
struct BeastCarrier {
  boost::asio::io_context context{1};
  boost::asio::steady_timer sweep{context};
  std::mutex mutex;  // guards `connections`
  std::unordered_set<BeastConnection*> connections;
  std::time_t date_seconds = -1;
  std::string date;
  std::thread thread;
  std::atomic<bool> ended{false};                         // nothing runs here any more
  std::atomic<std::chrono::steady_clock::rep> turned{0};  // when it last looked after all of them

  // The header `Date` of that moment, made once a second. On its thread.
  std::string_view Date(TimePoint now);
};

// What all connections of a transport use.
struct BeastShared {
  explicit BeastShared(const TransportLimits& limits_in)
      : limits(limits_in), shares(limits_in.connections, limits_in.connections_each) {}
  const TransportLimits limits;
  Handler handler;
  std::unique_ptr<WorkerPool> workers;
  InFlight in_flight;
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> body_bytes{0};  // that are held now, of all connections
  Shares shares;
  std::atomic<std::size_t> in_reserve{0};  // until they are closed
  // Without a place of their own, the oldest first. On the thread that accepts.
  std::deque<std::weak_ptr<BeastConnection>> reserve;
};

// From accepting to closing. One request at a time; all on the thread of its carrier, but for the
// handler of a long request and the calling of a Reply. Lives while something waits for it.
class BeastConnection final : public std::enable_shared_from_this<BeastConnection> {
 public:
  using Steady = std::chrono::steady_clock;

  // The place of a connection: one that its owner's share has, or one of the reserve.
  enum class Place { kShare, kReserve };

  // REQUIRES: with kShare a place was taken for ShareOwner(address), which is given back.
  BeastConnection(boost::asio::ip::tcp::socket socket, std::string address, Place place,
                  std::shared_ptr<BeastCarrier> carrier, std::shared_ptr<BeastShared> shared);
  ~BeastConnection();
  BeastConnection(const BeastConnection&) = delete;
  BeastConnection& operator=(const BeastConnection&) = delete;

  // From here on all on the thread of the carrier.
  void Start();
  // Ends what took too long; who sent half of a request is told.
  void EndIfLate(Steady::time_point now);
  // The server stops: an idle connection ends, half of a request has until then to become whole.
  void Stop(Steady::time_point until);
  // Another one needs the place in the reserve.
  void MakeRoom();
  void Close();
  const std::shared_ptr<BeastCarrier>& carrier() const { return carrier_; }

 private:
  enum class State { kIdle, kReceiving, kAnswering, kLingering };

  void Enter(State state, std::chrono::milliseconds patience);
  // Counts what is held of the body. False when all together hold too much.
  bool HoldBody(std::size_t bytes);
  // A request begins, and a stop waits for its answer; it has one or never will.
  void BeginRequest();
  void EndRequest();
  void AwaitRequest();
  void Read();
  std::size_t RoomToRead() const;
  void TakeBytes(const boost::system::error_code& code, std::size_t bytes);
  // The client sends no more; it may still read.
  void TakeEnd();
  void Parse();
  // False when the rest is read later, or never.
  bool TakeHeader();
  bool AskToGoOn();
  void RefuseFor(const boost::system::error_code& code);
  void RefuseOvercrowding();
  void RefuseLate();
  // What follows on this connection cannot be told from what was refused.
  void Refuse(const Response& response);
  void Answer();
  void FillView();
  // Nothing may be thrown into the loop. A handler that throws before it replied is answered.
  void CallHandler();
  // While others work for the answer.
  void WatchForHangUp();
  void TakeSign(const boost::system::error_code& code);
  void Send(Response response);
  void TakeSent(const boost::system::error_code& code);

  const std::shared_ptr<BeastCarrier> carrier_;
  const std::shared_ptr<BeastShared> shared_;
  const std::string address_;
  const Place place_;
  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<PaddedBody>> parser_;
  ChunkFrames frames_;
  std::size_t held_ = 0;  // counted in BeastShared::body_bytes
  bool header_seen_ = false;
  bool in_flight_ = false;  // counted in BeastShared::in_flight
  bool reading_ = false;
  bool asking_to_go_on_ = false;
  bool watching_ = false;
  std::optional<boost::asio::steady_timer> half_closed_;  // made when first needed
  HangUp hang_up_;
  bool keep_ = false;
  bool linger_ = false;
  std::vector<Header> headers_;
  RequestView view_;
  std::atomic<bool> answered_{false};
  Response response_;
  std::string head_;
  State state_ = State::kIdle;
  Steady::time_point until_ = Steady::time_point::max();
};

}  // namespace wervelwijzer::hooks
