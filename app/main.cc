// The program: sub-commands and their flags. The only place that knows CLI11.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <iostream>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/code_import.h"
#include "app/config_file.h"
#include "app/decide.h"
#include "app/evaluate.h"
#include "app/lint.h"
#include "app/route.h"
#include "app/serve.h"
#include "app/settings.h"

namespace wervelwijzer::app {
namespace {

using Options = std::map<std::string, CLI::Option*>;
using Values = std::vector<std::string>;

// `WERVELWIJZER_MAX_CARDS` for `max-cards`.
std::string VariableOf(const std::string& key) {
  std::string name = "WERVELWIJZER_";
  for (const char c : key) {
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

template <typename Value>
CLI::Option* AddSetting(CLI::App& command, Options& options, const std::string& key, Value& value,
                        const std::string& help) {
  CLI::Option* option = command.add_option("--" + key, value, help)->envname(VariableOf(key));
  if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
    // One value a flag, so that it does not take the file behind it; in a variable by commas.
    option->allow_extra_args(false)->delimiter(',');
  } else {
    option->capture_default_str();
  }
  options[key] = option;
  return option;
}

void AddData(CLI::App& command, Options& options, DataSettings& data) {
  AddSetting(command, options, "data-dir", data.data_dir,
             "root of models, bindings, terminology, texts");
  AddSetting(command, options, "models", data.models, "folder of the decision models");
  AddSetting(command, options, "bindings", data.bindings, "folder of the bindings");
  AddSetting(command, options, "terminology", data.terminology, "folder of the code tables");
  AddSetting(command, options, "texts", data.texts, "folder of the texts of cards");
  AddSetting(command, options, "hierarchies", data.hierarchies,
             "folder of imported code hierarchies (terminology import)");
  AddSetting(command, options, "parameter", data.parameters,
             "value of the guideline to set, brain-kps-threshold=80; may be repeated");
}

void AddRegion(CLI::App& command, Options& options, DataSettings& data, std::string& hospital) {
  AddSetting(command, options, "region", data.region,
             "region file: a FHIR R4 directory Bundle, JSON or XML");
  AddSetting(command, options, "hospital", hospital,
             "URA or AGB of who asks when a call does not say");
}

void AddClients(CLI::App& command, Options& options, DataSettings& data) {
  AddSetting(command, options, "clients", data.clients,
             "JSON file of registered clients (docs/operators.md)");
}

CLI::Option* AddLanguage(CLI::App& command, Options& options, std::string& language) {
  return AddSetting(command, options, "language", language, "nl or en, for who asks for neither")
      ->check(CLI::IsMember({"nl", "en"}));
}

constexpr char kOneActionHelp[] =
    "suggestions of one action each, for clients that carry out no more";

CLI::App* AddServe(CLI::App& program, Options& options, ServeSettings& settings,
                   std::string& config) {
  CLI::App* serve = program.add_subcommand("serve", "Run the server");
  serve->add_option("--config", config, "JSON file with the settings below as keys")
      ->envname("WERVELWIJZER_CONFIG");
  AddSetting(*serve, options, "listen", settings.listen, "address and port");
  AddSetting(*serve, options, "port", settings.port, "port alone, on the address above")
      ->check(CLI::Range(1, 65535));
  AddSetting(*serve, options, "listener", settings.listener,
             "beast or cpprest, which has no limits of time and of connections")
      ->check(CLI::IsMember({"beast", "cpprest"}));
  options["behind-proxy"] = serve
                                ->add_flag("--behind-proxy", settings.behind_proxy,
                                           "a proxy with time limits and TLS stands in front")
                                ->envname(VariableOf("behind-proxy"));
  AddSetting(*serve, options, "base-url", settings.base_url, "address by which clients call");
  AddSetting(*serve, options, "allow-origin", settings.allowed_origins,
             "origin that browsers may call from; may be repeated");
  AddSetting(*serve, options, "state-dir", settings.state_dir, "folder that keeps feedback");
  AddSetting(*serve, options, "feedback-mib", settings.feedback_mib, "room for feedback, about")
      ->check(CLI::Range(1, 1 << 20));
  AddSetting(*serve, options, "feedback-client-mib", settings.feedback_client_mib,
             "the same of one client")
      ->check(CLI::Range(1, 1 << 20));
  AddSetting(*serve, options, "min-free-mib", settings.min_free_mib,
             "room on its disk below which no feedback is taken")
      ->check(CLI::Range(0, 1 << 20));
  AddSetting(*serve, options, "key-refresh-s", settings.key_refresh_s,
             "after which keys of a key-set-url are read again")
      ->check(CLI::Range(1, 86'400));
  AddSetting(*serve, options, "key-stale-s", settings.key_stale_s,
             "after which keys that cannot be read again are used no more")
      ->check(CLI::Range(1, 30 * 86'400));
  options["require-token"] = serve
                                 ->add_flag("--require-token", settings.require_token,
                                            "let in registered clients only, by their tokens")
                                 ->envname(VariableOf("require-token"));
  AddSetting(*serve, options, "client-header", settings.client_header,
             "header in which a front names the client whose certificate a call came with");
  options["one-action"] = serve->add_flag("--one-action", settings.one_action, kOneActionHelp)
                              ->envname(VariableOf("one-action"));
  AddSetting(*serve, options, "silence", settings.silence,
             "hours that a card rests after an override, other=24; may be repeated");
  AddLanguage(*serve, options, settings.language);
  AddSetting(*serve, options, "max-body-bytes", settings.max_body_bytes, "largest request")
      ->check(CLI::Range(std::size_t{1} << 10, std::size_t{1} << 30));
  AddSetting(*serve, options, "call-ms", settings.call_ms,
             "that answering one call may take, what is fetched apart; then 503")
      ->check(CLI::Range(10, 600'000));
  AddSetting(*serve, options, "max-cards", settings.max_cards, "most cards in an answer")
      ->check(CLI::Range(1, 100));
  AddSetting(*serve, options, "threads", settings.threads, "for requests; 0: one a processor")
      ->check(CLI::Range(0, 1024));
  AddSetting(*serve, options, "drain-ms", settings.drain_ms,
             "how long a stop waits for answers in the making")
      ->check(CLI::Range(0, 600'000));
  AddSetting(*serve, options, "log-level", settings.log_level, "debug, info, warning or error")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
  AddData(*serve, options, settings.data);
  AddRegion(*serve, options, settings.data, settings.hospital);
  AddClients(*serve, options, settings.data);
  return serve;
}

CLI::App* AddEvaluate(CLI::App& program, Options& options, EvaluateSettings& settings) {
  CLI::App* evaluate =
      program.add_subcommand("evaluate", "A CDS Hooks request in, the response out");
  evaluate->add_option(
      "file", settings.files,
      "requests, or records: a Bundle with one Patient, in JSON or XML; - or none: "
      "standard input");
  evaluate->add_option("--service", settings.service,
                       "id of the service; default: the spinal one of the request's hook");
  evaluate->add_option("--at", settings.at, "moment of the call, 2026-11-21T14:05:00+01:00");
  evaluate->add_flag("--explain", settings.explain, "trace for a person on standard error");
  evaluate->add_flag("--one-action", settings.one_action, kOneActionHelp);
  AddLanguage(*evaluate, options, settings.language);
  AddSetting(*evaluate, options, "base-url", settings.base_url, "of the server, for links");
  AddData(*evaluate, options, settings.data);
  AddRegion(*evaluate, options, settings.data, settings.hospital);
  AddClients(*evaluate, options, settings.data);
  return evaluate;
}

CLI::App* AddDecide(CLI::App& program, Options& options, DecideSettings& settings) {
  CLI::App* decide = program.add_subcommand("decide", "Inputs of the guideline in, decisions out");
  decide->add_option("file", settings.file, "JSON or JSON lines; - or none: standard input");
  AddData(*decide, options, settings.data);
  return decide;
}

CLI::App* AddRoute(CLI::App& program, Options& options, RouteSettings& settings) {
  CLI::App* route =
      program.add_subcommand("route", "From a hospital to the centre for a service, and why");
  route->add_option("--from", settings.from, "URA or AGB of the asking hospital")->required();
  route->add_option("--service", settings.service, "what is asked for: spinal-expert-centre, …")
      ->required();
  route->add_option("--at", settings.at, "moment of the question, 2026-11-21T14:05:00+01:00");
  route->add_option("--deadline", settings.deadline, "PT12H, P7D or an instant");
  AddSetting(*route, options, "region", settings.region,
             "region file; none: the demonstration region");
  AddSetting(*route, options, "data-dir", settings.data_dir, "where the demonstration region lies");
  return route;
}

CLI::App* AddLint(CLI::App& program, Options& options, LintSettings& settings) {
  CLI::App* lint =
      program.add_subcommand("lint", "Verify models, terminology, bindings, texts and a region");
  lint->add_option("--against", settings.against,
                   "folder of older models: which inputs get other advice?");
  lint->add_option("--changelog", settings.changelog, "that has to name what changed");
  lint->add_flag("--hints", settings.hints, "remarks that ask for no work, too");
  AddData(*lint, options, settings.data);
  AddSetting(*lint, options, "region", settings.data.region, "region file to verify, too");
  AddClients(*lint, options, settings.data);
  return lint;
}

struct TerminologyCommands {
  CLI::App *import, *questions;
};

TerminologyCommands AddTerminology(CLI::App& program, Options& options,
                                   CodeImportSettings& settings) {
  CLI::App* group = program.add_subcommand(
      "terminology", "Hierarchies of code systems, and links of your own codes");
  group->require_subcommand(1);
  CLI::App* import =
      group->add_subcommand("import", "Make a local snapshot of a hierarchy or of links");
  import->add_option("--into", settings.into, "folder of hierarchies, for serve --hierarchies")
      ->required();
  CLI::Option_group* source = import->add_option_group("source", "one of");
  source->add_option(
      "--rf2", settings.rf2,
      "folder of a SNOMED CT release (RF2, unpacked); an extension and what it rests "
      "on: twice");
  source->add_option("--claml", settings.claml, "file of ICD-10 in ClaML");
  source->add_option("--answers", settings.answers,
                     "ValueSet expansions, or the answer to `terminology questions`");
  source->add_option("--links", settings.links,
                     "links of your own codes to codes of the tables: a table or a ConceptMap");
  source->require_option(1);
  import->add_option("--system", settings.system, "of the ClaML file")->capture_default_str();
  import->add_option("--questions", settings.questions, "that a Bundle of answers belongs to");
  CLI::App* questions =
      group->add_subcommand("questions", "Print the batch to post to a FHIR terminology server");
  questions->add_option("--code", settings.codes, "ask only where these codes lie");
  import->fallthrough();  // what belongs to both
  questions->fallthrough();
  AddSetting(*group, options, "terminology", settings.data.terminology,
             "folder of the code tables");
  AddSetting(*group, options, "data-dir", settings.data.data_dir, "root of the data");
  return {import, questions};
}

Error ConfigError(const std::string& path, const ConfigEntry& entry, std::string message) {
  return InvalidInput(std::move(message), path + " " + entry.key);
}

// Puts in what neither a flag nor a variable has set. A port does not change an address that a flag
// or variable names whole.
Status ApplyConfig(const std::string& path, const Options& options) {
  const auto entries = ReadConfigFile(path);
  if (!entries.ok()) return entries.error();
  const bool listens = options.at("listen")->count() > 0;
  for (const ConfigEntry& entry : *entries) {
    const auto found = options.find(entry.key);
    if (found == options.end()) return ConfigError(path, entry, "no such setting");
    if (found->second->count() > 0 || (entry.key == "port" && listens)) continue;
    const bool is_flag = found->second->get_items_expected_max() == 0;
    if (is_flag && entry.values != Values{"true"} && entry.values != Values{"false"}) {
      return ConfigError(path, entry, "is neither true nor false");
    }
    try {
      for (const std::string& value : entry.values) found->second->add_result(value);
      found->second->run_callback();
    } catch (const CLI::Error& error) {
      return ConfigError(path, entry, error.what());
    }
  }
  return {};
}

// The flag `--listen` beats a port that only a variable names.
bool IsFlagOf(std::string_view argument, std::string_view flag) {
  return argument == flag || (argument.starts_with(flag) && argument[flag.size()] == '=');
}
bool PortIsBeaten(std::span<char* const> arguments) {
  const auto has = [&](std::string_view flag) {
    return std::ranges::any_of(arguments, [&](const char* one) { return IsFlagOf(one, flag); });
  };
  return has("--listen") && !has("--port");
}

// The flags of the command, or `usage` when none is named.
int PrintHelp(const CLI::App& program, const std::string& usage, const std::string& topic) {
  for (const CLI::App* command : program.get_subcommands(nullptr)) {
    if (command->get_name() != topic) continue;
    std::cout << command->help();
    return kDone;
  }
  if (topic.empty()) {
    std::cout << usage;
    return kDone;
  }
  std::cerr << "wervelwijzer help: there is no command `" << topic << "`\n";
  return kUsage;
}

int Run(int argc, char** argv) {
  CLI::App program(
      "Decision support by the Dutch guidelines on spinal and brain metastases.\n"
      "Not a certified medical device; use in care needs local validation first.",
      "wervelwijzer");
  program.require_subcommand(1);
  Options serve_options, evaluate_options, decide_options, lint_options, route_options;
  ServeSettings serve_settings;
  EvaluateSettings evaluate_settings;
  DecideSettings decide_settings;
  LintSettings lint_settings;
  RouteSettings route_settings;
  std::string config;
  CLI::App* serve = AddServe(program, serve_options, serve_settings, config);
  CLI::App* evaluate = AddEvaluate(program, evaluate_options, evaluate_settings);
  CLI::App* decide = AddDecide(program, decide_options, decide_settings);
  CLI::App* lint = AddLint(program, lint_options, lint_settings);
  CLI::App* route = AddRoute(program, route_options, route_settings);
  Options terminology_options;
  CodeImportSettings code_settings;
  const TerminologyCommands codes = AddTerminology(program, terminology_options, code_settings);
  CLI::App* version = program.add_subcommand("version", "Print the version");
  bool notices = false;
  version->add_flag("--notices", notices, "with the notices of the code systems");
  CLI::App* help = program.add_subcommand("help", "Print this, or the flags of a command");
  std::string topic;
  help->add_option("command", topic, "serve, evaluate ...");
  program.set_version_flag("--version", "wervelwijzer " WERVELWIJZER_VERSION);
  const std::string usage = program.help();  // after parsing it would be that of `help` itself
  try {
    program.parse(argc, argv);
    if (PortIsBeaten({argv, static_cast<std::size_t>(argc)})) serve_settings.port = 0;
    if (serve->parsed() && !config.empty()) {
      if (const Status applied = ApplyConfig(config, serve_options); !applied.ok()) {
        std::cerr << "wervelwijzer serve: " << applied.error().ToString() << "\n";
        return kFindings;
      }
    }
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? kDone : kUsage;
  }
  if (help->parsed()) return PrintHelp(program, usage, topic);
  if (version->parsed()) {
    std::cout << "wervelwijzer " << WERVELWIJZER_VERSION << "\n";
    if (notices) return PrintCodeNotices();
  }
  if (serve->parsed()) return Serve(serve_settings);
  if (evaluate->parsed()) return Evaluate(evaluate_settings);
  if (decide->parsed()) return Decide(decide_settings);
  if (route->parsed()) return Route(route_settings);
  if (lint->parsed()) return Lint(lint_settings);
  if (codes.import->parsed()) return ImportCodes(code_settings);
  if (codes.questions->parsed()) return AskForCodes(code_settings);
  return kDone;
}

}  // namespace
}  // namespace wervelwijzer::app

int main(int argc, char** argv) {
  try {
    return wervelwijzer::app::Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "wervelwijzer: " << error.what() << "\n";
    return wervelwijzer::app::kFindings;
  }
}
