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
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "base/buffer.h"
#include "hooks/in_flight.h"
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
  std::atomic<bool> ended{false};  // nothing runs here any more

  // The header `Date` of that moment, made once a second. On its thread.
  std::string_view Date(TimePoint now);
};

// What all connections of a transport use.
struct BeastShared {
  explicit BeastShared(const TransportLimits& limits_in) : limits(limits_in) {}
  TransportLimits limits;
  Handler handler;
  std::unique_ptr<WorkerPool> workers;
  InFlight in_flight;
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> connections{0};
};

// From accepting to closing. One request at a time; all on the thread of its carrier, but for the
// handler of a long request and the calling of a Reply. Lives while something waits for it.
class BeastConnection final : public std::enable_shared_from_this<BeastConnection> {
 public:
  using Steady = std::chrono::steady_clock;

  BeastConnection(boost::asio::ip::tcp::socket socket, std::shared_ptr<BeastCarrier> carrier,
                  std::shared_ptr<BeastShared> shared);
  ~BeastConnection();
  BeastConnection(const BeastConnection&) = delete;
  BeastConnection& operator=(const BeastConnection&) = delete;

  void Start();
  // Ends what took too long.
  void CloseIfLate(Steady::time_point now);
  void CloseIfIdle();
  void Close();

 private:
  enum class State { kIdle, kReceiving, kAnswering, kLingering };

  void Enter(State state, std::chrono::milliseconds patience);
  void AwaitRequest();
  void Read();
  std::size_t RoomToRead() const;
  void TakeBytes(const boost::system::error_code& code, std::size_t bytes);
  // The client sends no more; it may still read.
  void TakeEnd();
  void Parse();
  // False when the rest is read later.
  bool TakeHeader();
  void RefuseFor(const boost::system::error_code& code);
  // What follows on this connection cannot be told from what was refused.
  void Refuse(const Response& response);
  void Answer();
  void FillView();
  // Nothing may be thrown into the loop. A handler that throws before it replied is answered.
  void CallHandler();
  void Send(Response response);
  void TakeSent(const boost::system::error_code& code);

  std::shared_ptr<BeastCarrier> carrier_;
  std::shared_ptr<BeastShared> shared_;
  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<PaddedBody>> parser_;
  bool header_seen_ = false;
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
