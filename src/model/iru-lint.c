/* iru-lint.c: what is wrong with a server's values, wherever they stand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-lint.h"

#include "iru-doubt.h"
#include "iru-placeholder.h"
#include "iru-profile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* All that RFC 3986 lets into a url. */
#define URL_CHARS "-._~:/?#[]@!$&'()*+,;=%"
#define TOKEN_CHARS "!#$%&'*+-.^_`|~"

static void
add (GPtrArray *findings, const char *id, const char *field, const char *detail)
{
  IruFinding *finding = iru_findings_add (findings, id, "%s", detail);

  finding->field = g_strdup (field);
}

static gboolean
add_doubt (GPtrArray *findings, const char *field, const IruDoubt *doubt)
{
  IruFinding *finding;

  if (doubt == NULL)
    return FALSE;
  finding = iru_findings_add (findings, doubt->id, "%s", doubt->detail);
  finding->field = g_strdup (field);
  finding->advice = g_strdup (doubt->advice);
  return TRUE;
}

/* A variable that only a shell puts a value in for: the program sees its name. */
static gboolean
add_shell_variable (GPtrArray *findings, const char *field, const char *value)
{
  IruFinding *finding;

  if (!iru_placeholder_is_shell (value))
    return FALSE;
  finding = iru_findings_add (findings, "env-unset", "%s",
                              _ ("The value is a variable, and nothing fills it in here."));
  finding->field = g_strdup (field);
  finding->advice = g_strdup (_ ("Put the value itself in the place of the variable."));
  return TRUE;
}

/* The space or character of no width that begins at @p. */
static gboolean
is_blank (const char *p)
{
  gunichar c = g_utf8_get_char (p);

  return g_unichar_isspace (c) || c == 0xa0 || c == '\v' || g_unichar_iszerowidth (c)
         || (c >= 0x200b && c <= 0x200f) || c == 0xfeff;
}

char *
iru_lint_trim (const char *value)
{
  const char *end = value + strlen (value);

  if (!g_utf8_validate (value, -1, NULL))
    return g_strdup (value);
  while (*value != '\0' && is_blank (value))
    value = g_utf8_next_char (value);
  while (end > value && is_blank (g_utf8_prev_char (end)))
    end = g_utf8_prev_char (end);
  return g_strndup (value, end - value);
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
lint_url (const char *url, const IruProfile *profile, GPtrArray *findings)
{
  const char *fault;

  if (url == NULL || *url == '\0')
    {
      add (findings, "url-invalid", "url", _ ("The url is empty."));
      return;
    }
  if (has_stray_space (url, SPACE_LINES))
    add (findings, "value-whitespace", "url", _ ("In the url."));
  if (has_reference (url) || add_shell_variable (findings, "url", url)
      || add_doubt (findings, "url", iru_doubt_in_url (profile, url)))
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

/* A header or a variable whose key has to begin in a certain way, and does not. */
static void
lint_start (const IruProfileValue *known, const IruPair *pair, const char *field,
            GPtrArray *findings)
{
  if (known == NULL || known->starts[0] == NULL || *pair->value == '\0'
      || iru_profile_value_fits (known, pair->value))
    return;

  IruFinding *finding =
      iru_findings_add (findings, "key-prefix-missing", _ ("%s has to begin with “%s%s”."),
                        pair->name, known->scheme != NULL ? known->scheme : "", known->starts[0]);
  finding->field = g_strdup (field);
}

/* In a key of which more is known no space may be, but behind its scheme. */
static gboolean
is_stray (const IruProfileValue *known, const char *value, Space where)
{
  if (has_stray_space (value, where))
    return TRUE;
  return !has_reference (value) && known != NULL && known->starts[0] != NULL
         && has_stray_space (iru_profile_value_skip_scheme (known, value), SPACE_ANYWHERE);
}

static void
lint_header (const IruPair *header, const IruProfile *profile, GPtrArray *findings)
{
  const IruProfileValue *known = iru_profile_get_value (profile, header->name, FALSE);
  g_autofree char *field = g_strconcat ("headers.", header->name, NULL);
  const char *value = header->value;
  gboolean refers = has_reference (value);
  gboolean stray = is_stray (known, value, refers && known != NULL ? SPACE_ENDS : SPACE_LINES);

  if (!iru_lint_is_header_name (header->name))
    {
      add (findings, "wrong-field", field,
           _ ("The name of the header has a character that no header may have."));
      return;
    }
  if (!refers
      && (add_shell_variable (findings, field, value)
          || add_doubt (findings, field, iru_doubt_in_value (profile, known, header->name, value))))
    return;
  if (stray)
    add (findings, "value-whitespace", field, _ ("In the value of a header."));
  if (refers)
    return;
  if (iru_lint_is_placeholder (value))
    add (findings, "placeholder", field, _ ("The value of the header is still the example."));
  else if (!stray && !is_header_value (value))
    add (findings, "wrong-field", field,
         _ ("The value of the header has a character that can't be sent. Copy it once more."));
  else
    lint_start (known, header, field, findings);
}

/* Nothing, or nothing but how it begins. */
static gboolean
is_empty (const IruProfileValue *known, const char *value)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (value));
  g_autofree char *scheme = g_strchomp (g_strdup (known->scheme != NULL ? known->scheme : ""));
  const char *key = iru_profile_value_skip_scheme (known, trimmed);
  gboolean empty = *key == '\0' || g_ascii_strcasecmp (key, scheme) == 0;

  for (guint i = 0; known->starts[i] != NULL; i++)
    empty |= strcmp (key, known->starts[i]) == 0;
  explicit_bzero (trimmed, strlen (trimmed));
  return empty;
}

static void
lint_needed_header (const IruServer *server, const IruProfileValue *known, GPtrArray *findings)
{
  const char *value = iru_pairs_get (server->headers, known->name, TRUE);

  if (value != NULL ? !is_empty (known, value) : server->helper != NULL || server->asks_other)
    return;

  IruFinding *finding =
      iru_findings_add (findings, "header-missing",
                        value == NULL ? _ ("%s is not there.") : _ ("%s is empty."), known->name);
  finding->field = g_strconcat ("headers.", known->name, NULL);
}

static void
lint_variable (const IruPair *pair, const IruProfile *profile, GPtrArray *findings)
{
  const IruProfileValue *known = iru_profile_get_value (profile, pair->name, TRUE);
  g_autofree char *field = g_strconcat ("env.", pair->name, NULL);

  if (is_stray (known, pair->value, SPACE_ENDS))
    add (findings, "value-whitespace", field, _ ("In the value of a variable."));
  if (has_reference (pair->value) || add_shell_variable (findings, field, pair->value)
      || add_doubt (findings, field, iru_doubt_in_value (profile, known, pair->name, pair->value)))
    return;
  if (iru_lint_is_placeholder (pair->value))
    add (findings, "placeholder", field, _ ("The value of the variable is still the example."));
  else
    lint_start (known, pair, field, findings);
}

/* The first argument behind the name of the package, which may be called as it likes. */
static guint
skip_package (const IruServer *server)
{
  static const char *const plain[] = { "-y",  "--yes", "-q", "--quiet", "exec", "dlx",
                                       "run", "tool",  "x",  "-i",      "--rm", NULL };
  guint next = 0;

  while (next < server->args->len && g_strv_contains (plain, server->args->pdata[next]))
    next++;
  return next < server->args->len && *(const char *)server->args->pdata[next] != '-' ? next + 1
                                                                                     : next;
}

/* Whether an argument has dashes in the place of its hyphens. */
static void
lint_dashes (const IruServer *server, GPtrArray *findings)
{
  for (guint i = 0; i < server->args->len; i++)
    if (add_doubt (findings, "args", iru_doubt_in_argument (server->args->pdata[i])))
      return;
}

static void
lint_command (const IruServer *server, const IruProfile *profile, GPtrArray *findings)
{
  for (guint i = skip_package (server); i < server->args->len; i++)
    if (iru_placeholder_is_in_argument (g_ptr_array_index (server->args, i)))
      {
        add (findings, "placeholder", "args", _ ("An argument is still the example."));
        break;
      }
  for (guint i = 0; i < server->env->len; i++)
    lint_variable (iru_pairs_index (server->env, i), profile, findings);
}

void
iru_lint_server (const IruServer *server, GPtrArray *findings)
{
  const IruProfile *profile = iru_profile_find (server);

  lint_dashes (server, findings);
  if (server->transport == IRU_TRANSPORT_STDIO)
    {
      lint_command (server, profile, findings);
      return;
    }
  lint_url (server->url, profile, findings);
  for (guint i = 0; i < server->headers->len; i++)
    lint_header (iru_pairs_index (server->headers, i), profile, findings);
  for (const IruProfileValue *value = iru_profile_get_values (profile); value->name != NULL;
       value++)
    if (value->needed)
      lint_needed_header (server, value, findings);
}

gboolean
iru_lint_is_placeholder (const char *value)
{
  return iru_placeholder_has_words (value) || iru_placeholder_is_name (value)
         || iru_placeholder_has_mask (value);
}
