/* test-snippet.c: what is pasted is read whole, or refused at its place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-snippet-rows.h"

#include <string.h>

#define STRING                                                                                     \
  "{\\\"mcpServers\\\":{\\\"iru\\\":{\\\"url\\\":\\\"" URL                                         \
  "\\\",\\\"headers\\\":{\\\"X-API-Key\\\":\\\"" KEY "\\\",\\\"X-MCP-Profile\\\":\\\"" PROFILE     \
  "\\\"}}}}"
#define BEARER "\"headers\":{\"Authorization\":\"Bearer ig_7fd02ce9b1\"}"
#define GATEWAY "http https://gw.example/mcp Authorization=Bearer ig_7fd02ce9b1"
#define ARGS                                                                                       \
  "\"mcp-remote@0.1.13\",\"" URL                                                                   \
  "\",\"--header\",\"X-API-Key:${K}\",\"--header\",\"X-MCP-Profile:${P}\""
#define ENV "\"env\":{\"K\":\"" KEY "\",\"P\":\"" PROFILE "\"}"

#define TWO "{\"a\":{\"command\":\"c\"},\"b\":{\"command\":\"d\"}}"

/* clang-format off */
static const AcceptedRow accepted[] = {
  /* shapes */
  { WHOLE, "iru " IRU, "", "" },
  { "{\"servers\":{\"iru\":" SERVER "},\"inputs\":[]}", "iru " IRU, "", "" },
  { "{\"mcp\":{\"iru\":" SERVER "}}", "iru " IRU, "", "" },
  { "{\"mcp\":{\"servers\":{\"iru\":" SERVER "}}}", "iru " IRU, "", "" },
  { "{\"context_servers\":{\"iru\":" SERVER "}}", "iru " IRU, "", "" },
  { "{\"mcp_servers\":{\"iru\":" SERVER "}}", "iru " IRU, "", "" },
  { "{\"iru\":" SERVER "}", "iru " IRU, "", "" },
  { "\"iru\":" SERVER, "iru " IRU, "missing-braces", "" },
  { ",\"iru\":" SERVER ",", "iru " IRU, "missing-braces", "" },
  { "\"iru\":" SERVER "}}", "iru " IRU, "missing-braces surplus-brace surplus-brace", "" },
  { "\"mcpServers\":{\"iru\":" SERVER "}}", "iru " IRU, "missing-braces surplus-brace", "" },
  { SERVER, "iru " IRU, "", "" },
  { BODY, "iru " IRU, "missing-braces", "" },
  { "{\"url\":\"https://gw.example/mcp\"," BEARER "}", "gw " GATEWAY, "", "" },
  { "{\"url\":\"https://api.igrisecurity.com/v1/mcp/my-database\"," BEARER "}", "my-database http https://api.igrisecurity.com/v1/mcp/my-database Authorization=Bearer ig_7fd02ce9b1", "", "" },
  { "{\"url\":\"https://gw.example/v1/mcp/github-prod/\"," BEARER "}", "github-prod http https://gw.example/v1/mcp/github-prod/ Authorization=Bearer ig_7fd02ce9b1", "", "" },
  { "{\"url\":\"https://gw.example/v1/mcp/\"," BEARER "}", "gw http https://gw.example/v1/mcp/ Authorization=Bearer ig_7fd02ce9b1", "", "" },
  { "{\"url\":\"https://gw.example/v1/mcp/a%20b\"," BEARER "}", "gw http https://gw.example/v1/mcp/a%20b Authorization=Bearer ig_7fd02ce9b1", "", "" },
  { "{\"command\":\"npx\",\"args\":[\"-y\",\"mcp-itglue\"]}", "itglue stdio npx -y mcp-itglue", "", "" },
  { "{\"url\":\"https://[::1]/mcp\"}", "server http https://[::1]/mcp", "", "" },
  { "{\"url\":\"http://127.0.0.1:8931/mcp\"}", "server http http://127.0.0.1:8931/mcp", "", "" },
  { "{\"command\":\"uvx\",\"args\":[\"thing\"]}", "server stdio uvx thing", "", "" },
  { "{\"preferences\":{\"theme\":1},\"mcpServers\":{\"iru\":" SERVER "}}", "iru " IRU, "", "" },
  { "{\"mcpServers\":{\"servers\":" SERVER "}}", "servers " IRU, "", "" },
  { "{\"servers\":" SERVER "}", "servers " IRU, "", "" },
  { "{\"mcpServers\":{\"iru\":" SERVER ",\"gw\":{\"url\":\"https://gw.example/mcp\"," BEARER "}}}", "iru " IRU " | gw " GATEWAY, "", "" },
  { "{\"mcpServers\":{\"iru\":" SERVER ",\"Iru MCP\":" SERVER "}}", "iru " IRU " | Iru MCP " IRU, "", "" },
  /* spellings of fields */
  { "{\"iru\":{\"serverUrl\":\"" URL "\",\"headers\":{" HEADERS "}}}", "iru " IRU, "", "" },
  { "{\"iru\":{\"httpUrl\":\"" URL "\",\"headers\":{" HEADERS "}}}", "iru " IRU, "", "" },
  { "{\"iru\":{\"url\":\"" URL "\",\"http_headers\":{" HEADERS "}}}", "iru " IRU, "", "" },
  { "{\"iru\":{\"url\":\"" URL "\",\"serverUrl\":\"" URL "\",\"headers\":{" HEADERS "}}}", "iru " IRU, "", "" },
  { "{\"iru\":{\"type\":\"http\"," BODY "}}", "iru " IRU, "", "" },
  { "{\"iru\":{\"type\":\"streamable-http\"," BODY "}}", "iru " IRU, "", "" },
  { "{\"iru\":{\"type\":\"sse\"," BODY "}}", "iru " IRU, "", "" },
  { "{\"iru\":{\"transport\":\"http\"," BODY "}}", "iru " IRU, "", "" },
  { "{\"mcp\":{\"iru\":{\"type\":\"remote\",\"enabled\":true," BODY "}}}", "iru " IRU, "", "" },
  { "{\"iru\":{\"disabled\":true," BODY "}}", "iru " IRU " disabled", "", "" },
  { "{\"iru\":{\"enabled\":false," BODY "}}", "iru " IRU " disabled", "", "" },
  { "{\"iru\":{\"timeout\":60,\"alwaysAllow\":[]," BODY "}}", "iru " IRU, "", "" },
  { "{\"a\":{\"type\":\"stdio\",\"command\":\"c\",\"args\":[],\"env\":{\"E\":\"v\"}}}", "a stdio c E=v", "", "" },
  { "{\"mcp\":{\"a\":{\"type\":\"local\",\"command\":[\"c\",\"d\"],\"environment\":{\"E\":\"v\"}}}}", "a stdio c d E=v", "", "" },
  { "{\"a\":{\"command\":\"c\",\"args\":null,\"env\":null}}", "a stdio c", "", "" },
  { "{\"a\":{\"command\":\"c\",\"env\":{\"PEM\":\"-----B\\nx\\n-----E\"}}}", "a stdio c PEM=-----B\nx\n-----E", "", "" },
  { "{\"a\":{\"command\":\"c\",\"env\":{\"e\":\"1\",\"E\":\"2\"}}}", "a stdio c e=1 E=2", "", "" },
  { "{\"iru\":{\"url\":\"" URL "\",\"headers\":{" HEADERS ",\"x-api-key\":\"" KEY "\"}}}", "iru " IRU, "", "" },
  /* bridged */
  { "{\"iru\":{\"command\":\"npx\",\"args\":[\"-y\"," ARGS "]," ENV "}}", "iru " IRU " bridge(mcp-remote@0.1.13)", "", "" },
  { "{\"iru\":{\"command\":\"C:\\\\Program Files\\\\nodejs\\\\npx.cmd\",\"args\":[" ARGS "]," ENV "}}", "iru " IRU " bridge(mcp-remote@0.1.13)", "", "" },
  { "{\"command\":\"npx\",\"args\":[" ARGS "]," ENV "}", "iru " IRU " bridge(mcp-remote@0.1.13)", "", "" },
  /* slips */
  { "{\"mcpServers\":{\"iru\":" SERVER "}", "iru " IRU, "missing-brace", "" },
  { "{\"mcpServers\":{\"iru\":" SERVER, "iru " IRU, "missing-brace", "" },
  { "{\"mcpServers\":{\"iru\":{" BODY, "iru " IRU, "missing-brace", "" },
  { "{\"mcpServers\":{\"iru\":{\"url\":\"" URL "\",\"headers\":{" HEADERS, "iru " IRU, "missing-brace", "" },
  { WHOLE "}", "iru " IRU, "surplus-brace", "" },
  { WHOLE ",", "iru " IRU, "trailing-comma", "" },
  { WHOLE "\n" WHOLE, "iru " IRU, "duplicate-copy", "" },
  { "{\"mcpServers\":{\"iru\":" SERVER ",},}", "iru " IRU, "trailing-comma trailing-comma", "" },
  { "{\"iru\":{\"url\":\"" URL "\"\n\"headers\":{" HEADERS "}}}", "iru " IRU, "missing-comma", "" },
  { "{\"iru\":{\"url\":\"" URL "\",,\"headers\":{" HEADERS "}}}", "iru " IRU, "doubled-comma", "" },
  { "{\"iru\":{\"url\":\" " URL " \",\"headers\":{" HEADERS "}}}", "iru " IRU, "value-whitespace", "" },
  { "{\"iru\":{\"url\":\"" URL "\",\"headers\":{\"X-API-Key\":\"" KEY "\\n\",\"X-MCP-Profile\":\"\u00a0" PROFILE "\"}}}", "iru " IRU, "value-whitespace value-whitespace", "" },
  { "{\"iru\":{\"url\":\"" URL "\",\"headers\":{\"X-API-Key\":\"\u200b" KEY "\",\"X-MCP-Profile\":\"" PROFILE "\u2060\"}}}", "iru " IRU, "zero-width zero-width", "" },
  { "{\"iru\":{url:'" URL "',headers:{" HEADERS "}}}", "iru " IRU, "unquoted-key single-quotes unquoted-key", "" },
  { "\ufeff" WHOLE, "iru " IRU, "byte-order-mark", "" },
  { "{\u00a0\"iru\":" SERVER "}", "iru " IRU, "no-break-space", "" },
  { "// mine\n" WHOLE, "iru " IRU, "comment", "" },
  { "```json\n" WHOLE "\n```", "iru " IRU, "fence", "" },
  { "Paste this: " WHOLE " and restart.", "iru " IRU, "prose", "" },
  { "claude mcp add-json iru '" SERVER "'", "iru " IRU, "command-line", "" },
  /* clients' forms, once more */
  { "{\"servers\":{\"iru\":{\"type\":\"http\"," BODY "}},\"inputs\":[{\"id\":\"k\",\"type\":\"promptString\"}]}", "iru " IRU, "", "" },
  { "{\"mcp\":{\"servers\":{\"iru\":{\"type\":\"http\"," BODY "}},\"inputs\":[]}}", "iru " IRU, "", "" },
  { "{\"$schema\":\"https://opencode.ai/config.json\",\"mcp\":{\"iru\":{\"type\":\"remote\"," BODY ",\"enabled\":true,\"oauth\":false}}}", "iru " IRU, "", "" },
  { "{\"mcp\":{\"a\":{\"type\":\"local\",\"command\":[\"npx\",\"-y\",\"b\"],\"environment\":{\"K\":\"v\"},\"enabled\":false}}}", "a stdio npx -y b K=v disabled", "", "" },
  { "{\"context_servers\":{\"iru\":{\"source\":\"custom\",\"enabled\":true," BODY ",\"settings\":{}}}}", "iru " IRU, "", "" },
  { "{\"context_servers\":{\"a\":{\"source\":\"custom\",\"command\":\"npx\",\"args\":[\"-y\",\"b\"],\"env\":{\"K\":\"v\"}}}}", "a stdio npx -y b K=v", "", "" },
  { "{\"context_servers\":{\"a\":{\"command\":{\"path\":\"npx\",\"args\":[\"-y\",\"b\"],\"env\":{\"K\":\"v\"}},\"settings\":{\"x\":1}}}}", "a stdio npx -y b K=v", "", "" },
  { "{\"context_servers\":{\"a\":{\"command\":{\"path\":\"npx\",\"args\":null,\"env\":null}}}}", "a stdio npx", "", "" },
  { "{\"command\":{\"path\":\"uvx\",\"args\":[\"b\"]}}", "server stdio uvx b", "", "" },
  { "{\"mcpServers\":{\"iru\":{\"serverUrl\":\"" URL "\",\"headers\":{" HEADERS "},\"disabledTools\":[]}}}", "iru " IRU, "", "" },
  { "{\"mcpServers\":{\"iru\":{\"httpUrl\":\"" URL "\",\"headers\":{" HEADERS "},\"timeout\":5000,\"trust\":false}}}", "iru " IRU, "", "" },
  { "{\"mcpServers\":{\"iru\":{\"type\":\"streamableHttp\"," BODY ",\"autoApprove\":[],\"disabled\":false}}}", "iru " IRU, "", "" },
  { "{\"mcpServers\":{\"iru\":{\"type\":\"http\"," BODY ",\"tools\":[\"*\"]}}}", "iru " IRU, "", "" },
  { "{\"mcpServers\":{\"command\":" SERVER "}}", "command " IRU, "", "" },
  { "{\"name\":\"my-iru\"," BODY "}", "my-iru " IRU, "", "" },
  { "{\"servers\":{\"a\":{\"type\":\"http\",\"url\":\"https://gw.example/mcp\",\"headers\":{\"Authorization\":\"Bearer ${input:token}\"}}}}", "a http https://gw.example/mcp Authorization=Bearer ${input:token}", "", "env-unset@1:90" },
  /* full-width signs */
  { "｛\"mcpServers\"：｛\"iru\"：｛\"url\"：\"" URL "\"，\"headers\"：｛\"X-API-Key\"：\"" KEY "\"，\"X-MCP-Profile\"：\"" PROFILE "\"｝｝｝｝", "iru " IRU, "full-width full-width full-width full-width full-width full-width full-width full-width full-width full-width full-width full-width full-width full-width full-width full-width", "" },
  { "{\"iru\":{\"url\"：\"" URL "\"，\"headers\":{" HEADERS "}}}", "iru " IRU, "full-width full-width", "" },
  { "{＂iru＂:{＂url＂:＂" URL "＂,＂headers＂:{" HEADERS "}}}", "iru " IRU, "smart-quotes smart-quotes smart-quotes smart-quotes", "" },
  { "{＇iru＇:" SERVER "}", "iru " IRU, "smart-quotes", "" },
  { "\"iru\"：" SERVER, "iru " IRU, "missing-braces full-width", "" },
  { "{\"iru\":" SERVER "｝", "iru " IRU, "full-width", "" },
  { "{\"a\":{\"command\":\"npx\",\"args\":［\"b\"，\"c\"，］}}", "a stdio npx b c", "full-width full-width full-width trailing-comma full-width", "" },
  { "“iru”：｛“url”：“" URL "”，“headers”：｛“X-API-Key”：“" KEY "”，“X-MCP-Profile”：“" PROFILE "”｝｝", "iru " IRU, "missing-braces smart-quotes full-width full-width smart-quotes full-width smart-quotes full-width smart-quotes full-width full-width smart-quotes full-width smart-quotes full-width smart-quotes full-width smart-quotes full-width full-width", "" },
  /* Python's and JavaScript's */
  { "{'mcpServers': {'iru': {'url': '" URL "', 'headers': {" HEADERS "}, 'disabled': False, 'enabled': True, 'env': None}}}", "iru " IRU, "single-quotes single-quotes single-quotes single-quotes single-quotes single-quotes python-literal single-quotes python-literal single-quotes python-literal", "" },
  { "{\"iru\":{" BODY ",\"timeout\":NaN}}", "iru " IRU, "python-literal", "" },
  { "config = {'iru': {'url': '" URL "', 'headers': {'X-API-Key': '" KEY "', 'X-MCP-Profile': '" PROFILE "'}}}", "iru " IRU, "prose single-quotes single-quotes single-quotes single-quotes single-quotes single-quotes single-quotes single-quotes", "" },
  { "module.exports = {\n  mcpServers: {\n    iru: {\n      url: '" URL "',\n      headers: { 'X-API-Key': '" KEY "', 'X-MCP-Profile': '" PROFILE "' },\n    },\n  },\n};", "iru " IRU, "prose unquoted-key unquoted-key unquoted-key single-quotes unquoted-key single-quotes single-quotes single-quotes single-quotes trailing-comma trailing-comma trailing-comma", "" },
  /* comments */
  { "{\"iru\":{\n\"url\":\"" URL "\", # the url\n\"headers\":{" HEADERS "} # secret\n}}", "iru " IRU, "comment comment", "" },
  { "{\"iru\":{\n# \"url\":\"https://old.example/\",\n// \"type\":\"sse\",\n/* a\nb */" BODY "}}", "iru " IRU, "comment comment comment", "" },
  /* line ends at the ends of a value */
  { "{\"iru\":{\"url\":\"" URL "\n\",\"headers\":{" HEADERS "}}}", "iru " IRU, "value-whitespace", "" },
  { "{\"iru\":{\"url\":\"\n   " URL "\",\"headers\":{" HEADERS "}}}", "iru " IRU, "value-whitespace", "" },
  { "{\"iru\":{\"url\":\"" URL "\",\"headers\":{\"X-API-Key\":\"" KEY "  \r\n  \",\"X-MCP-Profile\":\"" PROFILE "\n\"\n}}}", "iru " IRU, "value-whitespace value-whitespace", "" },
  { "{\"iru\":{\"url\":“" URL "\n”,\"headers\":{" HEADERS "}}}", "iru " IRU, "smart-quotes value-whitespace", "" },
  /* brackets and commas */
  { "[" SERVER "]", "iru " IRU, "list-of-servers", "" },
  { "[{\"name\":\"iru\"," BODY "}]", "iru " IRU, "list-of-servers", "" },
  { "[{\"iru\":" SERVER "}]", "iru " IRU, "list-of-servers", "" },
  { "[{\"mcpServers\":{\"iru\":" SERVER "}}]", "iru " IRU, "", "" },
  { "{\"managedMcpServers\":[{\"name\":\"iru\"," BODY "}]}", "iru " IRU, "list-of-servers", "" },
  { "\"managedMcpServers\":[{\"name\":\"iru\"," BODY "}]", "iru " IRU, "missing-braces list-of-servers", "" },
  { "{\"mcpServers\":[{\"name\":\"iru\"," BODY "},{\"name\":\"gw\",\"url\":\"https://gw.example/mcp\"," BEARER "}]}", "iru " IRU " | gw " GATEWAY, "list-of-servers", "" },
  { "{\"augment.advanced\":{\"mcpServers\":[{\"name\":\"iru\"," BODY "}]}}", "iru " IRU, "list-of-servers", "" },
  /* roots of every client, and of none */
  { "{\"amp.mcpServers\":{\"iru\":" SERVER "},\"amp.tools.disable\":[\"a\"]}", "iru " IRU, "", "" },
  { "{\"mcp-servers\":{\"iru\":" SERVER "}}", "iru " IRU, "", "" },
  { "{\"McpServers\":{\"iru\":" SERVER "}}", "iru " IRU, "", "" },
  { "{\"mcpServer\":{\"iru\":" SERVER "}}", "iru " IRU, "", "" },
  { "{\"powers\":{\"mcpServers\":{\"iru\":" SERVER "}}}", "iru " IRU, "", "" },
  { "{\"mcpServers\":{},\"servers\":{\"iru\":" SERVER "}}", "iru " IRU, "", "" },
  { "{\"mcpServers\":{\"iru\":" SERVER "},\"servers\":{\"iru\":" SERVER "}}", "iru " IRU, "duplicate-copy", "" },
  { "{\"image\":\"i\",\"customizations\":{\"vscode\":{\"mcp\":{\"servers\":{\"iru\":" SERVER "}}}}}", "iru " IRU, "", "" },
  { "{\"extensions\":{\"iru\":{\"type\":\"streamable_http\",\"uri\":\"" URL "\",\"headers\":{" HEADERS "}}}}", "iru " IRU, "", "" },
  { "{\"connectors\":{\"iru\":" SERVER "}}", "iru " IRU, "unknown-root", "" },
  { "{\"mcpServers\":{\"iru\":{\"iru\":" SERVER "}}}", "iru " IRU, "unknown-root", "" },
  { "{\"mcpServers\":{\"iru\":" SERVER "},\"x\":{\"connectors\":{\"b\":" SERVER "}}}", "iru " IRU, "other-list", "" },
  { "{\"mcpServers\":" SERVER "}", "iru " IRU, "missing-name", "" },
  { "\"mcpServers\":" SERVER, "iru " IRU, "missing-braces missing-name", "" },
  /* fields beside the server, and inside of another field */
  { "{\"mcpServers\":{\"iru\":{\"url\":\"" URL "\"},\"headers\":{" HEADERS "}}}", "iru " IRU, "beside-server", "" },
  { "{\"mcpServers\":{\"iru\":{\"url\":\"" URL "\"}},\"headers\":{" HEADERS "}}", "iru " IRU, "beside-server", "" },
  { "{\"mcpServers\":{\"a\":{\"command\":\"c\"},\"env\":{\"E\":\"v\"}}}", "a stdio c E=v", "beside-server", "" },
  { "{\"mcpServers\":{\"a\":{\"command\":\"c\"}},\"env\":{\"E\":\"v\"}}", "a stdio c E=v", "beside-server", "" },
  { "{\"mcpServers\":{\"a\":{\"command\":\"c\"}},\"env\":{\"E\":\"v\"},\"model\":\"m\"}", "a stdio c", "", "" },
  { "{\"iru\":{\"transport\":{\"type\":\"http\"," BODY "}}}", "iru " IRU, "nested-fields", "" },
  { "{\"iru\":{\"transport\":{\"type\":\"http\",\"url\":\"" URL "\"},\"headers\":{" HEADERS "}}}", "iru " IRU, "nested-fields", "" },
  { "{\"a\":{\"transport\":{\"type\":\"stdio\",\"command\":\"c\",\"args\":[\"d\"]}}}", "a stdio c d", "nested-fields", "" },
  { "{\"iru\":{\"url\":\"" URL "\",\"requestInit\":{\"headers\":{" HEADERS "}}}}", "iru " IRU, "foreign-field", "" },
  { "{\"iru\":{\"url\":\"" URL "\",\"requestOptions\":{\"headers\":{" HEADERS "}}}}", "iru " IRU, "", "" },
  /* names of programs without a row */
  { "{\"mcpServers\":{\"iru\":{\"isActive\":true,\"baseUrl\":\"" URL "\",\"headers\":{" HEADERS "}}}}", "iru " IRU, "foreign-field foreign-field", "" },
  { "{\"mcpServers\":{\"iru\":{\"isActive\":false," BODY "}}}", "iru " IRU " disabled", "foreign-field", "" },
  { "{\"iru\":{\"type\":\"streamable\"," BODY "}}", "iru " IRU, "", "" },
  { "{\"iru\":{\"transportType\":\"streamable-http\"," BODY "}}", "iru " IRU, "", "" },
  { "{\"iru\":{\"type\":\"Streamable_HTTP\"," BODY "}}", "iru " IRU, "", "" },
  /* lists of names and values */
  { "{\"iru\":{\"url\":\"" URL "\",\"headers\":[{\"name\":\"X-API-Key\",\"value\":\"" KEY "\"},{\"name\":\"X-MCP-Profile\",\"value\":\"" PROFILE "\"}]}}", "iru " IRU, "list-of-values", "" },
  { "{\"iru\":{\"url\":\"" URL "\",\"headers\":[\"X-API-Key: " KEY "\",\"X-MCP-Profile:" PROFILE "\"]}}", "iru " IRU, "list-of-values", "" },
  { "{\"a\":{\"command\":\"c\",\"env\":[\"E=v\",\"F=w=x\"]}}", "a stdio c E=v F=w=x", "list-of-values", "" },
  /* server.json */
  { "{\"name\":\"com.example/iru\",\"version\":\"1.0.0\",\"remotes\":[{\"type\":\"streamable-http\",\"url\":\"" URL "\",\"headers\":[{\"name\":\"X-API-Key\",\"value\":\"" KEY "\",\"isSecret\":true},{\"name\":\"X-MCP-Profile\",\"value\":\"" PROFILE "\"}]}]}", "iru " IRU, "registry list-of-values", "" },
  { "{\"server\":{\"name\":\"x/gw\",\"remotes\":[{\"type\":\"streamable-http\",\"url\":\"https://gw.example/mcp\",\"headers\":[\n{\"name\":\"Authorization\",\"isSecret\":true}]}]},\"_meta\":{}}", "gw http https://gw.example/mcp", "registry list-of-values", "env-unset@2:1" },
  { "{\"name\":\"x/y\",\"packages\":[{\"registryType\":\"npm\",\"identifier\":\"mcp-itglue\",\"version\":\"0.4.1\",\"environmentVariables\":[{\"name\":\"ITGLUE_REGION\",\"value\":\"eu\"}]}]}", "y stdio npx -y mcp-itglue@0.4.1 ITGLUE_REGION=eu", "registry list-of-values", "" },
  { "{\"name\":\"x/y\",\"packages\":[{\"registryType\":\"oci\",\"identifier\":\"ghcr.io/x/y\",\"version\":\"2\",\"environmentVariables\":[{\"name\":\"E\",\"value\":\"v\"}],\"packageArguments\":[{\"type\":\"named\",\"name\":\"--t\",\"value\":\"stdio\"},{\"type\":\"positional\",\"value\":\"p\"}]}]}", "y stdio docker run -i --rm -e E ghcr.io/x/y:2 --t stdio p E=v", "registry list-of-values", "" },
  /* signs between a name and its value, dots, and URLs without quotes */
  { "{\"iru\"={\"url\"=\"" URL "\",\"headers\"=>{" HEADERS "}}}", "iru " IRU, "equals-sign equals-sign equals-sign", "" },
  { "{\"iru\"＝{" BODY "}}", "iru " IRU, "equals-sign full-width", "" },
  { "{\"iru\" {\"url\" \"" URL "\",\"headers\" {" HEADERS "}}}", "iru " IRU, "missing-colon missing-colon missing-colon", "" },
  { "{\"mcpServers\":{...,\"iru\":" SERVER ",\n...\n}}", "iru " IRU, "ellipsis doubled-comma trailing-comma ellipsis", "" },
  { "{\"mcpServers\":{\"iru\":{" BODY "\n…\n}}}", "iru " IRU, "ellipsis", "" },
  { "{\"a\":{\"command\":\"c\",\"args\":[\"b\", ...]}}", "a stdio c b", "trailing-comma ellipsis", "" },
  { "{\"iru\":{\"url\":" URL ",\"headers\":{" HEADERS "}}}", "iru " IRU, "unquoted-url", "" },
  { "{\"iru\":{url: " URL "\n\"headers\":{" HEADERS "}}}", "iru " IRU, "unquoted-key unquoted-url missing-comma", "" },
  { "{´iru´:{`url`:`" URL "`,\"headers\":{" HEADERS "}}}", "iru " IRU, "smart-quotes smart-quotes smart-quotes", "" },
  /* links */
  { "cursor://anysphere.cursor-deeplink/mcp/install?name=iru&config=eyJ1cmwiOiJodHRwczovL2FjbWUuY29ubmVjdC5pcnUuY29tL21jcC1zZXJ2ZXIvY29ubmVjdG9yL2thbmRqaS90b29scyIsImhlYWRlcnMiOnsiWC1BUEktS2V5Ijoic2tfbGl2ZTo5ZjJjNDFkMDdiZTg0YTZmOGQzNWMxN2FlMGI5NDQ2MiIsIlgtTUNQLVByb2ZpbGUiOiI1ZDFmN2UyMi02MGM0LTRiOGUtOWEzNy1jMmU4MWIwNGY5NmQifX0=", "iru " IRU, "link", "" },
  { "cursor://anysphere.cursor-deeplink/mcp/install?name=iru&config=eyJ1cmwiOiJodHRwczovL2FjbWUuY29ubmVjdC5pcnUuY29tL21jcC1zZXJ2ZXIvY29ubmVjdG9yL2thbmRqaS90b29scyIsImhlYWRlcnMiOnsiWC1BUEktS2V5Ijoic2tfbGl2ZTo5ZjJjNDFkMDdiZTg0YTZmOGQzNWMxN2FlMGI5NDQ2MiIsIlgtTUNQLVByb2ZpbGUiOiI1ZDFmN2UyMi02MGM0LTRiOGUtOWEzNy1jMmU4MWIwNGY5NmQifX0%3D", "iru " IRU, "link", "" },
  { "[Add](https://cursor.com/en/install-mcp?name=iru&config=eyJ1cmwiOiJodHRwczovL2FjbWUuY29ubmVjdC5pcnUuY29tL21jcC1zZXJ2ZXIvY29ubmVjdG9yL2thbmRqaS90b29scyIsImhlYWRlcnMiOnsiWC1BUEktS2V5Ijoic2tfbGl2ZTo5ZjJjNDFkMDdiZTg0YTZmOGQzNWMxN2FlMGI5NDQ2MiIsIlgtTUNQLVByb2ZpbGUiOiI1ZDFmN2UyMi02MGM0LTRiOGUtOWEzNy1jMmU4MWIwNGY5NmQifX0)", "iru " IRU, "link", "" },
  { "lmstudio://add_mcp?config=eyJ1cmwiOiJodHRwczovL2FjbWUuY29ubmVjdC5pcnUuY29tL21jcC1zZXJ2ZXIvY29ubmVjdG9yL2thbmRqaS90b29scyIsImhlYWRlcnMiOnsiWC1BUEktS2V5Ijoic2tfbGl2ZTo5ZjJjNDFkMDdiZTg0YTZmOGQzNWMxN2FlMGI5NDQ2MiIsIlgtTUNQLVByb2ZpbGUiOiI1ZDFmN2UyMi02MGM0LTRiOGUtOWEzNy1jMmU4MWIwNGY5NmQifX0&amp;name=iru", "iru " IRU, "link", "" },
  { "vscode:mcp/install?%7B%22name%22%3A%20%22iru%22%2C%20%22url%22%3A%20%22https%3A//acme.connect.iru.com/mcp-server/connector/kandji/tools%22%2C%20%22headers%22%3A%20%7B%22X-API-Key%22%3A%20%22sk_live%3A9f2c41d07be84a6f8d35c17ae0b94462%22%2C%20%22X-MCP-Profile%22%3A%20%225d1f7e22-60c4-4b8e-9a37-c2e81b04f96d%22%7D%7D", "iru " IRU, "link", "" },
  { "vscode-insiders:mcp/install?%7B%22name%22%3A%20%22iru%22%2C%20%22url%22%3A%20%22https%3A//acme.connect.iru.com/mcp-server/connector/kandji/tools%22%2C%20%22headers%22%3A%20%7B%22X-API-Key%22%3A%20%22sk_live%3A9f2c41d07be84a6f8d35c17ae0b94462%22%2C%20%22X-MCP-Profile%22%3A%20%225d1f7e22-60c4-4b8e-9a37-c2e81b04f96d%22%7D%7D and more", "iru " IRU, "link", "" },
  { "https://vscode.dev/redirect/mcp/install?name=iru&config=%7B%22url%22%3A%22https%3A//acme.connect.iru.com/mcp-server/connector/kandji/tools%22%2C%22headers%22%3A%7B%22X-API-Key%22%3A%22sk_live%3A9f2c41d07be84a6f8d35c17ae0b94462%22%2C%22X-MCP-Profile%22%3A%225d1f7e22-60c4-4b8e-9a37-c2e81b04f96d%22%7D%7D", "iru " IRU, "link", "" },
  { "vscode:mcp/install?%7B%22name%22%3A%20%22iru%22%2C%20%22url%22%3A%20%22https%3A//acme.connect.iru.com/mcp-server/connector/kandji/tools%22%2C%20%22headers%22%3A%20%7B%22X-API-Key%22%3A%20%22sk_live%3A9f2c41d07be84a6f8d35c17ae0b94462%22%2C%20%22X-MCP-Profile%22%3A%20%225d1f7e22-60c4-4b8e-9a37-c2e81b04f96d%22%7D%7D\nhttps://cursor.com/install-mcp?name=iru&config=eyJ1cmwiOiJodHRwczovL2FjbWUuY29ubmVjdC5pcnUuY29tL21jcC1zZXJ2ZXIvY29ubmVjdG9yL2thbmRqaS90b29scyIsImhlYWRlcnMiOnsiWC1BUEktS2V5Ijoic2tfbGl2ZTo5ZjJjNDFkMDdiZTg0YTZmOGQzNWMxN2FlMGI5NDQ2MiIsIlgtTUNQLVByb2ZpbGUiOiI1ZDFmN2UyMi02MGM0LTRiOGUtOWEzNy1jMmU4MWIwNGY5NmQifX0", "iru " IRU, "link link", "" },
  /* YAML */
  { "extensions:\n  iru:\n    type: streamable_http\n    uri: " URL "\n    enabled: true\n    headers:\n      X-API-Key: " KEY "\n      X-MCP-Profile: " PROFILE "\n", "iru " IRU, "yaml", "" },
  { "name: x\nversion: 0.0.1\nmcpServers:\n  - name: iru\n    type: streamable-http\n    url: " URL "\n    requestOptions:\n      headers:\n        X-API-Key: " KEY "\n        X-MCP-Profile: " PROFILE "\n", "iru " IRU, "yaml list-of-servers", "" },
  { "Like this:\n```yaml\nextensions:\n  a:\n    type: stdio\n    cmd: c\n    args: [d]\n    envs:\n      E: v\n```\nBye.\n", "a stdio c d E=v", "yaml", "" },
  /* dashes */
  { "{\"iru\":{\"command\":\"npx\",\"args\":[\"–y\",\"mcp–remote@0.1.13\",\"" URL "\",\"—header\",\"X–API–Key:${K}\",\"––header\",\"X-MCP-Profile:${P}\"]," ENV "}}", "iru " IRU " bridge(mcp-remote@0.1.13)", "smart-dashes smart-dashes smart-dashes smart-dashes smart-dashes", "" },
  { "{\"iru\":{\"url\":\"" URL "\",\"headers\":{\"X–API–Key\":\"" KEY "\",\"X‑MCP‑Profile\":\"5d1f7e22–60c4–4b8e–9a37–c2e81b04f96d\"}}}", "iru " IRU, "smart-dashes smart-dashes smart-dashes", "" },
  { "{\"iru\":{\"url\":\"https://acme.connect.iru.com/mcp–server/connector/kandji/tools\",\"headers\":{" HEADERS "}}}", "iru " IRU, "smart-dashes", "" },
  { "{\"a\":{\"command\":\"c\",\"args\":[\"/Notes – 2026\",\"A – B\",\"/a/b–c\"]}}", "a stdio c /Notes – 2026 A – B /a/b–c", "", "" },
  { WHOLE "]}", "iru " IRU, "surplus-bracket surplus-brace", "" },
  { "{\"mcpServers\":{\"iru\":{" BODY "}}},,", "iru " IRU, "trailing-comma trailing-comma", "" },
  { "{\"iru\":{,,\"url\":\"" URL "\",,\"headers\":{,\"X-API-Key\":\"" KEY "\"\"X-MCP-Profile\":\"" PROFILE "\",,},,},,}", "iru " IRU, "doubled-comma doubled-comma doubled-comma doubled-comma missing-comma trailing-comma doubled-comma trailing-comma doubled-comma trailing-comma doubled-comma", "" },
  { "\"mcpServers\":{\"iru\":" SERVER "},", "iru " IRU, "missing-braces", "" },
  { "mcpServers: {\"iru\":" SERVER "}", "iru " IRU, "prose", "" },
  /* as one string */
  { "\"" STRING "\"", "iru " IRU, "stringified", "" },
  { "\n  \"" STRING "\",\n", "iru " IRU, "stringified trailing-comma", "" },
  { "\"{\\n  \\\"mcpServers\\\": {\\n    \\\"iru\\\": {\\n      \\\"url\\\": \\\"" URL "\\\",\\n      \\\"headers\\\": {\\n        \\\"X-API-Key\\\": \\\"" KEY "\\\",\\n        \\\"X-MCP-Profile\\\": \\\"" PROFILE "\\\"\\n      }\\n    }\\n  }\\n}\\n\"", "iru " IRU, "stringified", "" },
  { STRING, "iru " IRU, "stringified", "" },
  { "'" STRING "'", "iru " IRU, "stringified", "" },
  { "“" STRING "”", "iru " IRU, "stringified", "" },
  { "```json\n\"" STRING "\"\n```", "iru " IRU, "fence stringified", "" },
  { "MCP_CONFIG=\"" STRING "\"", "iru " IRU, "prose stringified", "" },
  { "\"" STRING "\"\n\"" STRING "\"", "iru " IRU, "stringified stringified duplicate-copy", "" },
  { WHOLE "\n\"" STRING "\"", "iru " IRU, "stringified duplicate-copy", "" },
  { "\"{\\\"iru\\\":{\\\"url\\\":\\\"" URL " \\\",\\\"headers\\\":{\\\"X-API-Key\\\":\\\"" KEY "\\\",\\\"X-MCP-Profile\\\":\\\"" PROFILE "\\\",}}}\"", "iru " IRU, "stringified value-whitespace trailing-comma", "" },
  /* several at once */
  { "\ufeff> Hi,\n\n```json\n// cursor\n{\u00a0“mcpServers”：{ 'iru': { url: \" " URL "\", \"headers\": {" HEADERS ",},},},}\n```\nBye", "iru " IRU, "byte-order-mark prose fence comment no-break-space smart-quotes full-width single-quotes unquoted-key value-whitespace trailing-comma trailing-comma trailing-comma trailing-comma", "" },
  /* a command in a string, or in a comment */
  { "{\"mcpServers\":{\"iru\":" SERVER "},\n\"note\":\"Run: claude mcp add a -- npx -y b\"}", "iru " IRU, "", "" },
  { "{\"mcpServers\":{\n// Run: claude mcp add a -- npx -y b\n\"iru\":" SERVER "}}", "iru " IRU, "comment", "" },
  { "{\"note\":\"- curl -s 'https://gw.example/'\",\n\"mcpServers\":{\"iru\":" SERVER "}}", "iru " IRU, "", "" },
  /* what is wrong with the values */
  { "{\"iru\":{\n\"url\":\"" URL "\",\n \"headers\":{\"X-API-Key\":\"9f2c41d0\",\"X-MCP-Profile\":\"" PROFILE "\"}}}", "iru http " URL " X-API-Key=9f2c41d0 X-MCP-Profile=" PROFILE, "", "key-prefix-missing@3:25" },
  { "{\"iru\":{\n\"url\":\"" URL "\",\n \"headers\":{\"X-API-Key\":\"" KEY "\"}}}", "iru http " URL " X-API-Key=" KEY, "", "header-missing@3:12" },
  { "{\"iru\":{\n\"url\":\"" URL "\"}}", "iru http " URL, "", "header-missing@1:8 header-missing@1:8" },
  { "{\"iru\":{\"url\":\"" URL "\",\n\"headers\":{\"X-API-Key\":\"\",\"X-MCP-Profile\":\"" PROFILE "\"}}}", "iru http " URL " X-API-Key= X-MCP-Profile=" PROFILE, "", "header-missing@2:24" },
  { "{\"iru\":{\n\"url\":\"http://acme.connect.iru.com/mcp\",\"headers\":{" HEADERS "}}}", "iru http http://acme.connect.iru.com/mcp X-API-Key=" KEY " X-MCP-Profile=" PROFILE, "", "url-insecure@2:7" },
  { "{\"a\":{\n\"url\":\"\"}}", "a http ", "", "url-invalid@2:7" },
  { "{\"a\":{\"url\":\n\"gw.example/mcp\"}}", "a http gw.example/mcp", "", "url-invalid@2:1" },
  { "{\"a\":{\"url\":\"https://u:p@gw.example/mcp\"}}", "a http https://u:p@gw.example/mcp", "", "url-invalid@1:13" },
  { "{\"a\":{\"url\":\"https://gw.example/<slug>\"}}", "a http https://gw.example/<slug>", "", "placeholder@1:13" },
  { "{\"a\":{\"command\":\"c\",\"env\":{\"A\":\"1\",\n\"K\":\"<key>\"}}}", "a stdio c A=1 K=<key>", "", "placeholder@2:5" },
  { "{\"a\":{\"command\":\"npx\",\"args\":[\"-y\",\"example-server\",\"--root\",\"example-key\"]}}", "a stdio npx -y example-server --root example-key", "", "" },
  { "{\"a\":{\"command\":\"npx\",\"args\":[\"-y\",\"your-server\",\"c\"]}}", "a stdio npx -y your-server c", "", "" },
  { "{\"a\":{\"command\":\"npx\",\"args\":[\"-y\",\"supergateway\",\n\"--header\",\"X-API-Key: " KEY "\"]}}", "a stdio npx -y supergateway --header X-API-Key: " KEY, "", "secret-in-args@1:30" },
  { "{\"a\":{\"command\":\"c\",\n\"args\":[\"--key\",\"YOUR_API_KEY\"]}}", "a stdio c --key YOUR_API_KEY", "", "placeholder@2:8" },
  { "{\"a\":{\"command\":\"npx\",\"args\":[\"mcp-remote\",\"https://gw.example/mcp\",\"--header\",\n\"Authorization: Bearer ${T}\"]}}", "a http https://gw.example/mcp Authorization=Bearer ${T} bridge(mcp-remote)", "", "env-unset@2:1" },
  { "{\"a\":{\"command\":\"npx\",\"args\":[\"mcp-remote\",\"https://gw.example/mcp\",\"--header\",\"Authorization:${T}\"],\"env\":{\n \"T\":\"Bearer <token>\"}}}", "a http https://gw.example/mcp Authorization=Bearer <token> bridge(mcp-remote)", "", "placeholder@2:6" },
  { "{\"mcp_servers\":{\"a\":{\"url\":\"https://gw.example/mcp\",\n\"bearer_token_env_var\":\"T\"}}}", "a http https://gw.example/mcp", "", "env-unset@2:24" },
  { "{\"mcp_servers\":{\"a\":{\"url\":\"https://gw.example/mcp\",\"env_http_headers\":{\n\"K\":\"T\"}}}}", "a http https://gw.example/mcp", "", "env-unset@2:5" },
  { "{\"a\":{\"url\":\"https://gw.example/mcp\",\"headers\":{\"K\":\"Bearer %TOKEN%\"}}}", "a http https://gw.example/mcp K=Bearer %TOKEN%", "", "env-unset@1:53" },
  { "{\"a\":{\"url\":\"https://gw.example/mcp\",\"headers\":{\"K\":\"$env:TOKEN\"}}}", "a http https://gw.example/mcp K=$env:TOKEN", "", "env-unset@1:53" },
  { "{\"a\":{\"url\":\"https://gw.example/mcp\",\"headers\":{\"K\":\"$(cat key)\"}}}", "a http https://gw.example/mcp K=$(cat key)", "", "env-unset@1:53" },
  { "{\"a\":{\"command\":\"c\",\"env\":{\"K\":\"%API_KEY%\"}}}", "a stdio c K=%API_KEY%", "", "env-unset@1:32" },
  { "{\"a\":{\"url\":\"https://gw.example/%ABc%20/%2Fa%20\"}}", "a http https://gw.example/%ABc%20/%2Fa%20", "", "" },
  { "{\"a\":{\"url\":\"https://%HOST%/mcp\"}}", "a http https://%HOST%/mcp", "", "env-unset@1:13" },
  { "{\"a\":{\"url\":\"https://gw.example/mcp\",\"headers\":{\"K\":\"${env:T}\"}}}", "a http https://gw.example/mcp K=${env:T}", "", "" },
};

static const RefusedRow refused[] = {
  /* the text itself: test-repair.c has them all */
  { "", IRU_ERROR_SYNTAX, 1, 1 },
  { "no configuration", IRU_ERROR_SYNTAX, 1, 1 },
  { "{\"mcpServers\":\n{\"iru\":{\"url\":\"https://acme", IRU_ERROR_SYNTAX, 2, 15 },
  { "{\"iru\":{\"url\":\"u\",\n\"headers\":{\"X-API-Key\":\"sk_live:abc\nd\"}}}", IRU_ERROR_SYNTAX, 2, 24 },
  { "{\"iru\":" SERVER "}\n{\"iru\":{}}", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "{\"a\":{\"headers\":{\"K\":\"1\",\n\"K\":\"2\"},\"url\":\"u\"}}", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "{\"a\":\"\xff\"}", IRU_ERROR_SYNTAX, 1, 7 },
  { "\xff\xfe{\0", IRU_ERROR_SYNTAX, 1, 1 },
  /* no server */
  { "{}", IRU_ERROR_SYNTAX, 1, 1 },
  { "{\"mcpServers\":{}}", IRU_ERROR_SYNTAX, 1, 15 },
  { "{\"mcpServers\":\n[]}", IRU_ERROR_SYNTAX, 2, 1 },
  { "{\"mcpServers\":null}", IRU_ERROR_SYNTAX, 1, 15 },
  { "{\"mcpServers\":{\"iru\":\n\"x\"}}", IRU_ERROR_SYNTAX, 2, 1 },
  { "{\"mcpServers\":{\"iru\":\n{}}}", IRU_ERROR_SYNTAX, 2, 1 },
  { "{\"mcpServers\":{\"iru\":{\"headers\":{}}}}", IRU_ERROR_SYNTAX, 1, 22 },
  { "{\"preferences\":{\"a\":1}}", IRU_ERROR_SYNTAX, 1, 16 },
  { "{\"mcpServers\":{\"\":" SERVER "}}", IRU_ERROR_SYNTAX, 1, 16 },
  { "{\"mcpServers\":{\"a\\nb\":" SERVER "}}", IRU_ERROR_SYNTAX, 1, 16 },
  /* not what the field holds */
  { "{\"a\":{\"url\":\n7}}", IRU_ERROR_SYNTAX, 2, 1 },
  { "{\"a\":{\"url\":null}}", IRU_ERROR_SYNTAX, 1, 13 },
  { "{\"a\":{\"url\":\"u\",\"headers\":[]}}", IRU_ERROR_SYNTAX, 1, 27 },
  { "{\"a\":{\"url\":\"u\",\"headers\":{\"K\":\n1}}}", IRU_ERROR_SYNTAX, 2, 1 },
  { "{\"a\":{\"url\":\"u\",\"headers\":{\"K\":{}}}}", IRU_ERROR_SYNTAX, 1, 32 },
  { "{\"a\":{\"url\":\"u\",\"headers\":{\"a b\":\"1\"}}}", IRU_ERROR_SYNTAX, 1, 34 },
  { "{\"a\":{\"url\":\"u\",\"headers\":{\"K:\":\"1\"}}}", IRU_ERROR_SYNTAX, 1, 33 },
  { "{\"a\":{\"url\":\"u\",\"headers\":{\"\":\"1\"}}}", IRU_ERROR_SYNTAX, 1, 31 },
  { "{\"a\":{\"url\":\"u\",\"headers\":{\"K\":\"1\\r\\nX: 2\"}}}", IRU_ERROR_SYNTAX, 1, 32 },
  { "{\"a\":{\"url\":\"https://a\\nb\"}}", IRU_ERROR_SYNTAX, 1, 13 },
  { "{\"a\":{\"command\":true}}", IRU_ERROR_SYNTAX, 1, 17 },
  { "{\"a\":{\"command\":\"\"}}", IRU_ERROR_SYNTAX, 1, 17 },
  { "{\"a\":{\"command\":[]}}", IRU_ERROR_SYNTAX, 1, 17 },
  { "{\"a\":{\"command\":\"C:\\nodejs\\npx.cmd\"}}", IRU_ERROR_SYNTAX, 1, 17 },
  { "{\"a\":{\"command\":\"c\",\"args\":\"-y\"}}", IRU_ERROR_SYNTAX, 1, 28 },
  { "{\"a\":{\"command\":\"c\",\"args\":[1]}}", IRU_ERROR_SYNTAX, 1, 29 },
  { "{\"a\":{\"command\":\"c\",\"env\":{\"PORT\":\n3000}}}", IRU_ERROR_SYNTAX, 2, 1 },
  { "{\"a\":{\"command\":\"npx\",\"args\":[\"mcp-remote\",\"https://h/\",\"--header\",\"A:${B}\"],\"env\":{\n\"B\":\"1\\n2\"}}}", IRU_ERROR_SYNTAX, 2, 5 },
  { "{\"a\":{\"url\":\"u\",\"type\":\"carrier-pigeon\"}}", IRU_ERROR_SYNTAX, 1, 24 },
  { "{\"a\":{\"url\":\"u\",\"type\":1}}", IRU_ERROR_SYNTAX, 1, 24 },
  { "{\"a\":{\"url\":\"u\",\"disabled\":\"no\"}}", IRU_ERROR_SYNTAX, 1, 28 },
  /* more than one reading */
  { "{\"a\":{\"url\":\"u\",\"command\":\"c\"}}", IRU_ERROR_UNSUPPORTED, 1, 6 },
  { "{\"a\":{\"url\":\"u\",\n\"httpUrl\":\"v\"}}", IRU_ERROR_UNSUPPORTED, 2, 11 },
  { "{\"a\":{\"url\":\"u\",\"headers\":{\"K\":\"1\",\"k\":\n\"2\"}}}", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "{\"a\":{\"url\":\"u\",\"headers\":{\"K\":\"1\"},\"http_headers\":{\"K\":\"2\"}}}", IRU_ERROR_UNSUPPORTED, 1, 57 },
  { "{\"mcpServers\":{\"iru\":" SERVER "},\n\"servers\":{\"gw\":" SERVER "}}", IRU_ERROR_UNSUPPORTED, 2, 11 },
  { "{\"mcpServers\":{\"iru\":" SERVER "},\n\"gw\":{\"url\":\"u\"}}", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "{\"a\":{\"url\":\"https://gw.example/mcp\",\"headers\":{\"K\":\"1\"}},\n\"b\":{\"url\":\"https://GW.example:443/mcp/\",\"headers\":{\"K\":\"2\"}}}", IRU_ERROR_UNSUPPORTED, 2, 5 },
  /* a brace is missing in the middle */
  { "{\"mcpServers\":{\"a\":{\"url\":\"u\",\n\"b\":{\"url\":\"v\"}}}", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "{\"a\":{\"url\":\"u\",\"headers\":{\"K\":\"1\",\n\"type\":\"http\"}}", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "{\"a\":{\"url\":\"https://gw.example/mcp\"", IRU_ERROR_SYNTAX, 1, 37 },
  { "{\"a\":{\"command\":\"npx\"", IRU_ERROR_SYNTAX, 1, 22 },
  { "{\"mcpServers\":{\"a\":{\"url\":\"u\"},\"b\":{\"url\":\"v\"},\n\"headers\":{\"K\":\"1\"}}}", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "{\"mcpServers\":{\"a\":{\"url\":\"u\",\"headers\":{}},\n\"headers\":{\"K\":\"1\"}}}", IRU_ERROR_UNSUPPORTED, 2, 1 },
  /* NaN, None and unknown words where a value has to be known */
  { "{\"iru\":{\"url\":NaN}}", IRU_ERROR_SYNTAX, 1, 15 },
  { "{\"iru\":{\"url\":None}}", IRU_ERROR_SYNTAX, 1, 15 },
  { "{\"iru\":{\"url\":\"u\",\"headers\":NaN}}", IRU_ERROR_SYNTAX, 1, 29 },
  { "{\"iru\":{\"url\":\"u\",\"headers\":{\"K\":NaN}}}", IRU_ERROR_SYNTAX, 1, 34 },
  { "{\"iru\":{\"url\":\"u\",\"headers\":{\"K\":None}}}", IRU_ERROR_SYNTAX, 1, 34 },
  { "{\"iru\":{\"url\":\"u\",\"disabled\":NaN}}", IRU_ERROR_SYNTAX, 1, 30 },
  { "{\"iru\":{\"url\":\"u\",\"timeout\":undefined}}", IRU_ERROR_SYNTAX, 1, 29 },
  { "{\"iru\":{\"url\":\"u\",\"timeout\":Infinity}}", IRU_ERROR_SYNTAX, 1, 29 },
  { "{\"iru\":{\"command\":\"c\",\"args\":[NaN]}}", IRU_ERROR_SYNTAX, 1, 31 },
  /* line ends within a value */
  { "{\"iru\":{\"url\":\"https://gw.example/\nmcp\"}}", IRU_ERROR_SYNTAX, 1, 15 },
  { "{\"iru\":{\"url\":\"u\",\"headers\":{\"X-API-Key\":\"sk_live:9f2c\n41d0\"}}}", IRU_ERROR_SYNTAX, 1, 42 },
  { "{\"iru\":{\"url\":\"u\",\"headers\":{\"X-API-Key\":\"sk_live:9f2c\n,\"K\":\"v\"}}}", IRU_ERROR_SYNTAX, 1, 42 },
  { "{\"iru\":{\"url\":\"u\",\"headers\":{\"X-API-Key\":\"sk_live:9f2c\n\"K\":\"v\"}}}", IRU_ERROR_SYNTAX, 1, 42 },
  { "{\"iru\":{\"url\":\"\n\",\"headers\":{}}}", IRU_ERROR_SYNTAX, 1, 15 },
  { "{\"iru\":{\"url\":\"u\n\"", IRU_ERROR_SYNTAX, 1, 15 },
  { "{\"iru\n\":{\"url\":\"u\"}}", IRU_ERROR_SYNTAX, 1, 2 },
  /* full-width, where it may belong to a value */
  { "{\"iru\":{\"url\":\"u\",\"headers\":{\"a：b\":\"c\"}}}", IRU_ERROR_SYNTAX, 1, 36 },
  { "｛\"iru\"：｛\"url\"：\"https://gw.example/mcp\"", IRU_ERROR_SYNTAX, 1, 39 },
  { "{\"iru\":{\"url\":\"u\",\"timeout\":６０}}", IRU_ERROR_SYNTAX, 1, 29 },
  /* links, rich text, and only a key */
  { "cursor://anysphere.cursor-deeplink/mcp/install?name=iru&config=eyJ1cmwiOiJodHRwczovL2FjbWUuY29ubmVjdC5pcnUuY29tL21jcC1zZXJ2", IRU_ERROR_SYNTAX, 1, 48 },
  { "vscode:mcp/install?", IRU_ERROR_SYNTAX, 1, 20 },
  { "{\\rtf1\\ansi {\\fonttbl}\n\\{\"iru\":" SERVER "\\}}", IRU_ERROR_SYNTAX, 1, 1 },
  { KEY, IRU_ERROR_SYNTAX, 1, 1 },
  { "X-API-Key: " KEY "\n", IRU_ERROR_SYNTAX, 1, 1 },
  /* inside of another field, with a second value */
  { "{\"a\":{\"url\":\"u\",\"transport\":{\n\"url\":\"v\"}}}", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "{\"mcpServers\":{\"a\":{\"url\":\"u\",\n\"b\":{\"url\":\"v\"}}}}", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "{\"a\":{\"url\":\"u\",\"headers\":[7]}}", IRU_ERROR_SYNTAX, 1, 27 },
  { "{\"name\":\"x/y\",\"packages\":[\n{\"registryType\":\"mcpb\",\"identifier\":\"i\"}]}", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "{\"iru\":{\"url\":https://gw.example/mcp", IRU_ERROR_SYNTAX, 1, 15 },
  { "{\"iru\":{\"url\":https://gw.example/mcp\"}}", IRU_ERROR_SYNTAX, 1, 15 },
  { "[{\"name\":\"a\",\"url\":\"u\"},\n{\"name\":\"a\",\"url\":\"v\"}]", IRU_ERROR_UNSUPPORTED, 2, 1 },
  /* brackets */
  { "{\"iru\":{\"command\":\"c\",\"args\":[\"a\",\"b\"", IRU_ERROR_SYNTAX, 1, 38 },
  { "{\"iru\":{\"command\":\"c\",\"args\":[\"a\",\"b\"}}", IRU_ERROR_SYNTAX, 1, 38 },
  { "{\"iru\":{\"command\":\"c\",\"args\":(\"a\")}}", IRU_ERROR_SYNTAX, 1, 30 },
  { "{\"iru\":{\"url\":\"u\"]}", IRU_ERROR_SYNTAX, 1, 18 },
  { "[{\"url\":\"u\"},{\"url\":\"v\"}]", IRU_ERROR_UNSUPPORTED, 1, 14 },
  /* as one string */
  { "\"{\\\"mcpServers\\\":{\\\"iru\\\":{\\\"url\\\":\\\"u", IRU_ERROR_SYNTAX, 1, 1 },
  { "\"{\\\"mcpServers\\\":{\\\"iru\\\":{\\\"url\\\":\\\"u\"", IRU_ERROR_SYNTAX, 1, 36 },
  { "\"{\\\"mcpServers\\\":{\\\"iru\\\":{\\\"url\\\":\\\"u\\\"}}\n}\"", IRU_ERROR_SYNTAX, 1, 1 },
  { "\"{\\\"iru\\\":{\\\"url\\\":\\\"u\\\\q\\\"}}\"", IRU_ERROR_SYNTAX, 1, 23 },
  { "{\\\"iru\\\":{\\\"url\\\":\\\"u\\q\\\"}}", IRU_ERROR_SYNTAX, 1, 22 },
  { "\"{\\\"iru\\\":{\\\"url\\\":7}}\"", IRU_ERROR_SYNTAX, 1, 20 },
  { WHOLE "\n\"{\\\"iru\\\":{\\\"url\\\":\\\"u\\\"}}\"", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "\"config\":\"{\\\"iru\\\":{\\\"url\\\":\\\"u\\\"}}\"", IRU_ERROR_SYNTAX, 1, 10 },
  /* clients' forms */
  { "{\"context_servers\":{\"a\":{\"command\":{\"path\":7}}}}", IRU_ERROR_SYNTAX, 1, 20 },
  { "{\"context_servers\":{\"a\":{\"command\":{\"path\":\"\"}}}}", IRU_ERROR_SYNTAX, 1, 44 },
  { "{\"a\":{\"url\":\"u\",\"command\":{}}}", IRU_ERROR_SYNTAX, 1, 27 },
  { "{\"context_servers\":{\"a\":{\"command\":{\"path\":\"c\",\"args\":\"x\"}}}}", IRU_ERROR_SYNTAX, 1, 55 },
  { "{\"context_servers\":{\"a\":{\"command\":{\"path\":\"c\",\"env\":{\"K\":1}}}}}", IRU_ERROR_SYNTAX, 1, 59 },
  { "{\"context_servers\":{\"a\":{\"command\":{\"path\":\"c\",\"env\":{\"K\":\"1\"}},\"env\":{\"K\":\"2\"}}}}", IRU_ERROR_UNSUPPORTED, 1, 59 },
  { "{\"context_servers\":{\"a\":{\"settings\":{}}}}", IRU_ERROR_SYNTAX, 1, 20 },
  { "{\"mcp\":{\"a\":{\"type\":\"local\",\"command\":[1]}}}", IRU_ERROR_SYNTAX, 1, 40 },
  { "{\"mcp\":{\"a\":{\"type\":\"remote\"}}}", IRU_ERROR_SYNTAX, 1, 8 },
  { "{\"mcpServers\":{\"a\":{\"serverUrl\":\"u\",\"httpUrl\":\"v\"}}}", IRU_ERROR_UNSUPPORTED, 1, 47 },
  { "{\"mcpServers\":{\"a\":{\"serverUrl\":{}}}}", IRU_ERROR_SYNTAX, 1, 33 },
  /* quotes */
  { "{\"iru\":{\"url\":\"u\",\"headers\":{\"X-API-Key\":sk_live:9f2c}}}", IRU_ERROR_SYNTAX, 1, 42 },
  { "{\"iru\":{\"url\":\"u\",\"headers\":{\"X-API-Key\":\"sk_live:9f2c}}}", IRU_ERROR_SYNTAX, 1, 42 },
  { "{\"iru\":{\"url\":\"u\",\"headers\":{\"X-API-Key\":\"sk_live:9f2c'}}}", IRU_ERROR_SYNTAX, 1, 42 },
  { "{\"iru\":{\"url\":\"u\",\"headers\":{X API Key:\"k\"}}}", IRU_ERROR_SYNTAX, 1, 32 },
  { "{\"iru\":{\"url\":\"u\" \"v\"}}", IRU_ERROR_SYNTAX, 1, 22 },
  { "{\"iru\":{\"url\":\"u\"+\"v\"}}", IRU_ERROR_SYNTAX, 1, 18 },
};

static const struct
{
  const char *file;
  const char *servers;
  const char *fixes;
  const char *findings;
} files[] = {
  { "iru.json", "iru " IRU, "", "" },
  { "iru-claude-desktop.json", "iru " IRU " bridge(mcp-remote@0.1.13)", "", "" },
  { "iru-claude-desktop-windows.json", "iru " IRU " bridge(mcp-remote@0.1.13)", "", "" },
  { "iru-from-mail.txt", "iru " IRU, NULL, "" },
  { "iru-from-chat.md", "iru " IRU, "prose fence missing-comma comment", "" },
  { "iru-fragment.txt", "iru " IRU, "missing-braces", "" },
  { "itglue-docker.json", "itglue stdio docker run -i --rm -e ITGLUE_API_KEY ghcr.io/selic/mcp-itglue --transport stdio ITGLUE_API_KEY=ITG.4c0d8e1fa2b74d6c93e5", "", "" },
  { "iru-quoted-mail.txt", "iru " IRU, NULL, "" },
  { "iru-claude-command.md", "iru " IRU, "prose fence prompt command-line", "" },
  { "iru-powershell.txt", "iru " IRU, "prompt command-line prompt command-line prompt command-line", "" },
  { "iru-curl.txt", "iru " IRU, "prose command-line request-header request-header", "" },
  { "iru-stringified.txt", "iru " IRU, "stringified", "" },
  { "iru-full-width.txt", "iru " IRU, NULL, "" },
  { "zed.json", "iru " IRU, "comment trailing-comma trailing-comma trailing-comma trailing-comma", "" },
  { "opencode.json", "iru " IRU " | itglue stdio npx -y mcp-itglue ITGLUE_API_KEY=ITG.4c0d8e1fa2b74d6c93e5", "", "" },
  { "vscode.json", "iru http " URL " X-API-Key=${input:key} X-MCP-Profile=" PROFILE, "", "env-unset@8:22" },
  { "iru-example.json", NULL, "", "placeholder@4:14 placeholder@7:22 placeholder@8:26" },
  { "iru-claude-desktop-example.json", NULL, "", "placeholder@8:9 placeholder@15:26 placeholder@16:30" },
  { "iru-beside-another-example.json", NULL, "", "placeholder@7:22 placeholder@8:26 placeholder@12:14 placeholder@15:22 placeholder@16:26" },
  { "igris-example.json", NULL, "", "placeholder@6:26" },
  { "itglue-example.json", NULL, "", "placeholder@6:34" },
}, toml_files[] = {
  { "iru-codex.toml", "iru_mcp " IRU, "", "" },
  { "iru-codex-example.toml", NULL, "", "placeholder@3:7 placeholder@4:32 placeholder@4:74" },
};
/* clang-format on */

static void
test_accepted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    check_accepted (&accepted[i]);
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    check_refused (&refused[i]);
}

static char *
load (const char *file, gsize *length)
{
  char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "snippets", file, NULL);

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

static void
check_file (const char *file, const char *servers, const char *fixes, const char *findings)
{
  gsize length;
  g_autofree char *text = load (file, &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (IruSnippet) snippet = parse (text, length, &error);

  g_test_message ("%s", file);
  g_assert_no_error (error);
  if (snippet == NULL)
    return;
  g_autofree char *read = dump_servers (snippet);
  g_autofree char *said = dump_fixes (snippet);
  g_autofree char *found = dump_findings (snippet);
  if (servers != NULL)
    g_assert_cmpstr (read, ==, servers);
  if (fixes != NULL)
    g_assert_cmpstr (said, ==, fixes);
  g_assert_cmpstr (found, ==, findings);
}

static void
test_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    check_file (files[i].file, files[i].servers, files[i].fixes, files[i].findings);
}

static void
test_toml_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (toml_files); i++)
    check_file (toml_files[i].file, toml_files[i].servers, toml_files[i].fixes,
                toml_files[i].findings);
}

static void
test_cuts (void)
{
  static const char *const names[] = {
    "iru.json",
    "iru-claude-desktop.json",
    "iru-claude-desktop-windows.json",
    "iru-from-mail.txt",
    "iru-from-chat.md",
    "iru-fragment.txt",
    "iru-quoted-mail.txt",
    "iru-claude-command.md",
    "iru-powershell.txt",
    "iru-curl.txt",
    "iru-stringified.txt",
    "iru-full-width.txt",
    "zed.json",
  };
  static const char *const texts[] = {
    WHOLE,
    SERVER,
    BODY,
    "\"iru\":" SERVER ",",
    "{'iru':{url:'" URL "',headers:{" HEADERS "}}}",
    "{\"iru\":{\"headers\":{" HEADERS "},\"url\":\"" URL "\"}}",
    "{\"iru\":{\"headers\":{" HEADERS "}\n\"url\":\"" URL "\",}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length;
      g_autofree char *text = load (names[i], &length);

      g_test_message ("%s", names[i]);
      check_cuts (text, length);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check_cuts (texts[i], strlen (texts[i]));
}

/* Whether @offset of @text lies within the value @value that is there. */
static gboolean
is_within (const char *text, const char *value, gsize offset)
{
  gsize start = strstr (text, value) - text;

  return offset > start && offset < start + strlen (value);
}

/* A piece lost in the middle. Where it begins or ends within a value, the rest may be
 * another value that nobody can tell from a right one; everywhere else it is seen. */
static void
test_holes (void)
{
  static const char text[] = WHOLE;

  for (gsize from = 0; from < strlen (text); from++)
    for (gsize to = from + 1; to <= strlen (text); to++)
      {
        if (is_within (text, URL, from) || is_within (text, KEY, from)
            || is_within (text, PROFILE, from) || is_within (text, URL, to)
            || is_within (text, KEY, to) || is_within (text, PROFILE, to))
          continue;

        g_autofree char *left = g_strndup (text, from);
        g_autofree char *cut = g_strconcat (left, text + to, NULL);
        check_cut (cut, 0, strlen (cut));
      }
}

/* Whatever was read of any text that is accepted, none of its pieces has another value in it. */
static void
test_pieces (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      if (strcmp (accepted[i].servers, "iru " IRU) == 0 && *accepted[i].findings == '\0')
        check_cuts (accepted[i].text, strlen (accepted[i].text));
      check_pieces (accepted[i].text, strlen (accepted[i].text));
    }
}

static void
test_toml_cuts (void)
{
  gsize length;
  g_autofree char *text = load ("iru-codex.toml", &length);

  check_cuts (text, length);
}

static void
test_many_servers (void)
{
  for (guint count = 64; count <= 65; count++)
    {
      g_autoptr (GString) text = g_string_new ("{");
      g_autoptr (GError) error = NULL;

      for (guint i = 0; i < count; i++)
        g_string_append_printf (text, "\"s%u\":{\"url\":\"https://s%u.example/\"},", i, i);
      g_string_append_c (text, '}');
      g_autoptr (IruSnippet) snippet = parse (text->str, text->len, &error);
      g_assert_true ((snippet != NULL) == (count == 64));
      if (count == 65)
        g_assert_error (error, IRU_ERROR, IRU_ERROR_TOO_LARGE);
    }
}

static void
test_names (void)
{
  g_autoptr (IruSnippet) named = parse (WHOLE, strlen (WHOLE), NULL);
  g_autoptr (IruSnippet) bare = parse (SERVER, strlen (SERVER), NULL);

  g_assert_true (named->has_names);
  g_assert_false (bare->has_names);
  g_assert_false (iru_snippet_rename (bare, "", NULL));
  g_assert_false (iru_snippet_rename (bare, "a\nb", NULL));
  g_assert_true (iru_snippet_rename (bare, "acme", NULL));
  g_assert_true (bare->has_names);
  g_assert_cmpstr (((IruServer *)g_ptr_array_index (bare->servers, 0))->name, ==, "acme");
  g_autoptr (IruSnippet) two = parse (TWO, strlen (TWO), NULL);
  g_autoptr (GError) error = NULL;
  g_assert_false (iru_snippet_rename (two, "acme", &error));
  g_assert_error (error, IRU_ERROR, IRU_ERROR_USAGE);
}

static void
test_values (void)
{
  /* clang-format off */
  static const struct
  {
    const char *url;
    const char *key;
    const char *profile;
    const char *result; /* servers, or the variable that the error names */
    const char *fixes;
    const char *findings;
  } rows[] = {
    { URL, KEY, PROFILE, "iru " IRU, "", "" },
    { " " URL "\n", KEY "\r\n", "\u200b" PROFILE, "iru " IRU, "value-whitespace value-whitespace zero-width", "" },
    { NULL, KEY, PROFILE, "IRU_MCP_URL", NULL, NULL },
    { URL, NULL, PROFILE, "IRU_X_API_KEY", NULL, NULL },
    { URL, KEY, NULL, "IRU_X_MCP_PROFILE", NULL, NULL },
    { "", KEY, PROFILE, "IRU_MCP_URL", NULL, NULL },
    { URL, " ", PROFILE, "IRU_X_API_KEY", NULL, NULL },
    { URL, "\xff", PROFILE, "IRU_X_API_KEY", NULL, NULL },
    { URL, "9f2c41d0", PROFILE, "iru http " URL " X-API-Key=9f2c41d0 X-MCP-Profile=" PROFILE, "", "key-prefix-missing@0:0" },
    { "PASTE_MCP_CONFIGURATION_URL", KEY, PROFILE, "iru http PASTE_MCP_CONFIGURATION_URL X-API-Key=" KEY " X-MCP-Profile=" PROFILE, "", "placeholder@0:0" },
    { URL, KEY "\nX", PROFILE, "iru http " URL " X-API-Key=" KEY "\nX X-MCP-Profile=" PROFILE, "", "value-whitespace@0:0" },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (IruSnippet) snippet =
          iru_snippet_new_from_values (rows[i].url, rows[i].key, rows[i].profile, &error);

      g_test_message ("row %u", i);
      if (rows[i].fixes == NULL)
        {
          g_assert_error (error, IRU_ERROR, IRU_ERROR_USAGE);
          g_assert_nonnull (strstr (error->message, rows[i].result));
          continue;
        }
      g_assert_no_error (error);
      g_autofree char *read = dump_servers (snippet);
      g_autofree char *said = dump_fixes (snippet);
      g_autofree char *found = dump_findings (snippet);
      g_assert_cmpstr (read, ==, rows[i].result);
      g_assert_cmpstr (said, ==, rows[i].fixes);
      g_assert_cmpstr (found, ==, rows[i].findings);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/snippet/accepted", test_accepted);
  g_test_add_func ("/snippet/refused", test_refused);
  g_test_add_func ("/snippet/files", test_files);
  g_test_add_func ("/snippet/cuts", test_cuts);
  g_test_add_func ("/snippet/pieces", test_pieces);
  g_test_add_func ("/snippet/holes", test_holes);
  g_test_add_func ("/snippet/many-servers", test_many_servers);
  g_test_add_func ("/snippet/names", test_names);
  g_test_add_func ("/snippet/values", test_values);
  g_test_add_func ("/snippet/toml-files", test_toml_files);
  g_test_add_func ("/snippet/toml-cuts", test_toml_cuts);
  return g_test_run ();
}
