#include "hooks/transport_cpprest.h"

#include <cpprest/http_listener.h>
#include <cpprest/rawptrstream.h>
#include <pplx/pplxtasks.h>
#include <pplx/threadpool.h>

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>

#include "base/buffer.h"
#include "base/log.h"
#include "hooks/http_framing.h"
#include "hooks/in_flight.h"
#include "hooks/outgoing.h"
#include "hooks/reply.h"
#include "hooks/worker_pool.h"

namespace wervelwijzer::hooks {
namespace {

using web::http::http_request;
using web::http::http_response;

// A request below this size is answered sooner than another thread wakes up.
constexpr std::size_t kInlineBytes = 64u << 10;
constexpr std::size_t kMaxWaiting = 1024;

// Runs each continuation on the thread that made it ready. The library's own scheduler hands each
// of the dozen steps of an answer to another thread, whose waking costs more than the step. Nothing
// here or in the listener waits inside a continuation for another one, and a handler that works
// long is given to the worker pool.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"  // of the library's base class
class InlineScheduler final : public pplx::scheduler_interface {
 public:
  void schedule(pplx::TaskProc_t step, void* parameter) override { step(parameter); }
};
#pragma GCC diagnostic pop

// One request and what its views point into; lives until its answer is sent.
struct Call {
  Call(http_request request_in, std::shared_ptr<InFlight> counter_in)
      : request(std::move(request_in)), counter(std::move(counter_in)) {
    counter->Enter();
  }
  ~Call() { counter->Leave(); }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  http_request request;
  std::shared_ptr<InFlight> counter;
  std::string method;
  std::string target;
  std::string address;
  PaddedBuffer body;
  std::vector<Header> headers;
  RequestView view;
};
using CallPointer = std::shared_ptr<Call>;

http_response ToHttp(const Response& response) {
  http_response http(static_cast<web::http::status_code>(response.status));
  if (response.body != nullptr && !response.body->empty()) {
    http.set_body(std::string(*response.body), std::string(response.content_type));
  }
  for (const auto& [name, value] : response.extra) http.headers().add(name, AsHeaderValue(value));
  return http;
}

// The listener closes a connection only when an answer fails: it is promised one byte that never
// comes. Meant for peers whose next bytes cannot be told from what was refused.
http_response ToLastHttp(const Response& response) {
  http_response http = ToHttp(response);
  const std::string& text = *response.body;
  http.set_body(concurrency::streams::rawptr_stream<std::uint8_t>::open_istream(
                    reinterpret_cast<const std::uint8_t*>(text.data()), text.size()),
                text.size() + 1, std::string(response.content_type));
  return http;
}

enum class After { kKeep, kClose };

// Every chain of tasks ends in one continuation that looks at the outcome: an exception that nobody
// looks at ends the process (microsoft/cpprestsdk issue 1207). It also keeps the call alive.
void Send(const CallPointer& call, Response response, After after = After::kKeep) {
  try {
    if (call->method == "HEAD") response.body = nullptr;
    // The body is kept until it is sent.
    const SharedBytes kept = response.body;
    const http_response http = after == After::kClose ? ToLastHttp(response) : ToHttp(response);
    call->request.reply(http).then([call, kept](const pplx::task<void>& sent) {
      try {
        sent.get();
      } catch (const std::exception&) {
        Log(LogLevel::kDebug, "answer-not-sent");  // the client has gone
      }
    });
  } catch (const std::exception&) {
    Log(LogLevel::kWarning, "answer-not-sent");
  }
}

// The whole body has arrived, so that it is copied without waiting.
void ReadBody(Call& call) {
  const auto buffer = call.request.body().streambuf();
  const std::size_t size = buffer.is_open() || buffer.in_avail() > 0 ? buffer.in_avail() : 0;
  call.body = PaddedBuffer(size);
  if (size == 0) return;
  auto source = buffer;
  const std::size_t copied = source.scopy(reinterpret_cast<unsigned char*>(call.body.data()), size);
  if (copied != size) throw std::runtime_error("body is incomplete");
}

void FillHeaders(Call& call) {
  for (const auto& [name, value] : call.request.headers()) call.headers.push_back({name, value});
}

void FillView(Call& call, const TransportLimits& limits) {
  call.method = call.request.method();
  call.target = call.request.request_uri().resource().to_string();  // also of `http://host/path`
  call.address = call.request.remote_address();
  call.view.method = call.method;
  call.view.target = call.target;
  call.view.headers = call.headers;
  call.view.body = call.body.bytes();
  call.view.received = SystemClock().Now();
  call.view.deadline = call.view.received + limits.deadline;
  call.view.peer.address = call.address;
}

class CpprestTransport final : public Transport {
 public:
  CpprestTransport(ListenAddress address, TransportLimits limits)
      : address_(std::move(address)),
        limits_(limits),
        workers_(limits.threads, kMaxWaiting),
        in_flight_(std::make_shared<InFlight>()) {}
  ~CpprestTransport() override { CpprestTransport::Stop(); }

  Status Start(Handler handler) override {
    handler_ = std::move(handler);
    const std::string place = address_.host + ":" + std::to_string(address_.port);
    try {
      SetThreads();
      listener_ = std::make_unique<web::http::experimental::listener::http_listener>(
          web::uri("http://" + place + "/"));
      listener_->support([this](const http_request& request) { Receive(request); });
      // The listener answers these two itself when nobody does: TRACE with the caller's own
      // headers.
      for (const auto& method : {web::http::methods::OPTIONS, web::http::methods::TRCE}) {
        listener_->support(method, [this](const http_request& request) { Receive(request); });
      }
      listener_->open().get();
      return {};
    } catch (const std::exception& error) {
      listener_.reset();
      return Error{ErrorKind::kUnavailable,
                   std::string("cannot listen on `") + place + "`: " + error.what(),
                   {}};
    }
  }

  void Stop() override {
    if (listener_ == nullptr) return;
    stopping_ = true;
    if (!in_flight_->WaitUntilIdle(limits_.drain))
      Log(LogLevel::kWarning, "stopped-with-calls-open");
    try {
      listener_->close().get();
    } catch (const std::exception&) {
      Log(LogLevel::kWarning, "listener-not-closed");
    }
    listener_.reset();
  }

 private:
  // Once for the process; a later transport shares the threads of the first.
  void SetThreads() const {
    static std::once_flag once;
    std::call_once(once, [this] {
      pplx::set_ambient_scheduler(std::make_shared<InlineScheduler>());
      const std::size_t wanted =
          limits_.threads != 0 ? limits_.threads
                               : std::max<std::size_t>(1, std::thread::hardware_concurrency());
      crossplat::threadpool::initialize_with_threads(wanted);
    });
  }

  void Receive(const http_request& request) {
    auto call = std::make_shared<Call>(request, in_flight_);
    if (stopping_) return Send(call, HttpRefusal(503, "transient", "the server is stopping"));
    FillHeaders(*call);
    if (const auto fault = FindFramingFault(request.http_version().minor, call->headers)) {
      return Send(call, HttpRefusal(fault->status, "structure", fault->message), After::kClose);
    }
    if (request.headers().content_length() > limits_.body_bytes) return SendTooLarge(call);
    call->request.content_ready().then([this, call](const pplx::task<http_request>& ready) {
      try {
        ready.get();
        ReadBody(*call);
      } catch (const std::exception&) {
        return Send(call, HttpRefusal(400, "incomplete", "body is incomplete"));
      }
      if (call->body.size() > limits_.body_bytes) return SendTooLarge(call);
      FillView(*call, limits_);
      Pass(call);
    });
  }

  void Pass(const CallPointer& call) {
    if (call->body.size() <= kInlineBytes) return Answer(call);
    WorkerPool::Work work = [this, call] { Answer(call); };
    if (!workers_.Post(work)) Send(call, HttpRefusal(503, "throttled", "too much work waits"));
  }

  // Nothing may be thrown into the library. A handler that throws before it replied is answered.
  void Answer(const CallPointer& call) const {
    const auto replied = std::make_shared<std::atomic<bool>>(false);
    try {
      handler_(call->view, [call, replied](const Response& response) {
        *replied = true;
        Send(call, response);
      });
    } catch (const std::exception& error) {
      Log(LogLevel::kError, "handler-failed", {{"reason", error.what()}});
      if (!*replied) Send(call, HttpRefusal(500, "exception", "internal error"));
    }
  }

  static void SendTooLarge(const CallPointer& call) {
    Send(call, HttpRefusal(413, "too-long", "body is larger than is accepted"));
  }

  ListenAddress address_;
  TransportLimits limits_;
  Handler handler_;
  WorkerPool workers_;
  std::shared_ptr<InFlight> in_flight_;
  std::atomic<bool> stopping_{false};
  std::unique_ptr<web::http::experimental::listener::http_listener> listener_;
};

}  // namespace

std::unique_ptr<Transport> MakeCpprestTransport(ListenAddress address, TransportLimits limits) {
  return std::make_unique<CpprestTransport>(std::move(address), limits);
}

}  // namespace wervelwijzer::hooks
