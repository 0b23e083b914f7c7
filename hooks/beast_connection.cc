#include "hooks/beast_connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "base/log.h"
#include "hooks/http_framing.h"
#include "hooks/http_text.h"
#include "hooks/reply.h"
#include "hooks/text.h"
#include "hooks/watch_paths.h"

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
constexpr auto kLingerInReserve = std::chrono::seconds(1);
// Who sends no more may have gone or may only have said all: nothing tells one from the other. An
// answer that is not made by then counts as wanted by nobody.
constexpr auto kHalfClosed = std::chrono::milliseconds(100);

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

BeastConnection::BeastConnection(tcp::socket socket, std::string address, Place place,
                                 std::shared_ptr<BeastCarrier> carrier,
                                 std::shared_ptr<BeastShared> shared)
    : carrier_(std::move(carrier)),
      shared_(std::move(shared)),
      address_(std::move(address)),
      place_(place),
      socket_(std::move(socket)) {
  if (place_ == Place::kReserve) ++shared_->in_reserve;
  const std::lock_guard lock(carrier_->mutex);
  carrier_->connections.insert(this);
}

BeastConnection::~BeastConnection() {
  {
    const std::lock_guard lock(carrier_->mutex);
    carrier_->connections.erase(this);
  }
  EndRequest();
  HoldBody(0);
  if (place_ == Place::kReserve) {
    --shared_->in_reserve;
  } else {
    shared_->shares.Give(ShareOwner(address_));
  }
}

void BeastConnection::Start() {
  Code ignored;
  socket_.set_option(tcp::no_delay(true), ignored);
  AwaitRequest();
}

void BeastConnection::EndIfLate(Steady::time_point now) {
  if (now > until_) {
    if (state_ == State::kReceiving && !asking_to_go_on_) return RefuseLate();
    return Close();
  }
  if (state_ != State::kIdle || place_ == Place::kReserve) return;
  if (!shared_->shares.IsCrowded()) return;
  const auto waited = now - (until_ - shared_->limits.idle_timeout);
  if (waited > shared_->limits.crowded_timeout) Close();
}

void BeastConnection::Stop(Steady::time_point until) {
  if (state_ == State::kIdle) return Close();
  if (state_ == State::kReceiving) until_ = std::min(until_, until);
}

void BeastConnection::MakeRoom() {
  if (state_ != State::kIdle && state_ != State::kReceiving) return;
  RefuseOvercrowding();
  linger_ = false;  // its place is wanted
}

void BeastConnection::Close() {
  Code ignored;
  half_closed_.reset();  // it would keep the connection
  socket_.close(ignored);
  if (state_ != State::kAnswering) EndRequest();
}

void BeastConnection::Enter(State state, std::chrono::milliseconds patience) {
  state_ = state;
  until_ = Steady::now() + patience;
}

bool BeastConnection::HoldBody(std::size_t bytes) {
  // What most requests have is not worth counting at every one.
  if (bytes <= kInlineBytes && held_ == 0) return true;
  const std::size_t all = shared_->body_bytes += bytes - held_;  // may go down: it wraps
  const bool grew = bytes > held_;
  held_ = bytes;
  return !grew || all <= shared_->limits.all_body_bytes;
}

void BeastConnection::BeginRequest() {
  if (!std::exchange(in_flight_, true)) shared_->in_flight.Enter();
}

void BeastConnection::EndRequest() {
  if (std::exchange(in_flight_, false)) shared_->in_flight.Leave();
}

void BeastConnection::AwaitRequest() {
  if (shared_->stopping) return Close();
  parser_.emplace();
  HoldBody(0);
  if (buffer_.size() == 0 && buffer_.capacity() > kReadBytes) buffer_.shrink_to_fit();
  parser_->header_limit(static_cast<std::uint32_t>(shared_->limits.header_bytes));
  parser_->body_limit(shared_->limits.body_bytes);
  // The headers are looked at before anything behind them is read.
  parser_->eager(false);
  frames_ = {};
  parser_->on_chunk_header(frames_);
  header_seen_ = false;
  hang_up_.Reset();
  Enter(State::kIdle,
        place_ == Place::kShare ? shared_->limits.idle_timeout : shared_->limits.reserve_timeout);
  if (buffer_.size() > 0) return Parse();  // a pipelined request
  Read();
}

void BeastConnection::Read() {
  reading_ = true;
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
  reading_ = false;
  if (state_ == State::kAnswering) return;  // it was refused while it was read
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
  if (state_ == State::kIdle) {
    BeginRequest();
    if (place_ == Place::kShare) {
      Enter(State::kReceiving, shared_->limits.header_timeout);
    } else {
      state_ = State::kReceiving;  // within the time that it has
    }
  }
  while (!parser_->is_done() && buffer_.size() > 0) {
    Code code;
    const std::size_t taken = parser_->put(buffer_.data(), code);
    buffer_.consume(taken);
    if (header_seen_) frames_.consumed += taken;
    if (code && code != http::error::need_more) return RefuseFor(code);
    if (header_seen_ && parser_->chunked() &&
        frames_.Exceeds(parser_->get().body().size(), code ? buffer_.size() : 0,
                        shared_->limits.header_bytes)) {
      return RefuseFor(http::error::header_limit);
    }
    if (!HoldBody(parser_->get().body().size())) {
      return Refuse(HttpRefusal(503, "throttled", "too much is being received"));
    }
    if (code) break;
    if (!header_seen_ && parser_->is_header_done() && !TakeHeader()) return;
  }
  if (!parser_->is_done()) return Read();
  Answer();
}

bool BeastConnection::TakeHeader() {
  header_seen_ = true;
  const auto& message = parser_->get();
  // Now, and not when all is there: a trailer is no header.
  headers_.clear();
  for (const auto& field : message) {
    headers_.push_back({View(field.name_string()), View(field.value())});
  }
  if (const auto fault = FindFramingFault(static_cast<int>(message.version() % 10), headers_)) {
    Refuse(HttpRefusal(fault->status, "structure", fault->message));
    return false;
  }
  const std::string_view target = OriginForm(View(message.target()));
  keep_ = parser_->keep_alive() && place_ == Place::kShare;
  if (place_ == Place::kReserve && !IsForWatching(target.substr(0, target.find('?')))) {
    RefuseOvercrowding();
    return false;
  }
  parser_->eager(true);
  Enter(State::kReceiving, shared_->limits.body_timeout);
  return parser_->is_done() ||
         !EqualsIgnoringCase(View(message[http::field::expect]), "100-continue") || AskToGoOn();
}

bool BeastConnection::AskToGoOn() {
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  asking_to_go_on_ = true;
  asio::async_write(socket_, asio::buffer(kContinue.data(), kContinue.size()),
                    [self = shared_from_this()](const Code& code, std::size_t) {
                      self->asking_to_go_on_ = false;
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

void BeastConnection::RefuseOvercrowding() {
  Refuse(HttpRefusal(503, "throttled", "there are too many connections"));
}

void BeastConnection::RefuseLate() {
  if (shared_->stopping) return Refuse(HttpRefusal(503, "transient", "the server is stopping"));
  Refuse(HttpRefusal(408, "timeout", "the request did not arrive in time"));
}

void BeastConnection::Refuse(const Response& response) {
  if (reading_) {
    Code ignored;
    socket_.cancel(ignored);
  }
  if (!parser_->is_done()) {
    // Nobody reads what came of it, and the rest may take its time.
    std::string().swap(parser_->get().body());
    HoldBody(0);
  }
  keep_ = false;
  linger_ = true;
  BeginRequest();
  Send(response);
}

void BeastConnection::Answer() {
  state_ = State::kAnswering;
  until_ = Steady::time_point::max();  // how long the handler takes is its own affair
  FillView();
  answered_ = false;
  if (view_.body.size() <= kInlineBytes) {
    CallHandler();
  } else {
    WorkerPool::Work work = [self = shared_from_this()]() mutable {
      self->CallHandler();
      self.reset();
    };
    if (!shared_->workers->Post(work)) {
      return Send(HttpRefusal(503, "throttled", "too much work waits"));
    }
  }
  if (!answered_) WatchForHangUp();
}

void BeastConnection::WatchForHangUp() {
  watching_ = true;
  socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const Code& code) {
    if (code != asio::error::operation_aborted && self->watching_) self->TakeSign(code);
  });
}

void BeastConnection::TakeSign(const Code& code) {
  char next = 0;
  Code state = code;
  if (!state) socket_.receive(asio::buffer(&next, 1), tcp::socket::message_peek, state);
  if (!state) return;  // the next request, which hides what follows
  if (state != asio::error::eof) return hang_up_.Tell();
  half_closed_.emplace(carrier_->context);
  half_closed_->expires_after(kHalfClosed);
  half_closed_->async_wait([self = shared_from_this()](const Code& cancelled) {
    if (!cancelled && self->watching_) self->hang_up_.Tell();
  });
}

void BeastConnection::FillView() {
  auto& message = parser_->get();
  linger_ = false;
  std::string& body = message.body();
  if (body.empty()) body.append(PaddedBuffer::kPadding, '\0');  // there was none to finish
  view_.method = View(message.method_string());
  view_.target = OriginForm(View(message.target()));
  view_.headers = headers_;
  view_.body = {body.data(), body.size() - PaddedBuffer::kPadding};
  view_.received = SystemClock().Now();
  view_.deadline = view_.received + shared_->limits.deadline;
  view_.peer.address = address_;
  view_.hang_up = &hang_up_;
}

void BeastConnection::CallHandler() {
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
  if (std::exchange(watching_, false)) {
    Code ignored;
    socket_.cancel(ignored);  // nothing else goes on
    half_closed_.reset();
  }
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
  EndRequest();
  if (code) {
    Log(LogLevel::kDebug, "answer-not-sent");  // the client has gone
    return Close();
  }
  if (keep_) return AwaitRequest();
  Code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  if (!linger_ || shared_->stopping) return Close();
  Enter(State::kLingering, place_ == Place::kShare ? kLinger : kLingerInReserve);
  buffer_.clear();
  if (!reading_) Read();
}

}  // namespace wervelwijzer::hooks
