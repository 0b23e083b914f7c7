#include "hooks/transport_beast.h"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/log.h"
#include "hooks/beast_connection.h"

namespace wervelwijzer::hooks {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Code = boost::system::error_code;
using CarrierPointer = std::shared_ptr<BeastCarrier>;

constexpr std::size_t kMaxWaiting = 1024;
constexpr auto kSweep = std::chrono::milliseconds(1000);
// How many times the reserve may be open while most of it is only being told to go.
constexpr std::size_t kToldWhy = 8;
// A thread that does not turn for that long hangs.
constexpr auto kHangs = std::chrono::seconds(15);
constexpr auto kSweepWhileStopping = std::chrono::milliseconds(50);
// Without descriptors nothing can be accepted; some are given back soon.
constexpr auto kWithoutDescriptors = std::chrono::milliseconds(100);

std::string WithoutBrackets(const std::string& host) {
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  return bracketed ? host.substr(1, host.size() - 2) : host;
}

void CloseLate(BeastCarrier& carrier) {
  const auto now = BeastConnection::Steady::now();
  carrier.turned = now.time_since_epoch().count();
  const std::lock_guard lock(carrier.mutex);
  for (BeastConnection* connection : carrier.connections) connection->EndIfLate(now);
}

// Not once it has ended: a wait that nobody runs would hold the loop in which it waits.
void Sweep(const CarrierPointer& carrier, std::chrono::milliseconds turn) {
  if (carrier->ended) return;
  carrier->sweep.expires_after(turn);
  carrier->sweep.async_wait([carrier, turn](const Code& code) {
    if (code) return;
    CloseLate(*carrier);
    Sweep(carrier, turn);
  });
}

// Nothing of ours throws but for want of memory; then the other connections go on.
void Carry(BeastCarrier& carrier) {
  for (;;) {
    try {
      carrier.context.run();
      return;
    } catch (const std::exception& error) {
      Log(LogLevel::kError, "connection-failed", {{"reason", error.what()}});
    }
  }
}

class BeastTransport final : public Transport {
 public:
  BeastTransport(ListenAddress address, const TransportLimits& limits)
      : address_(std::move(address)), shared_(std::make_shared<BeastShared>(limits)) {}
  ~BeastTransport() override { BeastTransport::Stop(); }

  Status Start(Handler handler) override {
    shared_->handler = std::move(handler);
    shared_->workers = std::make_unique<WorkerPool>(shared_->limits.threads, kMaxWaiting);
    MakeCarriers();
    if (const Code code = Listen()) {
      const std::string place = address_.host + ":" + std::to_string(address_.port);
      LetGo();
      return Error{
          ErrorKind::kUnavailable, "cannot listen on `" + place + "`: " + code.message(), {}};
    }
    Accept();
    for (const CarrierPointer& carrier : carriers_) {
      CloseLate(*carrier);
      Sweep(carrier, kSweep);
      carrier->thread = std::thread([carrier] { Carry(*carrier); });
    }
    return {};
  }

  void Stop() override {
    if (carriers_.empty()) return;
    shared_->stopping = true;
    asio::post(carriers_.front()->context, [this] { CloseAcceptor(); });
    const auto until = BeastConnection::Steady::now() + shared_->limits.drain / 2;
    for (const CarrierPointer& carrier : carriers_) {
      asio::post(carrier->context, [carrier, until] {
        const std::lock_guard lock(carrier->mutex);
        for (BeastConnection* connection : carrier->connections) connection->Stop(until);
        Sweep(carrier, kSweepWhileStopping);
      });
    }
    if (!shared_->in_flight.WaitUntilIdle(shared_->limits.drain)) {
      Log(LogLevel::kWarning, "stopped-with-calls-open");
    }
    for (const CarrierPointer& carrier : carriers_) End(*carrier);
    shared_->workers.reset();
    LetGo();
  }

  bool IsAlive() const override {
    using Steady = BeastConnection::Steady;
    const auto now = Steady::now().time_since_epoch();
    return std::ranges::all_of(carriers_, [now](const CarrierPointer& carrier) {
      return now - Steady::duration(carrier->turned) < kHangs;
    });
  }

 private:
  void MakeCarriers() {
    const std::size_t wanted = shared_->limits.threads;
    const std::size_t count =
        wanted != 0 ? wanted : std::max<std::size_t>(1, std::thread::hardware_concurrency());
    for (std::size_t i = 0; i < count; ++i) {
      carriers_.push_back(std::make_shared<BeastCarrier>());
    }
    retry_.emplace(carriers_.front()->context);
  }

  Code Listen() {
    Code code;
    asio::io_context& context = carriers_.front()->context;
    const auto found = tcp::resolver(context).resolve(WithoutBrackets(address_.host),
                                                      std::to_string(address_.port), code);
    if (code) return code;
    const tcp::endpoint endpoint = *found.begin();
    acceptor_.emplace(context);
    acceptor_->open(endpoint.protocol(), code);
    if (!code) acceptor_->set_option(tcp::acceptor::reuse_address(true), code);
    if (!code) acceptor_->bind(endpoint, code);
    if (!code) acceptor_->listen(asio::socket_base::max_listen_connections, code);
    return code;
  }

  // The threads take turns.
  void Accept() {
    const CarrierPointer carrier = carriers_[next_++ % carriers_.size()];
    acceptor_->async_accept(carrier->context,
                            [this, carrier](const Code& code, tcp::socket socket) {
                              if (code == asio::error::operation_aborted || !acceptor_->is_open())
                                return;
                              if (code) return AcceptLater();
                              Welcome(std::move(socket), carrier);
                              Accept();
                            });
  }
  void Welcome(tcp::socket socket, const CarrierPointer& carrier) {
    Code gone;
    const tcp::endpoint peer = socket.remote_endpoint(gone);
    if (gone) return;
    std::string address = peer.address().to_string();
    using Place = BeastConnection::Place;
    const Place place = shared_->shares.Take(ShareOwner(address)) ? Place::kShare : Place::kReserve;
    // Of a flood not all can be told why; descriptors are for those who have a place.
    if (place == Place::kReserve && shared_->in_reserve >= kToldWhy * shared_->limits.reserve) {
      return;
    }
    auto connection = std::make_shared<BeastConnection>(std::move(socket), std::move(address),
                                                        place, carrier, shared_);
    if (place == Place::kReserve) KeepInReserve(connection);
    asio::post(carrier->context, [connection = std::move(connection)] { connection->Start(); });
  }
  // The newest can always say what it wants: who fills the reserve only pushes itself out.
  void KeepInReserve(const std::shared_ptr<BeastConnection>& newest) {
    auto& reserve = shared_->reserve;
    std::erase_if(reserve, [](const auto& waiting) { return waiting.expired(); });
    reserve.push_back(newest);
    if (reserve.size() <= shared_->limits.reserve) return;
    if (auto oldest = reserve.front().lock()) {
      const CarrierPointer carrier = oldest->carrier();
      asio::post(carrier->context, [oldest = std::move(oldest)] { oldest->MakeRoom(); });
    }
    reserve.pop_front();
  }
  void AcceptLater() {
    retry_->expires_after(kWithoutDescriptors);
    retry_->async_wait([this](const Code& code) {
      if (!code && acceptor_->is_open()) Accept();
    });
  }

  void CloseAcceptor() {
    Code ignored;
    acceptor_->close(ignored);
    retry_->cancel();
  }

  // What listens goes before the loops on which it listens.
  void LetGo() {
    acceptor_.reset();
    retry_.reset();
    carriers_.clear();
  }

  // Lets go of what still waits in the loop: it would keep the loop itself alive.
  static void End(BeastCarrier& carrier) {
    carrier.context.stop();
    carrier.thread.join();
    carrier.ended = true;
    carrier.sweep.cancel();
    {
      const std::lock_guard lock(carrier.mutex);
      for (BeastConnection* connection : carrier.connections) connection->Close();
    }
    carrier.context.restart();
    carrier.context.poll();
  }

  ListenAddress address_;
  std::shared_ptr<BeastShared> shared_;
  std::vector<CarrierPointer> carriers_;
  std::optional<tcp::acceptor> acceptor_;
  std::optional<asio::steady_timer> retry_;
  std::size_t next_ = 0;
};

}  // namespace

std::unique_ptr<Transport> MakeBeastTransport(ListenAddress address, TransportLimits limits) {
  return std::make_unique<BeastTransport>(std::move(address), limits);
}

}  // namespace wervelwijzer::hooks
