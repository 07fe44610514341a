/* test-snippet-command.c: command lines are read as their program would, or refused at their place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-snippet-rows.h"

#include <string.h>

#define H_KEY "\"X-API-Key: " KEY "\""
#define H_PROFILE "\"X-MCP-Profile: " PROFILE "\""
#define ADD "claude mcp add --transport http iru " URL
#define FLAGS " --header " H_KEY " --header " H_PROFILE
#define CURL "curl -X POST \"" URL "\" -H " H_KEY " -H " H_PROFILE
#define SET "IRU_MCP_URL=" URL "\nIRU_X_API_KEY=" KEY "\nIRU_X_MCP_PROFILE=" PROFILE "\n"

/* clang-format off */
static const AcceptedRow accepted[] = {
  /* claude mcp add */
  { ADD FLAGS, "iru " IRU, "command-line", "" },
  { "claude mcp add iru --transport http " URL FLAGS, "iru " IRU, "command-line", "" },
  { "claude mcp add iru " URL " -t http" FLAGS, "iru " IRU, "command-line", "" },
  { "claude mcp add -t http -s user -H " H_KEY " " H_PROFILE " iru " URL "\n", "iru " IRU, "command-line", "" },
  { "claude mcp add --transport=http --scope=project iru " URL " --header=" H_KEY " --header=" H_PROFILE, "iru " IRU, "command-line", "" },
  { "claude mcp add -H" H_KEY " -H" H_PROFILE " -thttp iru '" URL "'", "iru " IRU, "command-line", "" },
  { "claude mcp add --header " H_KEY " --header " H_PROFILE " --transport http iru " URL "\n", "iru " IRU, "command-line", "" },
  { "claude mcp add --header 'X-API-Key:" KEY "' --header 'X-MCP-Profile:" PROFILE "' --transport http -- iru '" URL "'", "iru " IRU, "command-line", "" },
  { "claude mcp add --transport sse iru " URL FLAGS, "iru " IRU, "command-line", "" },
  { "claude mcp add --transport streamable-http iru " URL FLAGS, "iru " IRU, "command-line", "" },
  { "claude mcp add iru " URL FLAGS, "iru " IRU, "command-line missing-transport", "" },
  { "claude mcp add --transport http --callback-port 8080 --client-id x --client-secret iru " URL FLAGS, "iru " IRU, "command-line", "" },
  { "claude mcp add --transport http \"Iru MCP\" " URL FLAGS, "Iru MCP " IRU, "command-line", "" },
  { "claude.exe mcp add --transport http iru " URL FLAGS, "iru " IRU, "command-line", "" },
  { "claude  mcp\tadd --transport http iru " URL FLAGS, "iru " IRU, "command-line", "" },
  { "Claude mcp add --transport http iru " URL FLAGS, "iru " IRU, "command-line", "" },
  { "claude mcp add itglue --env ITGLUE_API_KEY=ITG.4c0d8e1f -- npx -y mcp-itglue\n", "itglue stdio npx -y mcp-itglue ITGLUE_API_KEY=ITG.4c0d8e1f", "command-line", "" },
  { "claude mcp add itglue -e A=1 B=2 -e 'C=x y' -- npx -y 'mcp-itglue'\n", "itglue stdio npx -y mcp-itglue A=1 B=2 C=x y", "command-line", "" },
  { "claude mcp add -e A=1 itglue -- npx -y mcp-itglue\n", "itglue stdio npx -y mcp-itglue A=1", "command-line", "" },
  { "claude mcp add itglue -- npx -y p --header x -e Y=1\n", "itglue stdio npx -y p --header x -e Y=1", "command-line", "" },
  { "claude mcp add --transport stdio a -- uvx b\n", "a stdio uvx b", "command-line", "" },
  { "claude mcp add a npx b\n", "a stdio npx b", "command-line", "" },
  { "claude mcp add a -- cmd /c npx -y b\n", "a stdio cmd /c npx -y b", "command-line", "" },
  { "claude mcp add a -- npx -y mcp-remote \"" URL "\" --header 'X-API-Key:" KEY "' --header 'X-MCP-Profile:" PROFILE "'\n", "a " IRU " bridge(mcp-remote)", "command-line", "" },
  { "claude mcp add a -e T=1 -- docker run -i --rm -e T img\n", "a stdio docker run -i --rm -e T img T=1", "command-line", "" },
  { "claude mcp add --transport http gw https://gw.example/mcp --header \"Authorization: Bearer ig_7fd02ce9b1\"", "gw http https://gw.example/mcp Authorization=Bearer ig_7fd02ce9b1", "command-line", "" },
  { "claude mcp add --transport http gw \"https://gw.example/mcp\"", "gw http https://gw.example/mcp", "command-line", "" },
  { "claude mcp add --transport http gw https://gw.example/mcp?a=1 --header 'A: b;c&d'", "gw http https://gw.example/mcp?a=1 A=b;c&d", "command-line", "" },
  { "claude mcp add --transport http iru https://YOUR_TENANT.connect.iru.com/mcp --header \"X-API-Key: sk_live:YOUR_KEY\" --header " H_PROFILE, "iru http https://YOUR_TENANT.connect.iru.com/mcp X-API-Key=sk_live:YOUR_KEY X-MCP-Profile=" PROFILE, "command-line", "placeholder@1:37 placeholder@1:98" },
  { "claude mcp add --transport http iru " URL " --header 'X-API-Key: <key>' --header " H_PROFILE, "iru http " URL " X-API-Key=<key> X-MCP-Profile=" PROFILE, "command-line", "placeholder@1:121" },
  { "claude mcp add --transport http iru http://acme.connect.iru.com/mcp" FLAGS, "iru http http://acme.connect.iru.com/mcp X-API-Key=" KEY " X-MCP-Profile=" PROFILE, "command-line", "url-insecure@1:37" },
  { "claude mcp add a --transport http https://gw.example/a --header 'A: b'\nclaude mcp add b --transport http https://gw.example/b --header 'A: c'", "a http https://gw.example/a A=b | b http https://gw.example/b A=c", "command-line command-line", "" },
  { ADD FLAGS "\n" ADD FLAGS, "iru " IRU, "command-line command-line duplicate-copy", "" },
  { ADD FLAGS " && claude mcp list", "iru " IRU, "command-line prose", "" },
  { ADD FLAGS "; claude mcp add --transport http gw 'https://gw.example/mcp'", "iru " IRU " | gw http https://gw.example/mcp", "command-line command-line", "" },
  /* claude mcp add-json */
  { "claude mcp add-json iru '" SERVER "'", "iru " IRU, "command-line", "" },
  { "claude mcp add-json my-iru '" SERVER "' --scope user", "my-iru " IRU, "command-line", "" },
  { "claude mcp add-json -s user iru '" SERVER "'", "iru " IRU, "command-line", "" },
  { "claude mcp add-json iru '{\n  " BODY ",\n}'", "iru " IRU, "command-line trailing-comma", "" },
  { "claude mcp add-json iru '" WHOLE "'", "iru " IRU, "command-line", "" },
  { "claude mcp add-json iru \"{\\\"url\\\":\\\"" URL "\\\",\\\"headers\\\":{\\\"X-API-Key\\\":\\\"" KEY "\\\",\\\"X-MCP-Profile\\\":\\\"" PROFILE "\\\"}}\"", "iru " IRU, "command-line", "" },
  { "claude mcp add-json a '{\"type\":\"stdio\",\"command\":\"npx\",\"args\":[\"-y\",\"b\"],\"env\":{\"K\":\"v\"}}'", "a stdio npx -y b K=v", "command-line", "" },
  { "claude mcp add-json iru '{\"url\":\"" URL "\",\"headers\":{" HEADERS "}'", "iru " IRU, "command-line missing-brace", "" },
  { "PS> claude mcp add-json iru '{\\\"url\\\":\\\"" URL "\\\",\\\"headers\\\":{\\\"X-API-Key\\\":\\\"" KEY "\\\",\\\"X-MCP-Profile\\\":\\\"" PROFILE "\\\"}}'", "iru " IRU, "prompt command-line stringified", "" },
  /* codex, gemini, code */
  { "codex mcp add gw --url https://gw.example/mcp\n", "gw http https://gw.example/mcp", "command-line", "" },
  { "codex mcp add --url 'https://gw.example/mcp' gw\n", "gw http https://gw.example/mcp", "command-line", "" },
  { "codex mcp add itglue --env A=1 --env=B=2 -- npx -y mcp-itglue\n", "itglue stdio npx -y mcp-itglue A=1 B=2", "command-line", "" },
  { "codex mcp add itglue -- npx -y 'mcp-itglue'\n", "itglue stdio npx -y mcp-itglue", "command-line", "" },
  { "codex mcp add itglue npx -y mcp-itglue --env C=3\n", "itglue stdio npx -y mcp-itglue --env C=3", "command-line", "" },
  { "codex mcp add -c model=\"o3\" gw --url https://gw.example/mcp --enable x --oauth-resource y\n", "gw http https://gw.example/mcp", "command-line", "" },
  { "gemini mcp add -t http iru " URL " -H " H_KEY " -H " H_PROFILE, "iru " IRU, "command-line", "" },
  { "gemini mcp add --transport http iru " URL FLAGS " --trust --timeout 3000 --description 'x'", "iru " IRU, "command-line", "" },
  { "gemini mcp add --type http -H " H_KEY " " H_PROFILE " iru " URL " --scope user", "iru " IRU, "command-line", "" },
  { "gemini mcp add a -e K=v npx b\n", "a stdio npx b K=v", "command-line", "" },
  { "gemini mcp add a npx -- -y b\n", "a stdio npx -y b", "command-line", "" },
  { "code --add-mcp '{\"name\":\"iru\"," BODY "}'", "iru " IRU, "command-line", "" },
  { "code --add-mcp \"{\\\"name\\\":\\\"a\\\",\\\"command\\\":\\\"uvx\\\",\\\"args\\\":[\\\"b\\\"]}\"", "a stdio uvx b", "command-line", "" },
  { "code-insiders --add-mcp='{\"name\":\"iru\"," BODY "}' --profile x\n", "iru " IRU, "command-line", "" },
  { "code --add-mcp '{\"name\":\"a\",\"command\":\"uvx\"}' --add-mcp '{\"name\":\"b\",\"command\":\"c\"}'", "a stdio uvx | b stdio c", "command-line", "" },
  /* curl */
  { CURL, "iru " IRU, "command-line", "" },
  { CURL " -d '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}'", "iru " IRU, "command-line", "" },
  { CURL " --data-raw \"{\\\"a\\\":\\\"$x\\\"}\" | jq '.result'", "iru " IRU, "command-line", "" },
  { CURL " > out.json 2>&1\n", "iru " IRU, "command-line", "" },
  { CURL " 2>/dev/null | head -n 5\n", "iru " IRU, "command-line", "" },
  { "curl -sSL -H 'Content-Type: application/json' -H \"Accept: application/json, text/event-stream\" -H " H_KEY " -H " H_PROFILE " " URL "\n", "iru " IRU, "command-line request-header request-header", "" },
  { "curl " URL " --header " H_KEY " --header " H_PROFILE, "iru " IRU, "command-line", "" },
  { "curl --url \"" URL "\" -H" H_KEY " -sH " H_PROFILE, "iru " IRU, "command-line", "" },
  { "curl '" URL "' \\\n  -H 'X-API-Key: " KEY "' \\\n  -H 'X-MCP-Profile: " PROFILE "' \\\n  --compressed", "iru " IRU, "command-line", "" },
  { "curl.exe -s --url '" URL "' -H " H_KEY " -H " H_PROFILE, "iru " IRU, "command-line", "" },
  { "curl https://gw.example/mcp --oauth2-bearer 'ig_7fd02ce9b1' -XPOST", "gw http https://gw.example/mcp Authorization=Bearer ig_7fd02ce9b1", "command-line", "" },
  { "curl -k -i -N --max-time 5 https://gw.example/mcp -H 'Authorization: Bearer ig_7fd02ce9b1'", "gw http https://gw.example/mcp Authorization=Bearer ig_7fd02ce9b1", "command-line", "" },
  { "curl \\\n -H " H_KEY " \\\n -H " H_PROFILE " \\\n '" URL "'", "iru " IRU, "command-line", "" },
  /* variables */
  { SET, "iru " IRU, "command-line command-line command-line", "" },
  { "export IRU_MCP_URL=\"" URL "\"\nexport IRU_X_API_KEY=\"" KEY "\"\nexport IRU_X_MCP_PROFILE=\"" PROFILE "\"", "iru " IRU, "command-line command-line command-line", "" },
  { "export IRU_MCP_URL='" URL "' IRU_X_API_KEY='" KEY "' IRU_X_MCP_PROFILE='" PROFILE "'", "iru " IRU, "command-line", "" },
  { "IRU_MCP_URL='" URL "' IRU_X_API_KEY='" KEY "' IRU_X_MCP_PROFILE='" PROFILE "' iru-mcp-setup --install --from-env", "iru " IRU, "command-line", "" },
  { "$env:IRU_MCP_URL = \"" URL "\"\n$env:IRU_X_API_KEY = \"" KEY "\"\n$env:IRU_X_MCP_PROFILE = \"" PROFILE "\"", "iru " IRU, "command-line command-line command-line", "" },
  { "$Env:IRU_MCP_URL='" URL "'; $env:IRU_X_API_KEY=\"" KEY "\"; $env:IRU_X_MCP_PROFILE= \"" PROFILE "\"", "iru " IRU, "command-line command-line command-line", "" },
  { "PS C:\\> $env:IRU_MCP_URL=\"" URL "\"\r\nPS C:\\> $env:IRU_X_API_KEY=\"" KEY "\"\r\nPS C:\\> $env:IRU_X_MCP_PROFILE=\"" PROFILE "\"\r\n", "iru " IRU, "prompt command-line prompt command-line prompt command-line", "" },
  { "set IRU_MCP_URL=" URL "\r\nset IRU_X_API_KEY=" KEY "\r\nset IRU_X_MCP_PROFILE=" PROFILE "\r\n", "iru " IRU, "command-line command-line command-line", "" },
  { "C:\\>set \"IRU_MCP_URL=" URL "\"\r\nC:\\>set \"IRU_X_API_KEY=" KEY "\"\r\nC:\\>set \"IRU_X_MCP_PROFILE=" PROFILE "\"\r\n", "iru " IRU, "prompt command-line prompt command-line prompt command-line", "" },
  { "setx IRU_MCP_URL \"" URL "\"\nsetx IRU_X_API_KEY \"" KEY "\"\nsetx IRU_X_MCP_PROFILE \"" PROFILE "\"", "iru " IRU, "command-line command-line command-line", "" },
  { "set -gx IRU_MCP_URL " URL "\nset -x IRU_X_API_KEY " KEY "\nset -Ux IRU_X_MCP_PROFILE " PROFILE "\n", "iru " IRU, "command-line command-line command-line", "" },
  { "# mine\n" SET "\n# end\n", "iru " IRU, "comment command-line command-line command-line comment", "" },
  { SET SET, "iru " IRU, "command-line command-line command-line command-line duplicate-copy command-line duplicate-copy command-line duplicate-copy", "" },
  { "IRU_MCP_REMOTE_PKG=mcp-remote@1\n" SET, "iru " IRU, "command-line command-line command-line command-line", "" },
  { "export IRU_MCP_URL=\"PASTE_MCP_CONFIGURATION_URL\"\nexport IRU_X_API_KEY=\"PASTE_MCP_CONFIGURATION_X_API_KEY\"\nexport IRU_X_MCP_PROFILE=\"PASTE_MCP_CONFIGURATION_X_MCP_PROFILE\"\n", "iru http PASTE_MCP_CONFIGURATION_URL X-API-Key=PASTE_MCP_CONFIGURATION_X_API_KEY X-MCP-Profile=PASTE_MCP_CONFIGURATION_X_MCP_PROFILE", "command-line command-line command-line", "placeholder@1:21 placeholder@2:23 placeholder@3:27" },
  /* quoting */
  { "claude mcp add --transport http iru " URL " --header 'X-API-Key: " KEY "' --header $'X-MCP-Profile: " PROFILE "'", "iru " IRU, "command-line", "" },
  { "claude mcp add --transport http iru " URL " --header X-API-Key:" KEY " --header X-MCP-Profile:" PROFILE "\n", "iru " IRU, "command-line", "" },
  { "claude mcp add --transport http iru " URL " --header X-API-Key:\\ " KEY " --header X-MCP-Profile:\"" PROFILE "\"", "iru " IRU, "command-line", "" },
  { "claude mcp add --transport http a 'https://gw.example/mcp' --header $'A: it\\'s \\x41\\u0042\\103\\t!'", "a http https://gw.example/mcp A=it's ABC\t!", "command-line", "" },
  { "claude mcp add --transport http a 'https://gw.example/mcp' --header $\"A: b\"", "a http https://gw.example/mcp A=b", "command-line", "" },
  { "claude mcp add --transport http a 'https://gw.example/mcp' --header 'A: ${TOKEN}'", "a http https://gw.example/mcp A=${TOKEN}", "command-line", "" },
  { "claude mcp add `\n  --transport http `\n  iru " URL " `\n  --header " H_KEY " `\n  --header " H_PROFILE, "iru " IRU, "command-line", "" },
  { "PS C:\\Users\\me> claude mcp add --transport http iru " URL FLAGS, "iru " IRU, "prompt command-line", "" },
  { "claude mcp add ^\r\n  --transport http iru " URL " ^\r\n  --header " H_KEY " ^\r\n  --header " H_PROFILE "\r\n", "iru " IRU, "command-line", "" },
  { "C:\\Users\\me>claude mcp add --transport http iru " URL FLAGS "\r\n", "iru " IRU, "prompt command-line", "" },
  { "```cmd\nclaude mcp add-json a \"{\\\"command\\\":\\\"npx\\\"}\"\n```", "a stdio npx", "fence command-line", "" },
  /* slips */
  { "claude mcp add --transport http iru \\\n  " URL " \\\n  --header " H_KEY " \\\n  --header " H_PROFILE, "iru " IRU, "command-line", "" },
  { "claude mcp add --transport http iru " URL " \\ \n  --header " H_KEY " \\\t\n  --header " H_PROFILE, "iru " IRU, "command-line continuation-space continuation-space", "" },
  { "claude mcp add --transport http iru " URL "\n  --header " H_KEY "\n  -H " H_PROFILE, "iru " IRU, "command-line missing-continuation missing-continuation", "" },
  { "IRU_MCP_URL=" URL " IRU_X_API_KEY=" KEY " IRU_X_MCP_PROFILE=" PROFILE " zsh ~/Downloads/setup.zsh\n", "iru " IRU, "command-line", "" },
  { "export IRU_MCP_URL='" URL "' IRU_X_API_KEY='" KEY "' IRU_X_MCP_PROFILE='" PROFILE "' ./setup.sh --quiet", "iru " IRU, "command-line", "" },
  { "copilot mcp add --transport http iru " URL " --header " H_KEY " --header " H_PROFILE, "iru " IRU, "command-line", "" },
  { "claude mcp add --transport=http iru " URL " --header=" H_KEY " --header=" H_PROFILE, "iru " IRU, "command-line", "" },
  { "claude mcp add —transport http iru " URL " –header " H_KEY " –H " H_PROFILE, "iru " IRU, "command-line smart-dashes smart-dashes smart-dashes", "" },
  { "claude mcp add --transport http iru “" URL "” --header “X-API-Key: " KEY "” --header ‘X-MCP-Profile: " PROFILE "’", "iru " IRU, "command-line smart-quotes smart-quotes smart-quotes", "" },
  { "claude mcp add\u00a0--transport http iru " URL "\u00a0--header " H_KEY " --header " H_PROFILE, "iru " IRU, "command-line no-break-space no-break-space", "" },
  { "claude mcp add --transport http iru " URL "\u200b --header \"X-API-Key: \u200b" KEY "\" --header " H_PROFILE, "iru " IRU, "command-line zero-width zero-width", "" },
  { "claude mcp add --transport http iru \" " URL " \" --header \"X-API-Key:   " KEY " \" --header \"X-MCP-Profile: " PROFILE "\n\"", "iru " IRU, "command-line value-whitespace value-whitespace value-whitespace", "" },
  { "$ " ADD FLAGS, "iru " IRU, "prompt command-line", "" },
  { "% " ADD FLAGS, "iru " IRU, "prompt command-line", "" },
  { "> " ADD FLAGS, "iru " IRU, "prompt command-line", "" },
  { "me@mac ~ % " ADD FLAGS, "iru " IRU, "prompt command-line", "" },
  { "me@host:~/work$ " ADD FLAGS, "iru " IRU, "prompt command-line", "" },
  { "❯ " ADD FLAGS, "iru " IRU, "prose command-line", "" },
  { "$ claude mcp add --transport http iru " URL " \\\n> --header " H_KEY " \\\n> --header " H_PROFILE, "iru " IRU, "prompt command-line prompt prompt", "" },
  { "PS C:\\> claude mcp add --transport http iru " URL " `\n>> --header " H_KEY " `\n>> --header " H_PROFILE, "iru " IRU, "prompt command-line prompt prompt", "" },
  { "```bash\n" ADD FLAGS "\n```", "iru " IRU, "fence command-line", "" },
  { "```sh\n$ " ADD FLAGS "\n```\nThen restart.", "iru " IRU, "fence prompt command-line prose", "" },
  { "Run `" ADD FLAGS "` and restart.", "iru " IRU, "prose command-line", "" },
  { "Run: " ADD FLAGS "\n\nThen restart.", "iru " IRU, "prose command-line", "" },
  { "1. Open a terminal\n2. " ADD FLAGS "\n3. Restart\n", "iru " IRU, "prose command-line", "" },
  { "- " ADD FLAGS "\n", "iru " IRU, "prose command-line", "" },
  { "\ufeff" ADD FLAGS, "iru " IRU, "byte-order-mark command-line", "" },
  { ADD FLAGS " # mine\n", "iru " IRU, "command-line comment", "" },
  /* beside a configuration */
  { WHOLE "\nor\n" ADD FLAGS, "iru " IRU, "prose command-line duplicate-copy", "" },
  { ADD FLAGS "\n\nor\n\n```json\n" WHOLE "\n```\n", "iru " IRU, "command-line duplicate-copy prose fence", "" },
  { WHOLE "\n" SET, "iru " IRU, "command-line duplicate-copy command-line command-line", "" },
  { WHOLE "\nTest it:\n" CURL, "iru " IRU, "prose command-line duplicate-copy", "" },
  { ADD FLAGS "\n" CURL "\n", "iru " IRU, "command-line command-line duplicate-copy", "" },
};

/* A quote within a value: cut in the middle of its spelling, it is the quote that ends the value. */
static const AcceptedRow inner_quotes[] = {
  { "claude mcp add --transport http a 'https://gw.example/mcp' --header 'A: it'\\''s'", "a http https://gw.example/mcp A=it's", "command-line", "" },
  { "claude mcp add --transport http a 'https://gw.example/mcp' --header \"A: say \\\"hi\\\" \\$5 \\`x\\` 100% $ \"", "a http https://gw.example/mcp A=say \"hi\" $5 `x` 100% $", "command-line value-whitespace", "" },
  { "```powershell\nclaude mcp add --transport http a 'https://gw.example/mcp' --header 'A: it''s'\n```", "a http https://gw.example/mcp A=it's", "fence command-line", "" },
  { "```powershell\nclaude mcp add --transport http a \"https://gw.example/mcp\" --header \"A: `\"x`\" `$5 \"\"y\"\" C:\\d\\\"\n```", "a http https://gw.example/mcp A=\"x\" $5 \"y\" C:\\d\\", "fence command-line", "" },
  { "```bat\ncurl \"https://gw.example/mcp?a=1&b=2\" -H \"A: say \"\"hi\"\"\"\n```", "gw http https://gw.example/mcp?a=1&b=2 A=say \"hi\"", "fence command-line", "" },
};

static const RefusedRow refused[] = {
  /* cut off */
  { "claude mcp add --transport http iru " URL, IRU_ERROR_SYNTAX, 1, 37 },
  { "claude mcp add --transport http iru " URL " --header X-API-Key:" KEY, IRU_ERROR_SYNTAX, 1, 109 },
  { "claude mcp add --transport http iru " URL " --header \"X-API-Key: " KEY, IRU_ERROR_SYNTAX, 1, 109 },
  { "claude mcp add --transport http iru " URL " --header 'X-API-Key: " KEY "\n", IRU_ERROR_SYNTAX, 1, 109 },
  { "claude mcp add --transport http iru " URL " \\", IRU_ERROR_SYNTAX, 1, 100 },
  { "claude mcp add --transport http iru " URL " \\\n", IRU_ERROR_SYNTAX, 1, 100 },
  { "claude mcp add --transport http iru " URL " --header $'X-API-Key: " KEY, IRU_ERROR_SYNTAX, 1, 110 },
  { "claude mcp add --transport http iru " URL " --header “X-API-Key: " KEY, IRU_ERROR_SYNTAX, 1, 109 },
  { "claude mcp add --transport http iru\n", IRU_ERROR_SYNTAX, 1, 36 },
  { "claude mcp add --transport http\n", IRU_ERROR_SYNTAX, 1, 32 },
  { "claude mcp add iru --transport\n", IRU_ERROR_SYNTAX, 1, 31 },
  { "claude mcp add \n", IRU_ERROR_SYNTAX, 1, 16 },
  { "claude mcp add --transport http iru " URL " --header \n", IRU_ERROR_SYNTAX, 1, 108 },
  { "claude mcp add --transport http iru " URL " --header=\n", IRU_ERROR_SYNTAX, 1, 109 },
  { "claude mcp add-json iru '{\"url\":\"" URL, IRU_ERROR_SYNTAX, 1, 25 },
  { "claude mcp add-json iru '{\"url\":\"" URL "'", IRU_ERROR_SYNTAX, 1, 33 },
  { "claude mcp add-json iru '{\"url\":\"" URL "\"'", IRU_ERROR_SYNTAX, 1, 97 },
  { "claude mcp add-json iru\n", IRU_ERROR_SYNTAX, 1, 24 },
  { "codex mcp add iru --url " URL, IRU_ERROR_SYNTAX, 1, 25 },
  { "codex mcp add iru\n", IRU_ERROR_SYNTAX, 1, 18 },
  { "codex mcp add --url " URL "\n", IRU_ERROR_SYNTAX, 1, 83 },
  { "codex mcp add iru -- npx -y mcp-itglue", IRU_ERROR_SYNTAX, 1, 29 },
  { "code --add-mcp\n", IRU_ERROR_SYNTAX, 1, 15 },
  { "curl -H " H_KEY " \n", IRU_ERROR_SYNTAX, 1, 63 },
  { "curl -sS\n", IRU_ERROR_SYNTAX, 1, 9 },
  { "IRU_MCP_URL=" URL "\nIRU_X_API_KEY=" KEY "\nIRU_X_MCP_PROFILE=" PROFILE, IRU_ERROR_SYNTAX, 3, 1 },
  { "IRU_MCP_URL=" URL "\nIRU_X_API_KEY=\nIRU_X_MCP_PROFILE=" PROFILE "\n", IRU_ERROR_SYNTAX, 2, 15 },
  { "export IRU_MCP_URL=\"" URL "\"\nexport IRU_X_API_KEY=\"" KEY "\"\n", IRU_ERROR_SYNTAX, 1, 1 },
  { "export IRU_X_API_KEY=\"" KEY "\"\n", IRU_ERROR_SYNTAX, 1, 1 },
  { "$env:IRU_MCP_URL = \"" URL "\"\n$env:IRU_X_API_KEY = \n$env:IRU_X_MCP_PROFILE = \"" PROFILE "\"", IRU_ERROR_SYNTAX, 2, 19 },
  { "claude mcp add a -- npx -y 'mcp-itglue'", IRU_ERROR_SYNTAX, 1, 40 },
  { "claude mcp add --transport http iru " URL " ", IRU_ERROR_SYNTAX, 1, 37 },
  { "codex mcp add gw --url=\"https://gw.example/mcp\" --bearer-token-env-var TOKEN", IRU_ERROR_SYNTAX, 1, 72 },
  /* a shell would put something in */
  { "claude mcp add --transport http iru \"$IRU_MCP_URL\"" FLAGS, IRU_ERROR_SYNTAX, 1, 38 },
  { "claude mcp add --transport http iru " URL " --header \"X-API-Key: $KEY\"", IRU_ERROR_SYNTAX, 1, 121 },
  { "claude mcp add --transport http iru " URL " --header \"X-API-Key: ${KEY}\"", IRU_ERROR_SYNTAX, 1, 121 },
  { "claude mcp add --transport http iru " URL " --header \"X-API-Key: $(cat key)\"", IRU_ERROR_SYNTAX, 1, 121 },
  { "claude mcp add --transport http iru " URL " --header \"X-API-Key: `cat key`\"", IRU_ERROR_SYNTAX, 1, 121 },
  { "claude mcp add --transport http iru " URL " --header X-API-Key:$KEY --header " H_PROFILE, IRU_ERROR_SYNTAX, 1, 119 },
  { "PS C:\\> claude mcp add --transport http iru " URL " --header \"X-API-Key: $env:KEY\"", IRU_ERROR_SYNTAX, 1, 129 },
  { "PS C:\\> claude mcp add --transport http iru $env:IRU_MCP_URL" FLAGS, IRU_ERROR_SYNTAX, 1, 45 },
  { "C:\\> claude mcp add --transport http iru " URL " --header \"X-API-Key: %KEY%\"", IRU_ERROR_SYNTAX, 1, 126 },
  { "curl \"$URL\" -H " H_KEY, IRU_ERROR_SYNTAX, 1, 7 },
  { "curl " URL " -H \"Authorization: Bearer $TOKEN\"", IRU_ERROR_SYNTAX, 1, 95 },
  { "claude mcp add a -- ~/bin/server 'x'", IRU_ERROR_SYNTAX, 1, 37 },
  { "claude mcp add a -- ls *.py 'x'", IRU_ERROR_SYNTAX, 1, 24 },
  { "claude mcp add-json iru \"{\\\"url\\\":\\\"$URL\\\"}\"", IRU_ERROR_SYNTAX, 1, 37 },
  { "export IRU_MCP_URL=\"$URL\"\nexport IRU_X_API_KEY='a'\nexport IRU_X_MCP_PROFILE='b'", IRU_ERROR_SYNTAX, 1, 21 },
  { "set IRU_MCP_URL=%URL%\r\nset IRU_X_API_KEY=a\r\nset IRU_X_MCP_PROFILE=b\r\n", IRU_ERROR_SYNTAX, 1, 17 },
  { "$env:IRU_MCP_URL = \"$url\"\n$env:IRU_X_API_KEY='a'\n$env:IRU_X_MCP_PROFILE='b'", IRU_ERROR_SYNTAX, 1, 21 },
  /* more than one reading */
  { "claude mcp add --transport http iru " URL " --header 'X-API-Key: " KEY "'x", IRU_ERROR_SYNTAX, 1, 162 },
  { "claude mcp add --transport http iru " URL " --header 'X-API-Key: ''" KEY "'", IRU_ERROR_SYNTAX, 1, 122 },
  { "claude mcp add --transport http iru " URL " --header \"X-API-Key: \"'" KEY "'", IRU_ERROR_SYNTAX, 1, 122 },
  { "claude mcp add --transport http iru https://acme.connect.iru.com/\\\nmcp" FLAGS, IRU_ERROR_SYNTAX, 1, 66 },
  { "claude mcp add --transport http iru https://gw.example/mcp?a=1&b=2 --header 'A: b'", IRU_ERROR_SYNTAX, 1, 63 },
  { "claude mcp add --transport http iru https://gw.example/<slug> --header 'A: b'", IRU_ERROR_SYNTAX, 1, 56 },
  { "claude mcp add a -- C:\\nodejs\\npx.cmd 'x'", IRU_ERROR_SYNTAX, 1, 42 },
  { "claude mcp add --transport http iru " URL " --header 'X-API-Key: " KEY "' --header 'x-api-key: other'", IRU_ERROR_UNSUPPORTED, 1, 184 },
  { "claude mcp add --transport http --transport sse iru " URL FLAGS, IRU_ERROR_UNSUPPORTED, 1, 45 },
  { "claude mcp add --transport http iru " URL " extra" FLAGS, IRU_ERROR_UNSUPPORTED, 1, 100 },
  { "claude mcp add iru " URL " extra" FLAGS, IRU_ERROR_UNSUPPORTED, 1, 83 },
  { "curl " URL " https://gw.example/mcp -H 'A: b'", IRU_ERROR_UNSUPPORTED, 1, 69 },
  { "curl " URL " and then 'x'", IRU_ERROR_UNSUPPORTED, 1, 69 },
  { "codex mcp add a --url 'https://gw.example/mcp' -- npx -y 'b'", IRU_ERROR_SYNTAX, 1, 61 },
  { "IRU_MCP_URL=" URL "\nIRU_MCP_URL=https://gw.example/mcp\nIRU_X_API_KEY=a\nIRU_X_MCP_PROFILE=b\n", IRU_ERROR_UNSUPPORTED, 2, 13 },
  { "IRU_MCP_URL=" URL "\nIRU_X_API_KEY=sk live\nIRU_X_MCP_PROFILE=b\n", IRU_ERROR_UNSUPPORTED, 2, 18 },
  { "IRU_MCP_URL=" URL " IRU_X_API_KEY=a IRU_X_MCP_PROFILE=b npx\n", IRU_ERROR_UNSUPPORTED, 1, 112 },
  { "claude mcp add --transport http a https://gw.example/a\nclaude mcp add --transport http a https://gw.example/b\n", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "claude mcp add --transport http a https://gw.example/a -H 'A: b'\nclaude mcp add --transport http b https://gw.example/a -H 'A: c'", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { WHOLE "\nclaude mcp add --transport http gw 'https://gw.example/mcp'", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { WHOLE "\nclaude mcp add --transport http iru " URL " -H 'X-API-Key: other'", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { ADD FLAGS "\ncodex mcp add iru --url " URL "\n", IRU_ERROR_UNSUPPORTED, 2, 1 },
  { "claude mcp add a --transport http 'https://gw.example/mcp' --header \"A: b\\\\c\"", IRU_ERROR_SYNTAX, 1, 74 },
  /* what no option may hold */
  { "claude mcp add --transport http iru " URL " --header 'NoColon'", IRU_ERROR_SYNTAX, 1, 110 },
  { "claude mcp add --transport http iru " URL " --header ': value'", IRU_ERROR_SYNTAX, 1, 110 },
  { "claude mcp add --transport http iru " URL " --header 'a b: value'", IRU_ERROR_SYNTAX, 1, 115 },
  { "claude mcp add --transport http iru " URL " --header \"X-API-Key: sk\nlive\"", IRU_ERROR_SYNTAX, 1, 121 },
  { "claude mcp add --transport http iru " URL " --header $'X-API-Key: sk\\nlive'", IRU_ERROR_SYNTAX, 1, 122 },
  { "claude mcp add --transport http iru " URL " --header $'X-API-Key: \\xff'", IRU_ERROR_SYNTAX, 1, 122 },
  { "claude mcp add --transport http iru " URL " --header $'X-API-Key: \\\xc2\xab'", IRU_ERROR_SYNTAX, 1, 122 },
  { "claude mcp add --transport carrier-pigeon iru " URL FLAGS, IRU_ERROR_SYNTAX, 1, 28 },
  { "claude mcp add a -e NOVALUE -- npx 'b'", IRU_ERROR_SYNTAX, 1, 21 },
  { "claude mcp add a --unknown b -- npx 'b'", IRU_ERROR_UNSUPPORTED, 1, 18 },
  { "claude mcp add a npx -y 'b'", IRU_ERROR_UNSUPPORTED, 1, 22 },
  { "claude mcp add a -x -- npx 'b'", IRU_ERROR_UNSUPPORTED, 1, 18 },
  { "claude mcp add --client-secret=x a 'https://gw.example/mcp'", IRU_ERROR_UNSUPPORTED, 1, 16 },
  { "claude mcp add-json iru '[1]'", IRU_ERROR_SYNTAX, 1, 26 },
  { "claude mcp add-json iru 'text'", IRU_ERROR_SYNTAX, 1, 26 },
  { "claude mcp add-json iru '{\"headers\":{}}'", IRU_ERROR_SYNTAX, 1, 37 },
  { "claude mcp add-json iru " SERVER "\n", IRU_ERROR_SYNTAX, 1, 31 },
  { "claude mcp add-json iru '" SERVER "' extra 'x'", IRU_ERROR_UNSUPPORTED, 1, 222 },
  { "codex mcp add a --header 'A: b' --url 'https://gw.example/mcp'", IRU_ERROR_UNSUPPORTED, 1, 17 },
  { "code --add-mcp '{\"name\":\"a\"}'", IRU_ERROR_SYNTAX, 1, 25 },
  { "code --add-mcp '{\"command\":\"b\"}' 'x'", IRU_ERROR_UNSUPPORTED, 1, 34 },
  { "curl -u user:password 'https://gw.example/mcp'", IRU_ERROR_UNSUPPORTED, 1, 6 },
  { "curl --user=user:password 'https://gw.example/mcp'", IRU_ERROR_UNSUPPORTED, 1, 6 },
  { "curl -b 'a=b' 'https://gw.example/mcp'", IRU_ERROR_UNSUPPORTED, 1, 6 },
  { "curl -G -d 'a=b' 'https://gw.example/mcp'", IRU_ERROR_UNSUPPORTED, 1, 6 },
  { "curl --unknown 'https://gw.example/mcp'", IRU_ERROR_UNSUPPORTED, 1, 6 },
  { "curl -sQ 'https://gw.example/mcp'", IRU_ERROR_UNSUPPORTED, 1, 6 },
  { "curl -H @headers 'https://gw.example/mcp'", IRU_ERROR_SYNTAX, 1, 9 },
  { "curl 'https://gw.example/mcp' -H 'X-Empty;'", IRU_ERROR_SYNTAX, 1, 35 },
  { "curl 'https://gw.example/mcp' --next 'https://gw.example/b'", IRU_ERROR_UNSUPPORTED, 1, 31 },
};
/* clang-format on */

static void
test_accepted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    check_accepted (&accepted[i]);
  for (guint i = 0; i < G_N_ELEMENTS (inner_quotes); i++)
    check_accepted (&inner_quotes[i]);
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    check_refused (&refused[i]);
}

static void
test_cuts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      if (g_str_has_suffix (accepted[i].servers, IRU) && *accepted[i].findings == '\0')
        check_cuts (accepted[i].text, strlen (accepted[i].text));
      check_pieces (accepted[i].text, strlen (accepted[i].text));
    }
}

/* Whether the key stands in front of a quote: of one that does not, nobody sees the end. */
static gboolean
is_quoted (const char *text)
{
  const char *key = strstr (text, KEY);

  return key != NULL && strchr ("\"'", key[strlen (KEY)]) != NULL;
}

/* What became a space at an end of the key is left out, and that is listed. */
static void
check_keys (const IruSnippet *snippet)
{
  g_autofree char *fixes = dump_fixes (snippet);

  if (strstr (fixes, "value-whitespace") != NULL)
    return;
  for (guint i = 0; i < snippet->servers->len; i++)
    {
      const IruServer *server = g_ptr_array_index (snippet->servers, i);
      const char *key = iru_pairs_get (server->headers, "X-API-Key", TRUE);
      gboolean part = key != NULL && strlen (key) > 0 && strlen (key) < strlen (KEY)
                      && (g_str_has_prefix (KEY, key) || g_str_has_suffix (KEY, key));

      g_assert_false (part);
    }
}

/* Whatever is done to a command, reading it ends, and no key comes out of it that is a part of
 * the real one: a letter may have been changed, none may be lost without a word. */
static void
test_mutations (void)
{
  static const char alphabet[] = "\"'\\`$%^&|;<>(){} \n\r\t#-=:@!~*x9\xe2\x80\x9c\xc2\xa0";
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);

  for (guint i = 0; i < 30000; i++)
    {
      const char *text = accepted[i % G_N_ELEMENTS (accepted)].text;
      gsize length = strlen (text);
      g_autofree char *changed = g_strdup (text);

      for (guint n = g_rand_int_range (rand, 1, 4); n > 0; n--)
        changed[g_rand_int_range (rand, 0, length)] =
            alphabet[g_rand_int_range (rand, 0, strlen (alphabet))];
      gsize end = g_rand_int_range (rand, length / 2, length + 1);
      g_autofree char *exact = g_memdup2 (changed, end);
      g_autoptr (GError) error = NULL;
      g_autoptr (IruSnippet) snippet = parse (exact, end, &error);

      g_assert_true ((snippet == NULL) == (error != NULL));
      /* A quote that was put where the text was then cut is the end of the value. */
      if (snippet != NULL && is_quoted (text) && exact[end - 1] == text[end - 1])
        check_keys (snippet);
    }
}

/* As in test-repair.c: a megabyte of each takes well under a second. */
static void
test_hostile (void)
{
  static const char *const pieces[] = {
    "claude mcp add ",
    "`claude mcp add ",
    "claude mcp add\n",
    "curl -H '",
    "curl -\\\n",
    "curl -d \"$(",
    "IRU_X=1\n",
    "set -x IRU_A ",
    "iru_",
    "$'\\x",
    "| ",
    "> ",
    "$ ",
    "2>",
    "; curl -s ",
    "{\\\"",
    "\"{\\\"a\\\":",
    "{ \\n",
    "- claude mcp ",
    ">> ",
    "\u00a0",
    "\\\"",
    "claude mcp add-json x '{\\\"",
    "curl \"`\n",
    "--x ",
    "export IRU_A=' ",
    "$env:IRU_A = ",
    "curl -H 'a:b' ",
    "、",
    "—",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (guint lead = 0; lead <= 1; lead++)
      {
        g_autoptr (GString) text = g_string_new (lead == 1 ? "claude mcp add a " : "");

        g_test_message ("%s", pieces[i]);
        /* Whole once; with a command in front a quarter shows what would not be linear. */
        while (text->len + strlen (pieces[i]) < 1024 * 1024 / (lead == 1 ? 4 : 1))
          g_string_append (text, pieces[i]);
        g_autoptr (IruSnippet) snippet = parse (text->str, text->len, NULL);
        g_assert_null (snippet);
      }
}

static void
test_bounds (void)
{
  for (guint over = 0; over <= 1; over++)
    {
      g_autoptr (GError) words_error = NULL;
      g_autoptr (GError) commands_error = NULL;
      g_autoptr (GString) words = g_string_new ("claude mcp add a srv");
      g_autoptr (GString) commands = g_string_new (NULL);

      for (guint i = 5; i < 256 + over; i++)
        g_string_append (words, " b");
      for (guint i = 0; i < 64 + over; i++)
        g_string_append_printf (commands, "claude mcp add s%u srv\n", i);
      g_string_append_c (words, '\n');
      g_autoptr (IruSnippet) one = parse (words->str, words->len, &words_error);
      g_autoptr (IruSnippet) many = parse (commands->str, commands->len, &commands_error);
      g_assert_true ((one == NULL) == (over == 1));
      g_assert_true ((many == NULL) == (over == 1));
      if (over == 0)
        continue;
      g_assert_error (words_error, IRU_ERROR, IRU_ERROR_TOO_LARGE);
      g_assert_error (commands_error, IRU_ERROR, IRU_ERROR_TOO_LARGE);
    }
}

/* Where a fix stands, also behind quotes and escapes. */
static void
test_places (void)
{
  static const struct
  {
    const char *text;
    const char *fixes;
  } rows[] = {
    { "Run:\n$ claude mcp add \\\n> -t http a “https://gw.example/mcp” —header 'A: b '",
      "prose@1:1 prompt@2:1 command-line@2:3 prompt@3:1 smart-quotes@3:13 smart-dashes@3:38 "
      "value-whitespace@3:50" },
    { "claude mcp add-json a '{\n  url: \"https://gw.example/mcp \",\n}'",
      "command-line@1:1 unquoted-key@2:3 value-whitespace@2:31 trailing-comma@2:33" },
    { "claude mcp add-json a \"{\\\"url\\\":\\\"https://gw.example/mcp\\\",}\"",
      "command-line@1:1 trailing-comma@1:59" },
    { "\"{\\\"a\\\":{\\\"url\\\":\\\"https://gw.example/mcp \\\",}}\"",
      "stringified@1:1 value-whitespace@1:42 trailing-comma@1:45" },
    { "curl 'https://gw.example/mcp' -H 'Accept: x' \\ \n -H 'A:b'",
      "command-line@1:1 request-header@1:35 continuation-space@1:47" },
    { "claude mcp add -t http a https://gw.example/mcp\n  -H 'A:b'\n",
      "command-line@1:1 missing-continuation@1:48" },
    { "claude mcp add a https://gw.example/mcp\n", "command-line@1:1 missing-transport@1:18" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize length = strlen (rows[i].text);
      g_autoptr (IruSnippet) snippet = parse (rows[i].text, length, NULL);
      g_autoptr (GString) out = g_string_new (NULL);

      g_assert_nonnull (snippet);
      for (guint f = 0; snippet != NULL && f < snippet->fixes->len; f++)
        {
          const IruFix *fix = &g_array_index (snippet->fixes, IruFix, f);
          guint line;
          guint column;

          iru_text_get_position (rows[i].text, length, fix->offset, &line, &column);
          g_string_append_printf (out, "%s%s@%u:%u", f > 0 ? " " : "", fix->id, line, column);
        }
      g_assert_cmpstr (out->str, ==, rows[i].fixes);
    }
}

/* A piece lost in the middle: see test-snippet.c. */
static gboolean
is_within (const char *text, const char *value, gsize offset)
{
  gsize start = strstr (text, value) - text;

  return offset > start && offset < start + strlen (value);
}

static void
test_holes (void)
{
  static const char *const texts[] = { ADD FLAGS, CURL };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize from = 0; from < strlen (texts[i]); from++)
      for (gsize to = from + 1; to <= strlen (texts[i]); to++)
        {
          const char *const values[] = { URL, KEY, PROFILE };
          gboolean within = FALSE;

          for (guint v = 0; v < G_N_ELEMENTS (values); v++)
            within |= is_within (texts[i], values[v], from) || is_within (texts[i], values[v], to);
          if (within)
            continue;

          g_autofree char *left = g_strndup (texts[i], from);
          g_autofree char *cut = g_strconcat (left, texts[i] + to, NULL);
          check_cut (cut, 0, strlen (cut));
        }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/snippet-command/accepted", test_accepted);
  g_test_add_func ("/snippet-command/refused", test_refused);
  g_test_add_func ("/snippet-command/cuts", test_cuts);
  g_test_add_func ("/snippet-command/holes", test_holes);
  g_test_add_func ("/snippet-command/bounds", test_bounds);
  g_test_add_func ("/snippet-command/places", test_places);
  g_test_add_func ("/snippet-command/mutations", test_mutations);
  g_test_add_func ("/snippet-command/hostile", test_hostile);
  return g_test_run ();
}
