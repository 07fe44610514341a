/* iru-secret-name.c: what a name says about the values under it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-secret.h"

#include <string.h>

#include "iru-profile.h"

#define MAX_WORDS 16
#define MAX_WORD_LENGTH 32

typedef struct
{
  char words[MAX_WORDS][MAX_WORD_LENGTH];
  guint n_words;
} Words;

static const char *const key_words[] = {
  "key",       "keys",       "token",       "tokens",     "secret",        "secrets", "password",
  "passwords", "passwd",     "pass",        "passphrase", "passcode",      "pwd",     "pat",
  "bearer",    "credential", "credentials", "creds",      "authorization", "cookie",  "cookies",
  "jwt",       "dsn",        "signature",   "sig",        "sas",           "otp",     "auth",
  "pin",       "psk",        "webhook",     NULL,
};

/* Ends of words that people write together: "apikey", "clientsecret". */
static const char *const key_ends[] = {
  "apikey",     "authkey",    "accesskey", "secretkey",   "privatekey", "sharedkey",
  "accountkey", "licensekey", "token",     "tokens",      "secret",     "password",
  "passwd",     "passphrase", "pwd",       "credentials", NULL,
};

/* A name that ends so is about a key. What is under it is looked at, not masked as a whole. */
static const char *const about_words[] = {
  "url",     "uri",      "endpoint", "path",   "file",       "dir",       "helper",  "command",
  "cmd",     "env",      "var",      "vars",   "variable",   "name",      "names",   "type",
  "kind",    "limit",    "limits",   "count",  "length",     "size",      "format",  "expiry",
  "expires", "ttl",      "header",   "prefix", "mode",       "bindings",  "binding", "map",
  "store",   "provider", "enabled",  "method", "source",     "algorithm", "timeout", "budget",
  "usage",   "servers",  "server",   "style",  "repository", "version",   "scheme",  NULL,
};

static const char *const env_words[] = {
  "env",    "envs",    "environ",  "environment", "variables", "vars",  "extra",
  "custom", "default", "defaults", "additional",  "set",       "stdio", NULL,
};

/* Names of objects whose members are not called keys, and are. */
static const char *const exact_about[] = { "auth",    "oauth",  "env_key",  "env_keys",
                                           "envKeys", "envKey", "security", NULL };

static void
add_char (Words *words, char c, gboolean starts)
{
  char *word;
  gsize length;

  if (starts || words->n_words == 0)
    {
      if (words->n_words == MAX_WORDS)
        return;
      words->n_words++;
    }
  word = words->words[words->n_words - 1];
  length = strlen (word);
  if (length + 1 < MAX_WORD_LENGTH)
    word[length] = g_ascii_tolower (c);
}

/* "API_KEY", "api-key", "apiKey", "APIKey" → "api", "key". */
static void
split (const char *name, gsize length, Words *words)
{
  gboolean inside = FALSE;

  memset (words, 0, sizeof *words);
  for (gsize i = 0; i < length; i++)
    {
      gboolean upper = g_ascii_isupper (name[i]);
      gboolean starts = !inside || (upper && i > 0 && g_ascii_islower (name[i - 1]))
                        || (upper && i > 0 && i + 1 < length && g_ascii_isupper (name[i - 1])
                            && g_ascii_islower (name[i + 1]));

      if (!g_ascii_isalpha (name[i]))
        {
          inside = FALSE;
          continue;
        }
      add_char (words, name[i], starts);
      inside = TRUE;
    }
}

static gboolean
sounds_like_key (const char *word)
{
  if (g_strv_contains (key_words, word))
    return TRUE;
  for (guint i = 0; key_ends[i] != NULL; i++)
    if (g_str_has_suffix (word, key_ends[i]))
      return TRUE;
  return FALSE;
}

static gboolean
has_word (const Words *words, const char *word)
{
  for (guint i = 0; i < words->n_words; i++)
    if (strcmp (words->words[i], word) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_env (const Words *words)
{
  if (!has_word (words, "env") && !has_word (words, "envs") && !has_word (words, "environ")
      && !has_word (words, "environment"))
    return FALSE;
  for (guint i = 0; i < words->n_words; i++)
    if (!g_strv_contains (env_words, words->words[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_open (const char *name, gboolean is_variable)
{
  for (const IruProfile *profile = iru_profiles_get (); profile->name != NULL; profile++)
    {
      const IruProfileValue *value = iru_profile_get_value (profile, name, is_variable);

      if (value != NULL && value->open)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_exact (const char *const *names, const char *name, gsize length)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (strlen (names[i]) == length && g_ascii_strncasecmp (names[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

/* Which of the words it is that counts: the last decides what the value is. */
static IruSecretName
classify_words (const Words *words)
{
  const char *last = words->words[words->n_words - 1];
  gboolean is_key = FALSE;

  /* "shell_environment_policy.set" is an object of variables, as "env" is. */
  if (is_env (words) || (strcmp (last, "set") == 0 && has_word (words, "environment")))
    return IRU_SECRET_NAME_ENV;
  if (strcmp (last, "headers") == 0)
    return has_word (words, "env") ? IRU_SECRET_NAME_ABOUT : IRU_SECRET_NAME_HEADERS;
  if (strcmp (last, "params") == 0 && has_word (words, "query"))
    return IRU_SECRET_NAME_HEADERS;
  if (strcmp (last, "string") == 0 && has_word (words, "connection"))
    return IRU_SECRET_NAME_KEY;
  for (guint i = 0; i < words->n_words; i++)
    is_key |= sounds_like_key (words->words[i]);
  if (!is_key)
    return has_word (words, "headers") ? IRU_SECRET_NAME_ABOUT : IRU_SECRET_NAME_PLAIN;
  return g_strv_contains (about_words, last) ? IRU_SECRET_NAME_ABOUT : IRU_SECRET_NAME_KEY;
}

IruSecretName
iru_secret_name_classify (const char *name, gsize length)
{
  Words words;
  g_autofree char *whole = g_strndup (name, MIN (length, 256));

  if (is_open (whole, FALSE) || is_open (whole, TRUE))
    return IRU_SECRET_NAME_OPEN;
  if (is_exact (exact_about, name, length))
    return IRU_SECRET_NAME_ABOUT;
  split (whole, strlen (whole), &words);
  return words.n_words > 0 ? classify_words (&words) : IRU_SECRET_NAME_PLAIN;
}

/* Headers and variables */

gboolean
iru_header_is_secret (const char *name)
{
  return !is_open (name, FALSE);
}

gboolean
iru_variable_loads_code (const char *name)
{
  static const char *const names[] = {
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "LD_AUDIT",
    "DYLD_INSERT_LIBRARIES",
    "DYLD_LIBRARY_PATH",
    "DYLD_FRAMEWORK_PATH",
    "NODE_OPTIONS",
    "NODE_PATH",
    "NODE_EXTRA_CA_CERTS",
    "NODE_TLS_REJECT_UNAUTHORIZED",
    "npm_config_registry",
    "npm_config_prefix",
    "npm_config_userconfig",
    "npm_config_globalconfig",
    "npm_config_script_shell",
    "npm_config_node_options",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PYTHONHOME",
    "PERL5LIB",
    "PERL5OPT",
    "RUBYOPT",
    "RUBYLIB",
    "JAVA_TOOL_OPTIONS",
    "_JAVA_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "CLASSPATH",
    "BASH_ENV",
    "ENV",
    "SHELL",
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "UV_INDEX_URL",
    "UV_DEFAULT_INDEX",
    "UV_EXTRA_INDEX_URL",
    "UV_INDEX",
    "GIT_SSH_COMMAND",
    "GIT_SSH",
    "GIT_EXEC_PATH",
    "GCONV_PATH",
    "DENO_INSTALL",
    "BUN_CONFIG_REGISTRY",
    "COREPACK_NPM_REGISTRY",
    "DOTNET_STARTUP_HOOKS",
    "COR_PROFILER",
    "CORECLR_PROFILER",
    "DOCKER_HOST",
    "PATHEXT",
    "COMSPEC",
    NULL,
  };

  return is_exact (names, name, strlen (name));
}

gboolean
iru_variable_is_secret (const char *name)
{
  return strcmp (name, "PATH") != 0 && !iru_variable_loads_code (name) && !is_open (name, TRUE);
}
