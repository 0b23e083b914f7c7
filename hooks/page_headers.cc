#include "hooks/page_headers.h"

#include "hooks/reply.h"

namespace wervelwijzer::hooks {

void AddBrowserHeaders(Response& response) {
  response.extra.emplace_back("X-Content-Type-Options", "nosniff");
  if (response.content_type != kHtml && response.content_type != kMarkdown) return;
  response.extra.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  response.extra.emplace_back("X-Frame-Options", "DENY");
  response.extra.emplace_back("Referrer-Policy", "no-referrer");
}

}  // namespace wervelwijzer::hooks
