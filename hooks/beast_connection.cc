#include "hooks/beast_connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "base/log.h"
#include "hooks/http_text.h"
#include "hooks/reply.h"
#include "hooks/text.h"

namespace wervelwijzer::hooks {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Code = boost::system::error_code;

// A request below this size is answered sooner than another thread wakes up.
constexpr std::size_t kInlineBytes = 64u << 10;
// What is read at once: a usual request whole, and more of what is known to be long.
constexpr std::size_t kReadBytes = 16u << 10;
constexpr std::size_t kLongReadBytes = 128u << 10;
// How long the rest of a refused request is read: who closes sooner makes the client lose the
// answer (RFC 9112 section 9.6).
constexpr auto kLinger = std::chrono::seconds(5);

std::string_view View(boost::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::string_view BeastCarrier::Date(TimePoint now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  if (seconds != date_seconds) {
    date_seconds = seconds;
    date = DateHeader(date_seconds);
  }
  return date;
}

BeastConnection::BeastConnection(tcp::socket socket, std::shared_ptr<BeastCarrier> carrier,
                                 std::shared_ptr<BeastShared> shared)
    : carrier_(std::move(carrier)), shared_(std::move(shared)), socket_(std::move(socket)) {
  ++shared_->connections;
  const std::lock_guard lock(carrier_->mutex);
  carrier_->connections.insert(this);
}

BeastConnection::~BeastConnection() {
  {
    const std::lock_guard lock(carrier_->mutex);
    carrier_->connections.erase(this);
  }
  --shared_->connections;
}

void BeastConnection::Start() {
  Code ignored;
  socket_.set_option(tcp::no_delay(true), ignored);
  AwaitRequest();
}

void BeastConnection::CloseIfLate(Steady::time_point now) {
  if (now > until_) Close();
}

void BeastConnection::CloseIfIdle() {
  if (state_ == State::kIdle) Close();
}

void BeastConnection::Close() {
  Code ignored;
  socket_.close(ignored);
}

void BeastConnection::Enter(State state, std::chrono::milliseconds patience) {
  state_ = state;
  until_ = Steady::now() + patience;
}

void BeastConnection::AwaitRequest() {
  if (shared_->stopping) return Close();
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(shared_->limits.header_bytes));
  parser_->body_limit(shared_->limits.body_bytes);
  parser_->eager(true);
  header_seen_ = false;
  Enter(State::kIdle, shared_->limits.idle_timeout);
  if (buffer_.size() > 0) return Parse();  // a pipelined request
  Read();
}

void BeastConnection::Read() {
  socket_.async_read_some(buffer_.prepare(RoomToRead()),
                          [self = shared_from_this()](const Code& code, std::size_t bytes) {
                            self->TakeBytes(code, bytes);
                          });
}

std::size_t BeastConnection::RoomToRead() const {
  if (state_ == State::kLingering) return kLongReadBytes;
  if (!header_seen_) return kReadBytes;
  // A chunked body does not tell its length.
  const std::size_t left = parser_->content_length_remaining().value_or(kLongReadBytes);
  return std::clamp(left, kReadBytes, kLongReadBytes);
}

void BeastConnection::TakeBytes(const Code& code, std::size_t bytes) {
  if (state_ == State::kLingering) {
    if (code) return Close();
    return Read();  // over the same room: nothing was committed
  }
  if (code == asio::error::eof) return TakeEnd();
  if (code) return Close();
  buffer_.commit(bytes);
  Parse();
}

void BeastConnection::TakeEnd() {
  if (!header_seen_) return Close();
  Refuse(HttpRefusal(400, "incomplete", "body is incomplete"));
}

void BeastConnection::Parse() {
  if (state_ == State::kIdle) Enter(State::kReceiving, shared_->limits.header_timeout);
  while (!parser_->is_done() && buffer_.size() > 0) {
    Code code;
    buffer_.consume(parser_->put(buffer_.data(), code));
    if (code == http::error::need_more) break;
    if (code) return RefuseFor(code);
    if (!header_seen_ && parser_->is_header_done() && !TakeHeader()) return;
  }
  if (!parser_->is_done()) return Read();
  Answer();
}

bool BeastConnection::TakeHeader() {
  header_seen_ = true;
  Enter(State::kReceiving, shared_->limits.body_timeout);
  if (parser_->is_done()) return true;
  if (!EqualsIgnoringCase(View(parser_->get()[http::field::expect]), "100-continue")) return true;
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(socket_, asio::buffer(kContinue.data(), kContinue.size()),
                    [self = shared_from_this()](const Code& code, std::size_t) {
                      if (code) return self->Close();
                      self->Parse();
                    });
  return false;
}

void BeastConnection::RefuseFor(const Code& code) {
  if (code == http::error::body_limit) {
    return Refuse(HttpRefusal(413, "too-long", "body is larger than is accepted"));
  }
  if (code == http::error::header_limit || code == http::error::buffer_overflow) {
    return Refuse(HttpRefusal(431, "too-long", "headers are larger than is accepted"));
  }
  Refuse(HttpRefusal(400, "structure", "is not a request of http/1.1"));
}

void BeastConnection::Refuse(const Response& response) {
  keep_ = false;
  linger_ = true;
  shared_->in_flight.Enter();
  Send(response);
}

void BeastConnection::Answer() {
  shared_->in_flight.Enter();
  state_ = State::kAnswering;
  until_ = Steady::time_point::max();  // how long the handler takes is its own affair
  FillView();
  if (shared_->stopping) {
    return Send(HttpRefusal(503, "transient", "the server is stopping"));
  }
  if (parser_->get().version() == 11 && parser_->get().count(http::field::host) != 1) {
    return Send(HttpRefusal(400, "structure", "there is not one header `Host`"));
  }
  if (view_.body.size() <= kInlineBytes) return CallHandler();
  WorkerPool::Work work = [self = shared_from_this()]() mutable {
    self->CallHandler();
    self.reset();
  };
  if (!shared_->workers->Post(work)) {
    Send(HttpRefusal(503, "throttled", "too much work waits"));
  }
}

void BeastConnection::FillView() {
  auto& message = parser_->get();
  keep_ = parser_->keep_alive();
  linger_ = false;
  headers_.clear();
  for (const auto& field : message) {
    headers_.push_back({View(field.name_string()), View(field.value())});
  }
  std::string& body = message.body();
  if (body.empty()) body.append(PaddedBuffer::kPadding, '\0');  // there was none to finish
  view_.method = View(message.method_string());
  view_.target = OriginForm(View(message.target()));
  view_.headers = headers_;
  view_.body = {body.data(), body.size() - PaddedBuffer::kPadding};
  view_.received = SystemClock().Now();
  view_.deadline = view_.received + shared_->limits.deadline;
}

void BeastConnection::CallHandler() {
  answered_ = false;
  try {
    shared_->handler(view_, [self = shared_from_this()](Response response) mutable {
      self->answered_ = true;
      BeastConnection& connection = *self;
      if (connection.carrier_->ended) return;
      asio::dispatch(connection.carrier_->context,
                     [self = std::move(self), response = std::move(response)]() mutable {
                       self->Send(std::move(response));
                     });
    });
  } catch (const std::exception& error) {
    Log(LogLevel::kError, "handler-failed", {{"reason", error.what()}});
    if (answered_) return;
    asio::dispatch(carrier_->context, [self = shared_from_this()] {
      self->Send(HttpRefusal(500, "exception", "internal error"));
    });
  }
}

void BeastConnection::Send(Response response) {
  response_ = std::move(response);
  keep_ = keep_ && !shared_->stopping;
  WriteHead(response_, keep_ ? AfterAnswer::kKeep : AfterAnswer::kClose,
            carrier_->Date(SystemClock().Now()), head_);
  const bool bodiless = response_.body == nullptr || response_.status == 304 ||
                        parser_->get().method() == http::verb::head;
  const std::array<asio::const_buffer, 2> parts = {
      asio::buffer(head_),
      bodiless ? asio::const_buffer() : asio::const_buffer(asio::buffer(*response_.body))};
  Enter(State::kAnswering, shared_->limits.body_timeout);
  asio::async_write(socket_, parts, [self = shared_from_this()](const Code& code, std::size_t) {
    self->TakeSent(code);
  });
}

void BeastConnection::TakeSent(const Code& code) {
  response_ = {};
  shared_->in_flight.Leave();
  if (code) {
    Log(LogLevel::kDebug, "answer-not-sent");  // the client has gone
    return Close();
  }
  if (keep_) return AwaitRequest();
  Code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  if (!linger_ || shared_->stopping) return Close();
  Enter(State::kLingering, kLinger);
  buffer_.clear();
  Read();
}

}  // namespace wervelwijzer::hooks
