#pragma once

// What a user can set, as plain values. Every setting of `serve` is a flag (`--max-body-bytes`), a
// key of the configuration file (`max-body-bytes`) and an environment variable
// (`WERVELWIJZER_MAX_BODY_BYTES`); the flag beats the variable, the variable the file.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace wervelwijzer::app {

// Where data files lie, and what is set in them. Empty: found from the binary's own place
// (places.h).
struct DataSettings {
  std::string data_dir;     // root of the four below
  std::string models;       // guideline/models
  std::string bindings;     // guideline/bindings
  std::string terminology;  // terminology/data
  std::string texts;        // cards/text
  std::string region;       // region file; empty: no region
  // `name=number`, in place of the default of guideline/models/parameters.tsv, within its bounds.
  std::vector<std::string> parameters;
  std::string clients;      // file of registered clients; empty: none
  std::string hierarchies;  // made by `terminology import`; empty: none, only listed codes
};

struct ServeSettings {
  DataSettings data;
  std::string listen = "127.0.0.1:8080";     // address and port
  std::string listener = "beast";            // `beast`, or `cpprest`: the C++ REST SDK's
  std::uint16_t port = 0;                    // port alone; 0 leaves that of `listen`
  bool behind_proxy = false;                 // a proxy with time limits and TLS stands in front
  std::string base_url;                      // by which clients call; empty: http:// and `listen`
  std::vector<std::string> allowed_origins;  // CORS; empty: every origin while access is open
  std::string state_dir;                     // holds feedback.sqlite3; empty: see places.h
  std::size_t feedback_mib = 256;            // that feedback may take, about; at least 1
  std::size_t feedback_client_mib = 64;      // of one client
  std::size_t min_free_mib = 32;             // on its disk, below which no feedback is taken
  std::size_t key_refresh_s = 3600;          // after which keys of a key-set-url are read again
  std::size_t key_stale_s = 86'400;          // after which keys that cannot be read count no more
  bool require_token = false;                // of every client (--clients); else access is open
  std::string client_header;                 // in which a front names the client of a certificate
  std::string hospital;                      // URA or AGB of who asks when a call does not say
  bool one_action = false;                   // suggestions of one action each
  std::vector<std::string> silence;          // `reason=hours`: rest of a card after an override
  std::string language = "nl";               // `nl` or `en`, for clients that ask for neither
  std::size_t max_body_bytes = 8u << 20;     // above it 413; at least 1 KiB
  std::size_t call_ms = 2000;                // that one call may take to be answered; then 503
  std::size_t max_cards = 4;                 // at least 1; what is critical is never left out
  std::size_t threads = 0;                   // for requests; 0: one for each processor
  std::size_t drain_ms = 10'000;             // how long a stop waits for answers in the making
  std::string log_level = "info";            // `debug`, `info`, `warning`, `error`
};

struct EvaluateSettings {
  DataSettings data;
  std::vector<std::string> files;  // `-` or none: standard input
  std::string service;             // empty: the spinal service of the request's hook
  std::string at;                  // instant with offset; empty: now
  std::string hospital;            // URA or AGB of who asks when the request does not say
  std::string language = "nl";
  std::string base_url = "http://127.0.0.1:8080";
  bool one_action = false;
  bool explain = false;
};

struct DecideSettings {
  DataSettings data;
  std::string file = "-";
};

struct CodeImportSettings {
  DataSettings data;
  std::string into;                  // folder of hierarchies
  std::vector<std::string> rf2;      // folders of SNOMED CT releases
  std::string claml;                 // file of a classification
  std::string system = "icd-10";     // of that file: short name of systems.tsv
  std::vector<std::string> answers;  // files of a terminology server
  std::string links;                 // file of links of an operator's own codes
  std::string questions;             // that a Bundle of answers belongs to
  std::vector<std::string> codes;    // to ask about; empty: all that lies below the listed ones
};

struct LintSettings {
  DataSettings data;
  std::string against;    // folder of older models; empty: no comparison
  std::string changelog;  // empty: CHANGELOG.md at the root of the data
  bool hints = false;     // print remarks that ask for no work, too
};

struct RouteSettings {
  std::string data_dir;  // root below which the demonstration region lies
  std::string region;    // region file; empty: the demonstration region
  std::string from;      // URA or AGB of the asking hospital, or `system|value`
  std::string service;   // code of the CodeSystem region-service
  std::string at;        // instant with offset; empty: now
  std::string deadline;  // `PT12H`, `P7D` or an instant; empty: the centre has to answer now
};

// Exit codes.
inline constexpr int kDone = 0;
inline constexpr int kFindings = 1;  // findings or bad input
inline constexpr int kUsage = 2;

}  // namespace wervelwijzer::app
