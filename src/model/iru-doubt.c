/* iru-doubt.c: values that can be read, and that nobody can have meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-doubt.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-dash.h"

typedef enum
{
  DOUBT_PREFIX_TWICE,
  DOUBT_NAME_IN_VALUE,
  DOUBT_EXAMPLE_LEFT,
  DOUBT_KEY_ELSEWHERE,
  DOUBT_DASH_IN_VALUE,
  DOUBT_MAIL_FILTER,
  DOUBT_HOST_TWICE,
  DOUBT_DASH_IN_URL,
  DOUBT_DASH_IN_ARGUMENT,
} Doubt;

/* clang-format off */
static const IruDoubt doubts[] = {
  [DOUBT_PREFIX_TWICE] = { "key-prefix-missing",
    N_("The key begins with its prefix twice."),
    N_("Remove one of the two prefixes.") },
  [DOUBT_NAME_IN_VALUE] = { "wrong-field",
    N_("The name of the header is in its value too."),
    N_("Remove the name and the colon from the value.") },
  [DOUBT_EXAMPLE_LEFT] = { "placeholder",
    N_("Words of the example, such as YOUR_API_KEY, are still beside the key."),
    N_("Remove these words, so that only the key is left.") },
  [DOUBT_KEY_ELSEWHERE] = { "wrong-field",
    N_("A key is in the place of another value, which is no key."),
    N_("Copy each value of the MCP configuration to its own place.") },
  [DOUBT_DASH_IN_VALUE] = { "wrong-field",
    N_("There is a dash of a word processor in the value."),
    N_("Type a hyphen (-) in the place of the dash, or copy the value again.") },
  [DOUBT_MAIL_FILTER] = { "url-invalid",
    N_("A mail filter, such as Safe Links of Outlook, has rewritten the URL."),
    N_("Copy the URL from the MCP configuration, not from a mail.") },
  [DOUBT_HOST_TWICE] = { "url-invalid",
    N_("The whole host is where only the name of the tenant belongs."),
    N_("Remove the second host name, or copy the URL from the MCP configuration again.") },
  [DOUBT_DASH_IN_URL] = { "url-invalid",
    N_("There is a dash of a word processor in the URL."),
    N_("Type a hyphen (-) in the place of the dash, or copy the URL again.") },
  [DOUBT_DASH_IN_ARGUMENT] = { "wrong-field",
    N_("An argument begins with a dash of a word processor. The command expects hyphens."),
    N_("Type two hyphens (--) in front of a word and one (-) in front of a single letter. “iru-mcp-setup --install” does it too.") },
};

/* Hosts of the services that rewrite links in mails. */
static const char *const mail_filters[] = {
  "safelinks.protection.outlook.com", "urldefense.com", "urldefense.proofpoint.com", "cudasvc.com",
  "mimecast.com", "mimecastprotect.com", "secure-web.cisco.com", "clicktime.symantec.com",
  "clicktime.cloud.postoffice.net", "trendmicro.com", "url.avanan.click", "inky.com", "fireeye.com",
};
/* clang-format on */

/* Translated. */
static const IruDoubt *
get_doubt (Doubt doubt)
{
  static IruDoubt translated[G_N_ELEMENTS (doubts)];

  translated[doubt] =
      (IruDoubt){ doubts[doubt].id, _ (doubts[doubt].detail), _ (doubts[doubt].advice) };
  return &translated[doubt];
}

static gboolean
has_prefix_twice (const IruProfileValue *known, const char *value)
{
  const char *key = known != NULL ? iru_profile_value_skip_scheme (known, value) : value;

  for (guint i = 0; known != NULL && known->starts[i] != NULL; i++)
    if (g_str_has_prefix (key, known->starts[i])
        && g_str_has_prefix (key + strlen (known->starts[i]), known->starts[i]))
      return TRUE;
  return known != NULL && known->scheme != NULL && key > value
         && iru_profile_value_skip_scheme (known, key + strspn (key, " "))
                > key + strspn (key, " ");
}

static gboolean
has_name (const char *name, const char *value)
{
  gsize length = strlen (name);

  return g_ascii_strncasecmp (value, name, length) == 0
         && (value[length] == ':' || value[length] == '=') && value[length + 1] != '\0';
}

/* YOUR_API_KEY and the like, in capitals, in front of something else or behind it. */
static gboolean
has_example_left (const char *value)
{
  static const char *const words[] = { "YOUR_", "PASTE_", "INSERT_", "REPLACE_", "ENTER_" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *word = strstr (value, words[i]);
      gsize length = word != NULL ? strspn (word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") : 0;

      if (length > strlen (words[i]) + 1 && (word == value || !g_ascii_isupper (word[-1])))
        return TRUE;
    }
  return FALSE;
}

/* A value that is known to be no key, and begins as a key of this vendor. */
static gboolean
is_key_elsewhere (const IruProfile *profile, const IruProfileValue *known, const char *value)
{
  if (known == NULL || !known->open || known->starts[0] != NULL)
    return FALSE;
  for (const IruProfileValue *other = profile->values; other->name != NULL; other++)
    if (other->starts[0] != NULL && iru_profile_value_fits (other, value))
      return TRUE;
  return FALSE;
}

const IruDoubt *
iru_doubt_in_value (const IruProfile *profile, const IruProfileValue *known, const char *name,
                    const char *value)
{
  if (has_prefix_twice (known, value))
    return get_doubt (DOUBT_PREFIX_TWICE);
  if (has_name (name, value))
    return get_doubt (DOUBT_NAME_IN_VALUE);
  if (has_example_left (value))
    return get_doubt (DOUBT_EXAMPLE_LEFT);
  if (is_key_elsewhere (profile, known, value))
    return get_doubt (DOUBT_KEY_ELSEWHERE);
  return known != NULL && iru_dash_is_in (value) ? get_doubt (DOUBT_DASH_IN_VALUE) : NULL;
}

static gboolean
is_below (const char *host, const char *domain)
{
  gsize length = strlen (domain);
  gsize host_length = strlen (host);

  return host_length >= length && g_ascii_strcasecmp (host + host_length - length, domain) == 0
         && (host_length == length || host[host_length - length - 1] == '.');
}

/* acme.connect.iru.dev.connect.iru.dev */
static gboolean
has_domain_twice (const IruProfile *profile, const char *host)
{
  for (guint i = 0; i < G_N_ELEMENTS (profile->domains) && profile->domains[i] != NULL; i++)
    {
      if (!is_below (host, profile->domains[i]))
        continue;
      g_autofree char *before = g_strndup (host, strlen (host) - strlen (profile->domains[i]));

      for (guint j = 0; j < G_N_ELEMENTS (profile->domains) && profile->domains[j] != NULL; j++)
        {
          g_autofree char *inner = g_strconcat (".", profile->domains[j], ".", NULL);

          if (strstr (before, inner) != NULL)
            return TRUE;
        }
    }
  return FALSE;
}

const IruDoubt *
iru_doubt_in_url (const IruProfile *profile, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (iru_dash_is_in (url))
    return get_doubt (DOUBT_DASH_IN_URL);
  for (guint i = 0; host != NULL && i < G_N_ELEMENTS (mail_filters); i++)
    if (is_below (host, mail_filters[i]))
      return get_doubt (DOUBT_MAIL_FILTER);
  return host != NULL && has_domain_twice (profile, host) ? get_doubt (DOUBT_HOST_TWICE) : NULL;
}

const IruDoubt *
iru_doubt_in_argument (const char *argument)
{
  return iru_dash_is_option (argument) ? get_doubt (DOUBT_DASH_IN_ARGUMENT) : NULL;
}
