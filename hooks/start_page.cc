#include "hooks/start_page.h"

#include <string_view>

namespace wervelwijzer::hooks {
namespace {

constexpr std::string_view kDutch = R"(<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Wervelwijzer</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>Wervelwijzer</h1>
<p>Beslissingsondersteuning bij wervelmetastasen (Nederlandse richtlijn 2015, 2026) en het MDO
hersenmetastasen, als CDS Hooks-server op FHIR. De server leest wat een elektronisch
pati&euml;ntendossier meestuurt, zegt welk beleid de richtlijn daarbij geeft, en wat daarvoor nog
ontbreekt.</p>
<p><strong>Dit is geen gecertificeerd medisch hulpmiddel</strong> en vervangt het oordeel van de
behandelaar niet. Gebruik in de zorg vraagt eerst lokale validatie. De meegeleverde regio en de
voorbeeldpati&euml;nten zijn fictief.</p>
<h2>Beginnen</h2><ul>
<li><a href="cds-services">/cds-services</a>: de aangeboden services (CDS Hooks discovery)</li>
<li><a href="fhir/Questionnaire/intake">/fhir/Questionnaire/intake</a>: alle gegevens die de
richtlijn gebruikt, als vragenlijst</li>
<li><a href="health/ready">/health/ready</a> en <a href="metrics">/metrics</a>: bewaking</li>
<li><a href="notice">/notice</a>: rechten en licenties van de codestelsels die herkend worden</li>
</ul></main></body></html>
)";

constexpr std::string_view kEnglish = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Wervelwijzer</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>Wervelwijzer</h1>
<p>Decision support for spinal metastases (Dutch guideline 2015, 2026) and the tumour board for brain
metastases, as a CDS Hooks server on FHIR. The server reads what an electronic health record sends
along, says what the guideline advises, and what is still missing for it.</p>
<p><strong>This is not a certified medical device</strong> and does not replace the judgement of the
clinician. Use in care needs local validation first. The region and the example patients that come
with it are fictitious.</p>
<h2>Where to start</h2><ul>
<li><a href="cds-services">/cds-services</a>: the services on offer (CDS Hooks discovery)</li>
<li><a href="fhir/Questionnaire/intake">/fhir/Questionnaire/intake</a>: every datum that the guideline
uses, as a questionnaire</li>
<li><a href="health/ready">/health/ready</a> and <a href="metrics">/metrics</a>: operations</li>
<li><a href="notice">/notice</a>: rights and licences of the code systems that are recognised</li>
</ul></main></body></html>
)";

}  // namespace

std::string StartPage(cards::Language language) {
  return std::string(language == cards::Language::kEnglish ? kEnglish : kDutch);
}

}  // namespace wervelwijzer::hooks
