/* iru-blame.c: who is to blame for a refusal, by its sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-blame.h"

#include <string.h>

/* More of a body says no more. */
#define MAX_LOOK (64 * 1024)

static gboolean
matches (const char *pattern, const char *text)
{
  const GRegexCompileFlags flags = G_REGEX_CASELESS | G_REGEX_OPTIMIZE;
  g_autofree char *start = NULL;

  if (text == NULL || *text == '\0')
    return FALSE;
  if (strlen (text) <= MAX_LOOK)
    return g_regex_match_simple (pattern, text, flags, 0);
  start = g_strndup (text, MAX_LOOK);
  g_autofree char *valid = g_utf8_make_valid (start, -1);
  return g_regex_match_simple (pattern, valid, flags, 0);
}

/* Keys and permissions */

#define KEY                                                                                        \
  "(?:api[ _-]?keys?|access[ _-]?keys?|x-api-key|authori[sz]ation|bearer|(?<!unexpected )tokens?|" \
  "keys?|credentials?|jwt|api[ -]?schl(?:ü|ue)ssel|schl(?:ü|ue)ssel|cl(?:é|e) (?:d.)?api|"      \
  "jeton|clave|chave|キー|密钥|令牌|トークン|ключ|токен)"
#define WRONG                                                                                       \
  "(?:invalid|incorrect|wrong|unknown|expired|revoked|malformed|bad|missing|inactive|disabled|"     \
  "deactivated|unrecogni[sz]ed|unverified|rejected|ung(?:ü|ue)ltig\\w*|abgelaufen\\w*|invalides?|" \
  "expirée?|inv(?:á|a)lid[ao]|caducad[ao]|expirad[ao]|無効|无效|過期|过期|недействительн\\w*)"
#define NOT_RIGHT                                                                                   \
  "(?:not (?:valid|recogni[sz]ed|found|accepted|active|correct)|does ?n.t exist|does not exist|"    \
  "(?:is|was|were) (?:not provided|required|archived)|has (?:been )?(?:expired|revoked)|no v(?:á|" \
  "a)lid[ao]|nicht g(?:ü|ue)ltig|non valide|not provided|field required)"

/* "Unexpected token < in JSON" and a missing CSRF token are no faults of the key. */
#define NO_KEY                                                                                     \
  "csrf|xsrf|unexpected token|token in json|page ?token|session (?:id|token)|continuation token|"  \
  "primary key|foreign key|duplicate key|cursor"

static const char key_faults[] =
    "\\b" WRONG ".{0,40}?" KEY "|" KEY ".{0,60}?(?:" WRONG "|" NOT_RIGHT
    ")|\\b(?:no|without(?: an?)?) " KEY "|(?:incorrect|invalid|wrong) authentication|"
    "authentication credentials were not";
static const char logins[] =
    "unauthori[sz]ed|unauthenticated|not authenticated|authentication (?:is )?(?:required|failed)|"
    "requires authentication|(?:must|please|have to|need to) (?:log|sign) ?in|log ?in required|"
    "user not logged in";
static const char permissions[] =
    "forbidden|permission|\\bdenied\\b|not authori[sz]ed|insufficient[ _]scope|"
    "not allowed (?:to|by)|(?:berechtigung|zugriff verweigert|accès refusé|permiso|permissão)";
/* The server's own files, disk and database. */
static const char own_faults[] =
    "\\bE(?:ACCES|PERM|NOENT|NOSPC|CONN[A-Z]+|TIMEDOUT|MFILE|ROFS|EXIST|PIPE)\\b|errno|disk full|"
    "no space left|traceback|stack trace|(?:failed|unable|could not|cannot|can't) to? ?(?:write|"
    "open|read|connect|load|query|reach)|database|\\bdb\\b|\\bsql|sqlite|postgres|mysql|mongo|"
    "redis|read-only file|permission denied[:,]? .{0,40}(?:open|mkdir|unlink|stat|/|\\\\)|"
    "internal (?:server )?error";

gboolean
iru_blame_names_key (const char *text)
{
  return matches (key_faults, text) && !matches (NO_KEY, text);
}

IruBlame
iru_blame_read (const char *text)
{
  if (matches (own_faults, text))
    return IRU_BLAME_NONE;
  if (iru_blame_names_key (text))
    return IRU_BLAME_KEY;
  if (matches (permissions, text))
    return IRU_BLAME_PERMISSION;
  return matches (logins, text) ? IRU_BLAME_KEY : IRU_BLAME_NONE;
}

/* What stands on the way */

/* Products that inspect or filter, as certificates, headers and pages of theirs name them. */
static const struct
{
  const char *words;
  const char *name;
} products[] = {
  { "zscaler", "Zscaler" },
  { "netskope|goskope", "Netskope" },
  { "fortinet|fortigate|fortiguard", "Fortinet" },
  { "palo ?alto|globalprotect|prisma access", "Palo Alto Networks" },
  { "cisco umbrella|opendns", "Cisco Umbrella" },
  { "blue ?coat|proxysg|symantec web", "Blue Coat" },
  { "forcepoint|websense", "Forcepoint" },
  { "skyhigh|mcafee web gateway|mcafee.{0,20}gateway", "Skyhigh" },
  { "sophos", "Sophos" },
  { "check ?point", "Check Point" },
  { "barracuda", "Barracuda" },
  { "sonicwall", "SonicWall" },
  { "watchguard", "WatchGuard" },
  { "iboss", "iboss" },
  { "cato networks", "Cato Networks" },
  { "menlo security", "Menlo Security" },
  { "lightspeed", "Lightspeed" },
  { "securly", "Securly" },
  { "goguardian", "GoGuardian" },
  { "kaspersky", "Kaspersky" },
  { "\\beset\\b", "ESET" },
  { "\\bavast\\b", "Avast" },
  { "\\bavg\\b", "AVG" },
  { "bitdefender", "Bitdefender" },
  { "norton", "Norton" },
  { "mitmproxy", "mitmproxy" },
  { "charles proxy", "Charles" },
  { "fiddler", "Fiddler" },
  { "portswigger", "Burp" },
  { "cloudflare", "Cloudflare" },
  { "akamai|edgesuite", "Akamai" },
  { "imperva|incapsula", "Imperva" },
  { "sucuri", "Sucuri" },
  { "datadome", "DataDome" },
  { "f5 |big-?ip|asm policy", "F5" },
  { "azure (?:web application firewall|front door)", "Azure" },
  { "squid", "Squid" },
};

const char *
iru_blame_find_product (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (products); i++)
    if (matches (products[i].words, text))
      return products[i].name;
  return NULL;
}

static const char *
find_product (const IruHttpReply *reply, const char *text)
{
  const char *product = iru_blame_find_product (iru_http_reply_get_header (reply, "Server"));

  if (product == NULL)
    product = iru_blame_find_product (iru_http_reply_get_header (reply, "Via"));
  return product != NULL ? product : iru_blame_find_product (text);
}

/* Cloudflare's own errors that are refusals; 1015 is a limit. */
static const char filters[] =
    "error code:? ?10(?:0[5-9]|1[0-24]|20)\\b|error 10(?:0[5-9]|1[0-24]|20)\\b|attention required|"
    "just a moment|cf-chl|challenge-platform|enable javascript and cookies|checking your browser|"
    "\\bip(?: address)?\\b.{0,60}(?:not allowed|not permitted|blocked|denied|forbidden|restricted|"
    "not (?:in|on) the allow|white-?list|allow-?list|banned)|"
    "(?:blocked|denied|rejected) by.{0,60}(?:policy of|firewall|waf|filter|zscaler|netskope|"
    "administrator|security)|web ?page blocked|web application firewall|security (?:policy|service)"
    " (?:block|violation)|request blocked|the requested url was rejected|access denied.{0,200}"
    "reference ?(?:#|&#)|unusual traffic|your (?:country|region).{0,40}(?:not|block)|geo-?block";
static const char hosts[] =
    "(?:invalid|disallowed|unknown|unexpected|bad|blocked|illegal)[ "
    "_-]?(?:http_)?(?:host|origin)\\b|"
    "\\b(?:host|origin|hostname)\\b.{0,80}(?:not allowed|forbidden|not permitted|not trusted|"
    "invalid|denied|mismatch|not in)|(?:host|origin) (?:check|validation)|only allowed at|"
    "dns rebinding|invalid http_host|misdirected request";
static const char limits[] = "rate.?limit|too many requests|quota|throttl|limit exceeded|"
                             "exceeded.{0,30}limit|call volume|error code:? ?1015|slow down";

static gboolean
has_limit_headers (const IruHttpReply *reply)
{
  const char *left = iru_http_reply_get_header (reply, "X-RateLimit-Remaining");

  if (left == NULL)
    left = iru_http_reply_get_header (reply, "RateLimit-Remaining");
  return iru_http_reply_get_header (reply, "Retry-After") != NULL
         || (left != NULL && strcmp (left, "0") == 0);
}

static gboolean
is_aws (const IruHttpReply *reply)
{
  return iru_http_reply_get_header (reply, "x-amzn-ErrorType") != NULL
         || iru_http_reply_get_header (reply, "x-amzn-RequestId") != NULL
         || iru_http_reply_get_header (reply, "x-amz-apigw-id") != NULL;
}

static gboolean
is_filtered (const IruHttpReply *reply, const char *text)
{
  return iru_http_reply_get_header (reply, "cf-mitigated") != NULL || matches (filters, text);
}

static IruBlame
blame_forbidden (const IruHttpReply *reply, const char *text)
{
  if (matches ("^missing authentication token\\b", text)
      || (is_aws (reply) && matches ("missing ?authentication ?token", text)))
    return IRU_BLAME_PATH;
  if (is_aws (reply) && matches ("^(?:\\s*forbidden\\s*)+$", text))
    return IRU_BLAME_KEY_OR_FILTER;
  if (matches (limits, text) || has_limit_headers (reply))
    return IRU_BLAME_LIMIT;
  if (is_filtered (reply, text))
    return IRU_BLAME_FILTER;
  return IRU_BLAME_NONE;
}

/* A challenge that says what is wrong with the key. */
static IruBlame
blame_challenge (const IruHttpReply *reply)
{
  const char *challenge = iru_http_reply_get_header (reply, "WWW-Authenticate");

  if (matches ("\\berror\\s*=\\s*\"?insufficient_scope", challenge))
    return IRU_BLAME_PERMISSION;
  return matches ("\\berror\\s*=\\s*\"?invalid_(?:token|request)", challenge) ? IRU_BLAME_KEY
                                                                              : IRU_BLAME_NONE;
}

IruBlame
iru_blame_find (const IruHttpReply *reply, const char *text, const char **product)
{
  guint status = reply->status;
  IruBlame blame = IRU_BLAME_NONE;

  *product = NULL;
  if (iru_http_reply_get_header (reply, "Ngrok-Error-Code") != NULL)
    return status == 403 ? IRU_BLAME_FILTER : IRU_BLAME_TUNNEL;
  if (status == 511 || matches ("captive portal|hotspot login|wi-?fi login", text))
    return IRU_BLAME_PORTAL;
  if (status == 421 || ((status == 403 || status == 400) && matches (hosts, text)))
    return IRU_BLAME_HOST_CHECK;
  if (status == 403 || status == 406 || status == 451 || status == 400)
    blame = blame_forbidden (reply, text);
  if (status == 400 && blame == IRU_BLAME_LIMIT)
    blame = IRU_BLAME_NONE;
  if (blame == IRU_BLAME_FILTER)
    *product = find_product (reply, text);
  if (blame == IRU_BLAME_NONE && status >= 400 && status < 500)
    blame = blame_challenge (reply);
  if (blame == IRU_BLAME_NONE && iru_blame_names_key (text))
    blame = IRU_BLAME_KEY;
  return blame;
}
