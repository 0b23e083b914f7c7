#include "hooks/transport_direct.h"

#include <future>
#include <utility>

#include "base/buffer.h"
#include "hooks/reply.h"

namespace wervelwijzer::hooks {

Status DirectTransport::Start(Handler handler) {
  handler_ = std::move(handler);
  return {};
}

void DirectTransport::Stop() { handler_ = nullptr; }

Response DirectTransport::Send(std::string_view method, std::string_view target,
                               std::string_view body, std::vector<Header> headers) {
  if (handler_ == nullptr) return HttpRefusal(503, "transient", "the server is stopping");
  if (body.size() > limits_.body_bytes) {
    return HttpRefusal(413, "too-long", "body is larger than is accepted");
  }
  PaddedBuffer buffer(body);
  RequestView request;
  request.method = method;
  request.target = target;
  request.headers = headers;
  request.body = buffer.bytes();
  request.received = SystemClock().Now();
  request.deadline = request.received + limits_.deadline;
  std::promise<Response> answer;
  handler_(request, [&answer](Response response) { answer.set_value(std::move(response)); });
  return answer.get_future().get();
}

}  // namespace wervelwijzer::hooks
