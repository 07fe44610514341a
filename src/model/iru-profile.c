/* iru-profile.c: whose server it is, and what is known of that vendor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the vendors' own articles, and for IT Glue from mcp-itglue 0.4.1.
 */
#include "iru-profile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* clang-format off */

/* Iru */

static const IruProfileValue iru_values[] = {
  { "X-API-Key", .starts = { "sk_live:" }, .needed = TRUE },
  { "X-MCP-Profile", .tells = IRU_TELL_NAME, .needed = TRUE, .open = TRUE },
  { "IRU_X_MCP_PROFILE", .is_variable = TRUE, .open = TRUE },
  { "", .starts = { "sk_test:" } },
  { NULL },
};

static const IruProfileAdvice iru_advice[] = {
  { "server-missing", NULL,
    N_("Run “iru-mcp-setup --install --config FILE” with the MCP configuration that Iru showed when the token was created.") },
  { "placeholder", NULL,
    N_("Put the value from your own MCP configuration there. Iru shows it once, when the token is created; if it is lost, revoke the token and create a new one (Access → API tokens → Add Token, with Enable MCP on).") },
  { "key-prefix-missing", NULL,
    N_("Copy X-API-Key exactly as Iru shows it, with the prefix sk_live:. The REST API token is not the MCP key.") },
  { "header-missing", NULL,
    N_("Iru needs X-API-Key and X-MCP-Profile. Copy both from the MCP configuration.") },
  { "rate-limited", NULL,
    N_("Wait and try again. Iru allows 10,000 requests an hour for all tokens of a tenant together.") },
  { "auth-rejected", NULL,
    N_("Compare the key with the MCP configuration, including sk_live:. If the token was revoked or the key is lost, create a new token in Iru (Access → API tokens → Add Token, with Enable MCP on) and install its configuration in every client. If the key is right, the token may lack the permissions it needs: open Access → API tokens → the token → Edit.") },
  { "permission-denied", NULL,
    N_("In Iru, open Access → API tokens → the token → Edit, select the permissions it needs, and save. If it has them, compare the key with the MCP configuration: Iru also answers 403 to a key that is wrong or missing.") },
  { "auth-missing", NULL,
    N_("Iru needs X-API-Key and X-MCP-Profile. Install the whole MCP configuration again.") },
  { "tools-none", NULL,
    N_("In Iru, open Access → API tokens → the token → Edit, select the permissions it needs, and save. Permissions that were skipped when the token was created leave it with none.") },
  { "tool-denied", NULL,
    N_("In Iru, open Access → API tokens → the token → Edit, and select the permission for this tool.") },
  { NULL },
};

/* Those of the public Enterprise API's documentation. */
static const IruProfileArea iru_areas[] = {
  { "device-secrets", "Device Secrets", { "secret" } },
  { "device-actions", "Device Actions", { "lock", "erase", "restart", "push" } },
  { "automated-device-enrollment", "Automated Device Enrollment", { "ade", "enrollment" } },
  { "vulnerabilities", "Vulnerabilities", { "vulnerabilit", "affected", "cve" } },
  { "threats", "Threats", { "threat" } },
  { "devices", "Devices", { "device" } },
  { "blueprints", "Blueprints", { "blueprint" } },
  { "library-items", "Library Items", { "library" } },
  { "users", "Users", { "user" } },
  { "tags", "Tags", { "tag" } },
  { "prism", "Prism", { "prism" } },
  { "audit-log", "Audit Log", { "audit" } },
  { "settings", "Settings", { "licens", "setting" } },
  { NULL },
};

/* Igris */

static const IruProfileValue igris_values[] = {
  { "Authorization", .scheme = "Bearer ", .starts = { "ig_", "igris_sk_" }, .tells = IRU_TELL_VALUE, .needed = TRUE },
  { NULL },
};

#define IGRIS_POLICY                                                                               \
  N_("A policy of your organization in Igris denies it; what no policy allows is denied as well. Look under Audit Events in the Igris dashboard which one it was, and have it changed there.")

static const IruProfileAdvice igris_advice[] = {
  { "placeholder", NULL,
    N_("Put your own values there: the url ends in the slug of your connection, and keys are made in the Igris dashboard under Settings → API Keys.") },
  { "key-prefix-missing", NULL,
    N_("The value of Authorization is the word Bearer, a space, and the key as Igris shows it, which begins with ig_. Keys are made in the Igris dashboard under Settings → API Keys.") },
  { "header-missing", NULL,
    N_("Igris needs the header Authorization: the word Bearer, a space, and a key from the Igris dashboard (Settings → API Keys).") },
  { "auth-rejected", NULL,
    N_("Look in the Igris dashboard under Settings → API Keys whether the key is valid. If it was revoked or is lost, make a new one there and install it in every client.") },
  { "permission-denied", NULL, IGRIS_POLICY },
  { "tool-denied", NULL, IGRIS_POLICY },
  { "http-not-found", NULL,
    N_("Compare the last part of the url, the slug, with the connections of your organization in the Igris dashboard: none has this one.") },
  { "upstream-unavailable", NULL,
    N_("Igris is up and can't reach the MCP server behind it. Check the upstream url of this connection in the Igris dashboard, and whether that server is up.") },
  { "service-suspended", NULL,
    N_("The kill switch of this session is on. Resume the session in the Igris dashboard. It may stop tool calls only, while the list of tools still comes.") },
  { "tools-none", NULL,
    N_("Igris passes on the list of the MCP server behind it: look in the Igris dashboard whether the connection leads to the right server, with a credential that may use its tools.") },
  { NULL },
};

static const IruProfileStatus igris_statuses[] = {
  { 503, "service-suspended" },
  { 0 },
};

/* IT Glue */

static const IruProfileValue itglue_values[] = {
  { "x-itglue-api-key", .starts = { "ITG." }, .tells = IRU_TELL_NAME },
  { "ITGLUE_API_KEY", .is_variable = TRUE, .starts = { "ITG." }, .tells = IRU_TELL_NAME },
  { NULL },
};

static const IruProfileAdvice itglue_advice[] = {
  { "placeholder", NULL,
    N_("The key comes from IT Glue (Account → Settings → API Keys), a token from whoever runs the server. Of the variables only ITGLUE_API_KEY is needed; ITGLUE_REGION is us, eu or au. Take out those that you have no value for.") },
  { "key-prefix-missing", NULL,
    N_("Copy the key exactly as IT Glue shows it (Account → Settings → API Keys), with ITG. at its beginning.") },
  { "auth-rejected", "x-itglue-api-key",
    N_("Whoever runs this server decides whose keys it takes: ask them for a token, which goes into Authorization behind the word Bearer, and whether your own key may stand in x-itglue-api-key (CLIENT_ITGLUE_KEYS).") },
  { "auth-rejected", NULL,
    N_("This server gives out tokens of its own; the IT Glue key is not one. Ask whoever runs it for yours (MCP_TOKENS_VIEWER, MCP_TOKENS_EDITOR, MCP_TOKENS_ADMIN); it goes into Authorization behind the word Bearer.") },
  { "permission-denied", "session",
    N_("The session was opened with another key or token. Quit the client fully and open it again. If it comes back, whoever runs the server has to see that one session always reaches the same instance.") },
  { "permission-denied", NULL,
    N_("Ask whoever runs the server for a token of another role: viewers read, editors also write, admins also delete.") },
  { "tools-none", NULL,
    N_("Ask whoever runs the server for a token of another role: tools that a role may not use are not listed.") },
  { "tool-denied", NULL,
    N_("Look in IT Glue under Account → Settings → API Keys whether the key is valid and may see this, and whether ITGLUE_REGION is where the account is (us, eu or au).") },
  { "tool-refused", NULL,
    N_("Only a tool that declares itself read-only and needs no argument is called. Tools that the token's role may not use are not listed: viewers read, editors also write, admins also delete.") },
  { NULL },
};

/* A token's role decides which tools there are. */
static const IruProfileArea itglue_areas[] = {
  { "read", "Read (viewer)", { "list", "get", "vector_search", "vector_index_status" } },
  { "write", "Write (editor)", { "create", "update", "publish", "build", "delete_document_section" } },
  { "delete", "Delete (admin)", { "delete" } },
  { NULL },
};

/* Everyone else */

#define QUESTION N_("Which tools do you have?")

static const IruProfile profiles[] = {
  { .name = "iru", .title = "Iru",
    .domains = { "iru.com", "iru.dev", "kandji.io" }, .path = "/mcp-server/connector/kandji",
    .names = { "iru", "iru_mcp", "Iru MCP" }, .single = TRUE,
    .values = iru_values, .advice = iru_advice, .areas = iru_areas,
    .question = N_("List my Iru devices"),
    .keys_from = "Access → API tokens → Add Token, with Enable MCP on" },
  { .name = "igris", .title = "Igris",
    .host_words = { "igris" }, .slugs = "/v1/mcp/", .judges_calls = TRUE,
    .values = igris_values, .advice = igris_advice, .statuses = igris_statuses,
    .question = QUESTION,
    .keys_from = "the dashboard, under Settings → API Keys" },
  { .name = "itglue", .title = "IT Glue",
    .host_words = { "itglue" }, .packages = { "mcp-itglue" },
    .names = { "itglue", "mcp-itglue", "io-github-selic-mcp-itglue" }, .named = TRUE,
    .values = itglue_values, .advice = itglue_advice, .areas = itglue_areas,
    .question = N_("List my IT Glue organizations"),
    .keys_from = "Account → Settings → API Keys; tokens come from whoever runs the server" },
  { .name = "other",
    .question = QUESTION },
  { NULL },
};
/* clang-format on */

const IruProfile *
iru_profiles_get (void)
{
  return profiles;
}

const IruProfile *
iru_profile_get_default (void)
{
  return profiles;
}

/* Lists: a row may leave any of them out. */

const IruProfileValue *
iru_profile_get_values (const IruProfile *profile)
{
  static const IruProfileValue none = { 0 };

  return profile->values != NULL ? profile->values : &none;
}

const IruProfileAdvice *
iru_profile_get_advice_rows (const IruProfile *profile)
{
  static const IruProfileAdvice none = { 0 };

  return profile->advice != NULL ? profile->advice : &none;
}

const IruProfileStatus *
iru_profile_get_statuses (const IruProfile *profile)
{
  static const IruProfileStatus none = { 0 };

  return profile->statuses != NULL ? profile->statuses : &none;
}

const IruProfileArea *
iru_profile_get_areas (const IruProfile *profile)
{
  static const IruProfileArea none = { 0 };

  return profile->areas != NULL ? profile->areas : &none;
}

const char *
iru_profile_find_gap (const IruProfile *profile)
{
  gboolean is_vendor = profile->title != NULL;

  if (profile->name == NULL)
    return "name";
  if (profile->question == NULL)
    return "question";
  if (is_vendor && profile->domains[0] == NULL && profile->path == NULL
      && profile->host_words[0] == NULL && profile->packages[0] == NULL
      && iru_profile_get_values (profile)->name == NULL)
    return "domains, path, host_words, packages or values: nothing says which servers are its";
  if (is_vendor && iru_profile_get_advice_rows (profile)->id == NULL)
    return "advice";
  return NULL;
}

/* Recognition */

static gboolean
is_in_domain (const char *host, const char *domain)
{
  gsize host_length = strlen (host);
  gsize length = strlen (domain);

  return host_length >= length && g_ascii_strcasecmp (host + host_length - length, domain) == 0
         && (host_length == length || host[host_length - length - 1] == '.');
}

static gboolean
has_host_word (const char *host, const char *word)
{
  for (const char *p = host; *p != '\0'; p++)
    if ((p == host || strchr (".-", p[-1]) != NULL)
        && g_ascii_strncasecmp (p, word, strlen (word)) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
fits_url (const IruProfile *profile, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (profile->path != NULL && strstr (url, profile->path) != NULL)
    return TRUE;
  for (guint i = 0; host != NULL && profile->domains[i] != NULL; i++)
    if (is_in_domain (host, profile->domains[i]))
      return TRUE;
  for (guint i = 0; host != NULL && profile->host_words[i] != NULL; i++)
    if (has_host_word (host, profile->host_words[i]))
      return TRUE;
  return FALSE;
}

static gboolean
fits_values (const IruProfile *profile, const IruServer *server)
{
  for (const IruProfileValue *value = iru_profile_get_values (profile); value->name != NULL;
       value++)
    {
      const char *text = value->is_variable ? iru_pairs_get (server->env, value->name, FALSE)
                                            : iru_pairs_get (server->headers, value->name, TRUE);

      if (text != NULL
          && (value->tells == IRU_TELL_NAME
              || (value->tells == IRU_TELL_VALUE && iru_profile_value_fits (value, text))))
        return TRUE;
    }
  return FALSE;
}

/* "pkg", "pkg@1.2", "ghcr.io/owner/pkg:tag", "/…/node_modules/pkg/dist/index.js" */
static gboolean
names_package (const char *word, const char *package)
{
  gsize length = strlen (package);

  for (const char *p = strstr (word, package); p != NULL; p = strstr (p + 1, package))
    if ((p == word || strchr ("/\\", p[-1]) != NULL)
        && (p[length] == '\0' || strchr ("@:/\\", p[length]) != NULL))
      return TRUE;
  return FALSE;
}

static gboolean
fits_command (const IruProfile *profile, const IruServer *server)
{
  if (server->command == NULL || server->transport != IRU_TRANSPORT_STDIO)
    return FALSE;
  for (guint i = 0; profile->packages[i] != NULL; i++)
    {
      if (names_package (server->command, profile->packages[i]))
        return TRUE;
      for (guint j = 0; j < server->args->len; j++)
        if (names_package (server->args->pdata[j], profile->packages[i]))
          return TRUE;
    }
  return FALSE;
}

gboolean
iru_profile_has_name (const IruProfile *profile, const char *name)
{
  for (guint i = 0; profile->names[i] != NULL; i++)
    if (strcmp (profile->names[i], name) == 0)
      return TRUE;
  return FALSE;
}

const IruProfile *
iru_profile_find (const IruServer *server)
{
  const IruProfile *profile = profiles;

  for (; profile->title != NULL; profile++)
    if ((server->url != NULL && fits_url (profile, server->url)) || fits_values (profile, server)
        || fits_command (profile, server))
      return profile;
  for (profile = profiles; profile->title != NULL; profile++)
    if (profile->named && server->name != NULL && iru_profile_has_name (profile, server->name))
      return profile;
  return profile;
}

/* Keys */

const IruProfileValue *
iru_profile_get_value (const IruProfile *profile, const char *name, gboolean is_variable)
{
  for (const IruProfileValue *value = iru_profile_get_values (profile); value->name != NULL;
       value++)
    if (value->is_variable == is_variable
        && (is_variable ? strcmp (value->name, name) : g_ascii_strcasecmp (value->name, name)) == 0)
      return value;
  return NULL;
}

const char *
iru_profile_value_skip_scheme (const IruProfileValue *value, const char *text)
{
  gsize length = value->scheme != NULL ? strlen (value->scheme) : 0;

  return length > 0 && g_ascii_strncasecmp (text, value->scheme, length) == 0 ? text + length
                                                                              : text;
}

gboolean
iru_profile_value_fits (const IruProfileValue *value, const char *text)
{
  const char *key;

  text += strspn (text, " ");
  key = iru_profile_value_skip_scheme (value, text);
  if (value->scheme != NULL && key == text)
    return FALSE;
  key += strspn (key, " ");
  for (guint i = 0; value->starts[i] != NULL; i++)
    if (g_str_has_prefix (key, value->starts[i]))
      return TRUE;
  return value->starts[0] == NULL;
}

/* Findings */

const char *
iru_profile_get_status_id (const IruProfile *profile, guint status)
{
  for (const IruProfileStatus *row = iru_profile_get_statuses (profile); row->status != 0; row++)
    if (row->status == status)
      return row->id;
  return NULL;
}

static gboolean
has_words (const char *text, const char *words)
{
  g_autofree char *lower = text != NULL ? g_ascii_strdown (text, -1) : NULL;

  return lower != NULL && strstr (lower, words) != NULL;
}

const char *
iru_profile_get_advice (const IruProfile *profile, const char *id, const char *detail)
{
  for (const IruProfileAdvice *row = iru_profile_get_advice_rows (profile); row->id != NULL; row++)
    if (strcmp (row->id, id) == 0 && (row->words == NULL || has_words (detail, row->words)))
      return row->text;
  return NULL;
}

void
iru_profile_advise (const IruProfile *profile, GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      IruFinding *finding = findings->pdata[i];
      const char *advice = iru_profile_get_advice (profile, finding->kind->id, finding->detail);

      if (finding->advice == NULL && advice != NULL)
        finding->advice = g_strdup (_ (advice));
    }
}
