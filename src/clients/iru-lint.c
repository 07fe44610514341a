/* iru-lint.c: what is wrong with a server's values, wherever they stand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-lint.h"

#include "iru-placeholder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEY_HEADER "X-API-Key"
#define PROFILE_HEADER "X-MCP-Profile"
#define KEY_PREFIX "sk_live:"

/* All that RFC 3986 lets into a url. */
#define URL_CHARS "-._~:/?#[]@!$&'()*+,;=%"
#define TOKEN_CHARS "!#$%&'*+-.^_`|~"

static gboolean
has_domain (const char *host, const char *domain)
{
  gsize host_length = strlen (host);
  gsize length = strlen (domain);

  return host_length >= length && g_ascii_strcasecmp (host + host_length - length, domain) == 0
         && (host_length == length || host[host_length - length - 1] == '.');
}

static gboolean
is_iru_url (const char *url)
{
  static const char *const domains[] = { "iru.com", "iru.dev", "kandji.io" };
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (strstr (url, "/mcp-server/connector/kandji") != NULL)
    return TRUE;
  for (guint i = 0; host != NULL && i < G_N_ELEMENTS (domains); i++)
    if (has_domain (host, domains[i]))
      return TRUE;
  return FALSE;
}

gboolean
iru_server_is_iru (const IruServer *server)
{
  return server->transport == IRU_TRANSPORT_HTTP
         && ((server->url != NULL && is_iru_url (server->url))
             || iru_pairs_get (server->headers, PROFILE_HEADER, TRUE) != NULL);
}

static void
add (GPtrArray *findings, const char *id, const char *field, const char *detail)
{
  IruFinding *finding = iru_findings_add (findings, id, "%s", detail);

  finding->field = g_strdup (field);
}

/* The space or character of no width that begins at @p. */
static gboolean
is_blank (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  return g_unichar_isspace (c) || c == 0xa0 || c == '\v' || g_unichar_iszerowidth (c)
         || (c >= 0x200b && c <= 0x200f) || c == 0xfeff;
}

/* Where no space may be, besides the ends of a value. */
typedef enum
{
  SPACE_ENDS,
  SPACE_LINES,    /* no line break inside either */
  SPACE_ANYWHERE, /* no space inside either */
} Space;

static gboolean
has_stray_space (const char *value, Space where)
{
  if (*value == '\0' || !g_utf8_validate (value, -1, NULL))
    return FALSE;
  if (is_blank (value) || is_blank (g_utf8_prev_char (value + strlen (value))))
    return TRUE;
  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p))
    if ((where >= SPACE_LINES && (*p == '\n' || *p == '\r'))
        || (where == SPACE_ANYWHERE && is_blank (p)))
      return TRUE;
  return FALSE;
}

/* Something that a client or the bridge puts a value in for. */
static gboolean
has_reference (const char *value)
{
  const char *dollar = strchr (value, '$');

  if (dollar != NULL && g_str_has_prefix (dollar, "$env:"))
    return FALSE;
  return strstr (value, "{env:") != NULL || strstr (value, "{file:") != NULL
         || (dollar != NULL
             && (dollar[1] == '{' || dollar[1] == '_' || g_ascii_isalpha (dollar[1])));
}

static gboolean
has_url_chars (const char *url)
{
  for (const char *p = url; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (URL_CHARS, *p) == NULL)
      return FALSE;
  return TRUE;
}

/* Why @url can't be one, as a sentence; NULL if it can. */
static const char *
find_url_fault (const char *url)
{
  g_autoptr (GUri) uri = NULL;
  const char *rest = strstr (url, "://");

  if (!has_url_chars (url))
    return _ ("The url has a character that no url may have, or a space.");
  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || rest == NULL)
    return _ ("The url is not one: it has to begin with https:// and the name of the server.");
  if (strcmp (g_uri_get_scheme (uri), "https") != 0 && strcmp (g_uri_get_scheme (uri), "http") != 0)
    return _ ("The url has to begin with https://.");
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return _ ("The url has no name of a server.");
  if (g_uri_get_userinfo (uri) != NULL)
    return _ ("The url has a user name or password in it, which clients do not send.");
  if (g_uri_get_fragment (uri) != NULL)
    return _ ("The url has a part behind a #, which is never sent.");
  if (g_str_has_prefix (g_uri_get_path (uri), "//") && g_uri_get_port (uri) <= 0)
    return _ ("The url has https:// in it twice.");
  return NULL;
}

static void
lint_url (const char *url, GPtrArray *findings)
{
  const char *fault;

  if (url == NULL || *url == '\0')
    {
      add (findings, "url-invalid", "url", _ ("The url is empty."));
      return;
    }
  if (has_stray_space (url, SPACE_LINES))
    add (findings, "value-whitespace", "url", _ ("In the url."));
  if (has_reference (url))
    return;
  if (iru_lint_is_placeholder (url))
    {
      add (findings, "placeholder", "url", _ ("The url is still the example."));
      return;
    }

  g_autofree char *trimmed = g_strstrip (g_strdup (url));
  fault = find_url_fault (trimmed);
  if (fault != NULL)
    add (findings, "url-invalid", "url", fault);
  else if (g_ascii_strncasecmp (trimmed, "http:", 5) == 0 && !iru_url_is_loopback (trimmed))
    add (findings, "url-insecure", "url", _ ("The key would be sent without encryption."));
}

gboolean
iru_lint_is_header_name (const char *name)
{
  if (*name == '\0')
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (TOKEN_CHARS, *p) == NULL)
      return FALSE;
  return TRUE;
}

/* Printable ASCII: what every client's HTTP library sends as it stands. */
static gboolean
is_header_value (const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    if (!g_ascii_isprint (*p) && strchr ("\t\r\n", *p) == NULL)
      return FALSE;
  return TRUE;
}

static void
lint_header (const IruPair *header, gboolean iru, GPtrArray *findings)
{
  gboolean is_key = iru && g_ascii_strcasecmp (header->name, KEY_HEADER) == 0;
  g_autofree char *field = g_strconcat ("headers.", header->name, NULL);
  const char *value = header->value;
  gboolean refers = has_reference (value);
  gboolean stray = has_stray_space (value, is_key && refers ? SPACE_ENDS
                                           : is_key         ? SPACE_ANYWHERE
                                                            : SPACE_LINES);

  if (!iru_lint_is_header_name (header->name))
    {
      add (findings, "wrong-field", field,
           _ ("The name of the header has a character that no header may have."));
      return;
    }
  if (stray)
    add (findings, "value-whitespace", field, _ ("In the value of a header."));
  if (refers)
    return;
  if (iru_lint_is_placeholder (value))
    add (findings, "placeholder", field, _ ("The value of the header is still the example."));
  else if (!stray && !is_header_value (value))
    add (findings, "wrong-field", field,
         _ ("The value of the header has a character that can't be sent. Copy it once more."));
  else if (is_key && *value != '\0' && !g_str_has_prefix (value + strspn (value, " "), KEY_PREFIX))
    add (findings, "key-prefix-missing", field, _ ("X-API-Key has another beginning."));
}

static void
lint_needed_header (const IruServer *server, const char *name, GPtrArray *findings)
{
  g_autofree char *field = g_strconcat ("headers.", name, NULL);
  const char *value = iru_pairs_get (server->headers, name, TRUE);

  if (value == NULL && (server->helper != NULL || server->asks_other))
    return;
  if (value == NULL)
    {
      IruFinding *finding =
          iru_findings_add (findings, "header-missing", _ ("%s is not there."), name);

      finding->field = g_steal_pointer (&field);
      return;
    }
  g_autofree char *trimmed = g_strstrip (g_strdup (value));
  gboolean empty = *trimmed == '\0' || strcmp (trimmed, KEY_PREFIX) == 0;
  explicit_bzero (trimmed, strlen (trimmed));
  if (empty)
    {
      IruFinding *finding = iru_findings_add (findings, "header-missing", _ ("%s is empty."), name);

      finding->field = g_steal_pointer (&field);
    }
}

static void
lint_command (const IruServer *server, GPtrArray *findings)
{
  for (guint i = 0; i < server->args->len; i++)
    if (iru_placeholder_has_words (g_ptr_array_index (server->args, i)))
      {
        add (findings, "placeholder", "args", _ ("An argument is still the example."));
        break;
      }
  for (guint i = 0; i < server->env->len; i++)
    {
      IruPair *pair = iru_pairs_index (server->env, i);
      g_autofree char *field = g_strconcat ("env.", pair->name, NULL);

      if (has_stray_space (pair->value, SPACE_ENDS))
        add (findings, "value-whitespace", field, _ ("In the value of a variable."));
      if (!has_reference (pair->value) && iru_lint_is_placeholder (pair->value))
        add (findings, "placeholder", field, _ ("The value of the variable is still the example."));
    }
}

void
iru_lint_server (const IruServer *server, GPtrArray *findings)
{
  gboolean iru = iru_server_is_iru (server);

  if (server->transport == IRU_TRANSPORT_STDIO)
    {
      lint_command (server, findings);
      return;
    }
  lint_url (server->url, findings);
  for (guint i = 0; i < server->headers->len; i++)
    lint_header (iru_pairs_index (server->headers, i), iru, findings);
  if (iru)
    {
      lint_needed_header (server, KEY_HEADER, findings);
      lint_needed_header (server, PROFILE_HEADER, findings);
    }
}

gboolean
iru_lint_is_placeholder (const char *value)
{
  return iru_placeholder_has_words (value) || iru_placeholder_is_name (value)
         || iru_placeholder_is_shell (value) || iru_placeholder_has_mask (value);
}
