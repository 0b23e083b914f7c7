#include "hooks/http_client.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "hooks/outgoing.h"
#include "hooks/shares.h"

namespace wervelwijzer::hooks {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Code = boost::system::error_code;
using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

constexpr std::size_t kMostHeaderBytes = 64u << 10;

std::string WithoutBrackets(const std::string& host) {
  return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

asio::ssl::context MakeTls() {
  asio::ssl::context tls(asio::ssl::context::tls_client);
  Code ignored;  // without roots every certificate is refused, which is what is to happen then
  tls.set_default_verify_paths(ignored);
  tls.set_verify_mode(asio::ssl::verify_peer, ignored);
  tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                      asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1,
                  ignored);
  return tls;
}

// The one door: nothing is written that could be read as more than one request.
bool MayBeSent(const HttpFetch& fetch) {
  const std::string& token = fetch.bearer.Reveal();
  return IsTarget(fetch.address.target) && IsHeaderValue(fetch.address.host) &&
         IsHeaderValue(fetch.accept) && (token.empty() || IsB64Token(token));
}

// One fetch from the name of the host to the last byte. Everything runs on the client's thread.
class Errand final : public std::enable_shared_from_this<Errand> {
 public:
  Errand(asio::io_context& context, asio::ssl::context& tls, HttpFetch fetch, HttpDone done)
      : fetch_(std::move(fetch)), done_(std::move(done)), resolver_(context), timer_(context) {
    if (fetch_.address.has_tls) {
      tls_.emplace(context, tls);
    } else {
      plain_.emplace(context);
    }
  }
  // False when too many are under way. REQUIRES: not called before; `open` outlives it.
  bool TakePlace(Shares& open) { return place_.Take(open, fetch_.address.Origin()); }

  Errand(const Errand&) = delete;
  Errand& operator=(const Errand&) = delete;

  void Start() {
    if (!MayBeSent(fetch_)) return Fail("request cannot be sent as it is");
    timer_.expires_after(fetch_.limit);
    timer_.async_wait([self = shared_from_this()](const Code& code) {
      if (!code) self->Finish(Error{ErrorKind::kTimeout, "no answer in time", {}});
    });
    const std::string host = WithoutBrackets(fetch_.address.host);
    Code not_a_number;
    const asio::ip::address number = asio::ip::make_address(host, not_a_number);
    if (!not_a_number) return Connect(tcp::endpoint(number, fetch_.address.port));
    resolver_.async_resolve(
        host, std::to_string(fetch_.address.port),
        [self = shared_from_this()](const Code& code, const tcp::resolver::results_type& found) {
          if (code) return self->Fail("host is not found");
          self->Connect(found);
        });
  }

  // Whoever waits is answered once; what still runs is ended.
  void Finish(Result<HttpReply> result) {
    if (!done_) return;
    HttpDone done = std::move(done_);
    done_ = HttpDone();
    timer_.cancel();
    resolver_.cancel();
    Code ignored;
    Lowest().socket().close(ignored);
    done(std::move(result));
  }
  void Fail(const char* what) { Finish(Error{ErrorKind::kUnavailable, what, {}}); }

 private:
  PlainStream& Lowest() { return tls_ ? tls_->next_layer() : *plain_; }

  template <typename Endpoints>
  void Connect(const Endpoints& endpoints) {
    if (!done_) return;
    Lowest().async_connect(endpoints, [self = shared_from_this()](const Code& code, auto&&...) {
      if (code) return self->Fail("no connection");
      self->Greet();
    });
  }

  void Greet() {
    if (!tls_) return Send(*plain_);
    const std::string host = WithoutBrackets(fetch_.address.host);
    Code not_a_number;
    asio::ip::make_address(host, not_a_number);
    // A number has no name to be told (RFC 6066, 3).
    if (not_a_number && SSL_set_tlsext_host_name(tls_->native_handle(), host.c_str()) != 1) {
      return Fail("tls is not possible");
    }
    Code code;
    tls_->set_verify_callback(asio::ssl::host_name_verification(host), code);
    if (code) return Fail("tls is not possible");
    tls_->async_handshake(asio::ssl::stream_base::client,
                          [self = shared_from_this()](const Code& failed) {
                            if (failed) return self->Fail("tls failed or the certificate is wrong");
                            self->Send(*self->tls_);
                          });
  }

  template <typename Stream>
  void Send(Stream& stream) {
    const WebAddress& address = fetch_.address;
    request_.method(http::verb::get);
    request_.target(address.target);
    request_.version(11);
    request_.set(http::field::host, address.Origin().substr(address.has_tls ? 8 : 7));
    request_.set(http::field::accept, fetch_.accept);
    request_.set(http::field::accept_encoding, "identity");
    request_.set(http::field::user_agent, "wervelwijzer");
    request_.set(http::field::connection, "close");
    if (!fetch_.bearer.Reveal().empty()) {
      request_.set(http::field::authorization, "Bearer " + fetch_.bearer.Reveal());
    }
    http::async_write(stream, request_,
                      [self = shared_from_this(), &stream](const Code& code, std::size_t) {
                        if (code) return self->Fail("connection was lost");
                        self->Receive(stream);
                      });
  }

  template <typename Stream>
  void Receive(Stream& stream) {
    parser_.header_limit(kMostHeaderBytes);
    parser_.body_limit(fetch_.max_bytes);
    http::async_read_header(
        stream, buffer_, parser_,
        [self = shared_from_this(), &stream](const Code& code, std::size_t) {
          if (code == http::error::body_limit) return self->RefuseLarge();
          if (code) return self->Fail("answer is broken");
          // Boost 1.74, asked for header and body at once, lets a stated length pass.
          if (self->parser_.content_length().value_or(0) > self->fetch_.max_bytes) {
            return self->RefuseLarge();
          }
          self->ReceiveBody(stream);
        });
  }

  template <typename Stream>
  void ReceiveBody(Stream& stream) {
    http::async_read(
        stream, buffer_, parser_,
        [self = shared_from_this()](const Code& code, std::size_t) { self->Take(code); });
  }

  void RefuseLarge() {
    Finish(Error{ErrorKind::kTooLarge, "answer is larger than is accepted", {}});
  }

  void Take(const Code& code) {
    if (code == http::error::body_limit) return RefuseLarge();
    if (code) return Fail("answer is broken");
    auto& message = parser_.get();
    const auto coding = message[http::field::content_encoding];
    if (!coding.empty() && coding != "identity") return Fail("answer is compressed");
    Finish(HttpReply{static_cast<int>(message.result_int()), std::move(message.body())});
  }

  HttpFetch fetch_;
  HttpDone done_;
  SharePlace place_;
  tcp::resolver resolver_;
  asio::steady_timer timer_;
  std::optional<PlainStream> plain_;
  std::optional<TlsStream> tls_;
  http::request<http::empty_body> request_;
  beast::flat_buffer buffer_{kMostHeaderBytes + (64u << 10)};
  http::response_parser<http::string_body> parser_;
};

class BeastHttpClient final : public HttpClient {
 public:
  BeastHttpClient(std::size_t max_open, std::size_t max_each)
      : max_open_(max_open),
        open_(max_open, max_each),
        tls_(MakeTls()),
        thread_([this] { Run(); }) {}
  ~BeastHttpClient() override { BeastHttpClient::Stop(); }

  void Get(HttpFetch fetch, HttpDone done) override {
    auto errand = std::make_shared<Errand>(context_, tls_, std::move(fetch), std::move(done));
    const bool too_many = !errand->TakePlace(open_);
    std::unique_lock lock(mutex_);
    if (stopping_) {
      lock.unlock();
      return errand->Fail("the server is stopping");
    }
    asio::post(context_, [this, errand, too_many] {
      if (too_many) return errand->Fail("too many fetches are under way");
      errands_.insert(errand);
      Forget();
      errand->Start();
    });
  }

  void After(std::chrono::milliseconds time, MoveOnlyFunction<void()> then) override {
    auto timer = std::make_shared<asio::steady_timer>(context_, time);
    auto held = std::make_shared<MoveOnlyFunction<void()>>(std::move(then));
    timer->async_wait([timer, held](const Code& code) {
      if (!code) (*held)();
    });
  }

  void Stop() override {
    {
      // What was asked before is posted before, and so is answered before the end.
      const std::lock_guard lock(mutex_);
      if (std::exchange(stopping_, true)) return;
    }
    asio::post(context_, [this] {
      for (const auto& waiting : errands_) {
        if (const auto errand = waiting.lock()) errand->Fail("the server is stopping");
      }
      errands_.clear();
      context_.stop();
    });
    thread_.join();
  }

 private:
  // Nothing of ours throws but for want of memory; then the other fetches go on.
  void Run() {
    for (;;) {
      try {
        context_.run();
        return;
      } catch (const std::exception& error) {
        Log(LogLevel::kError, "fetch-failed", {{"reason", error.what()}});
      }
    }
  }

  struct Less {
    bool operator()(const std::weak_ptr<Errand>& a, const std::weak_ptr<Errand>& b) const {
      return a.owner_before(b);
    }
  };
  // Those that have ended.
  void Forget() {
    if (errands_.size() < 2 * max_open_) return;
    std::erase_if(errands_, [](const std::weak_ptr<Errand>& errand) { return errand.expired(); });
  }

  std::size_t max_open_;
  Shares open_;       // by server
  std::mutex mutex_;  // of `stopping_`, and of the order of questions and the stop
  bool stopping_ = false;
  asio::io_context context_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{context_.get_executor()};
  asio::ssl::context tls_;
  std::set<std::weak_ptr<Errand>, Less> errands_;  // on the thread only
  std::thread thread_;
};

}  // namespace

std::unique_ptr<HttpClient> MakeHttpClient(std::size_t max_open, std::size_t max_each) {
  return std::make_unique<BeastHttpClient>(max_open, max_each);
}

}  // namespace wervelwijzer::hooks
