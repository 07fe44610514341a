/* iru-bridge-lint.c: arguments that mcp-remote does not read as they are meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measured on mcp-remote 0.15.1. It takes each "--header" with the argument after it, if that
 * begins with a name and a colon. Of what is left, the first has to be the URL.
 */
#include "iru-bridge-lint.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-bridge-args.h"

#define NAME_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

/* One mistake is said once, however many arguments have it. */
G_GNUC_PRINTF (2, 3)
static void
add (GPtrArray *findings, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *detail = g_strdup_vprintf (format, args);
  va_end (args);

  for (guint i = 0; i < findings->len; i++)
    if (g_strcmp0 (((IruFinding *)findings->pdata[i])->detail, detail) == 0)
      return;
  iru_findings_add (findings, "bridge-arguments", "%s", detail)->field = g_strdup ("args");
}

/* An option without what stands behind it in the same argument. (transfer full) */
static char *
dup_option (const char *word)
{
  return g_strndup (word, strcspn (word, " =:"));
}

static void
lint_header (const IruBridgeArg *arg, GPtrArray *findings)
{
  g_autofree char *option = dup_option (arg->word);
  gsize length = arg->value != NULL ? strcspn (arg->value, ":= ") : 0;
  g_autofree char *name = arg->value != NULL ? g_strndup (arg->value, length) : NULL;

  if (arg->value == NULL || *arg->value == '-')
    add (findings, _ ("No header stands after “%s”."), option);
  else if (!arg->is_read && g_str_has_prefix (arg->word, "--header "))
    add (findings, _ ("“%s” and its value are one argument, and have to be two."), option);
  else if (!arg->is_read && strcmp (option, "--header") == 0)
    add (findings, _ ("“%s=” is not read. The option and its value have to be two arguments."),
         option);
  else if (!arg->is_read)
    add (findings, _ ("“%s” is no option of mcp-remote. It is called “--header”."), option);
  else if (arg->value[length] == '=')
    add (findings, _ ("“%s=” is not read as a header. A colon has to stand after the name."), name);
  else if (arg->value[length] != ':')
    add (findings, "%s", _ ("A header has no colon between its name and its value."));
}

/* @other: (nullable): the first argument that is neither the URL nor a header. */
static void
lint_url (const IruBridgeArg *url, const char *other, GPtrArray *findings)
{
  g_autofree char *option = other != NULL ? dup_option (other) : NULL;

  if (url == NULL)
    add (findings, "%s", _ ("No URL stands among the arguments."));
  else if (g_str_has_prefix (url->word, "--url"))
    add (findings, _ ("“%s” is no option of mcp-remote. The URL has to stand alone."), "--url");
  else if (!url->is_read && option != NULL)
    add (findings, _ ("“%s” stands before the URL, and the URL has to be the first argument."),
         option);
  else if (*url->value == '$')
    add (findings, _ ("mcp-remote does not look up %s in the place of the URL."), url->value);
}

void
iru_bridge_lint (const IruServer *server, GPtrArray *findings)
{
  g_auto (IruBridgeWalk) walk = { 0 };
  g_autoptr (GPtrArray) own = iru_findings_new ();
  IruBridgeArg url = { 0 };
  IruBridgeArg arg;
  const char *other = NULL;

  if (iru_bridge_walk_start (&walk, server) == NULL)
    return;
  while (iru_bridge_walk_next (&walk, &arg))
    {
      if (arg.kind == IRU_BRIDGE_ARG_HEADER)
        lint_header (&arg, own);
      else if (arg.kind == IRU_BRIDGE_ARG_URL)
        url = arg;
      else if (other == NULL && arg.kind != IRU_BRIDGE_ARG_HEADER_FILE)
        other = arg.word;
    }
  /* A word in the place of the URL is no URL, which is said of it. */
  if (url.word != NULL || other == NULL || *other == '-')
    lint_url (url.word != NULL ? &url : NULL, other, own);
  g_ptr_array_extend_and_steal (findings, g_steal_pointer (&own));
}

/* Calls @func for the reference at @p, which goes up to @close behind @open; returns the end. */
static const char *
report (const char *p, const char *open, const char *close, IruBridgeReference kind,
        IruBridgeReferenceFunc func, gpointer data)
{
  gsize length = g_str_has_prefix (p, open) ? strspn (p + strlen (open), NAME_CHARS) : 0;
  const char *end = p + strlen (open) + length;

  if (length == 0 || g_ascii_isdigit (p[strlen (open)]) || !g_str_has_prefix (end, close))
    return NULL;
  end += strlen (close);
  g_autofree char *name = g_strndup (p + strlen (open), length);
  g_autofree char *spelling = g_strndup (p, end - p);
  func (kind, spelling, name, data);
  return end;
}

/* $NAME: a value of its own only, as a key may have a dollar in it. */
static gboolean
is_plain_reference (const char *value, const char *p)
{
  gboolean starts = p == value || strchr (" :", p[-1]) != NULL;
  gsize length = *p == '$' ? strspn (p + 1, NAME_CHARS) : 0;

  return starts && length > 1 && p[1 + length] == '\0' && !g_ascii_islower (p[1]);
}

static void
find_references (const char *value, IruBridgeReferenceFunc func, gpointer data)
{
  static const struct
  {
    const char *open;
    const char *close;
    IruBridgeReference kind;
  } spellings[] = {
    { "${env:", "}", IRU_BRIDGE_REFERENCE_UNREAD }, { "$env:", "", IRU_BRIDGE_REFERENCE_UNREAD },
    { "${", "}", IRU_BRIDGE_REFERENCE_READ },       { "{env:", "}", IRU_BRIDGE_REFERENCE_UNREAD },
    { "%", "%", IRU_BRIDGE_REFERENCE_UNREAD },
  };

  for (const char *p = value; *p != '\0';)
    {
      const char *end = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (spellings) && end == NULL; i++)
        end = report (p, spellings[i].open, spellings[i].close, spellings[i].kind, func, data);
      if (end == NULL && is_plain_reference (value, p))
        end = report (p, "$", "", IRU_BRIDGE_REFERENCE_UNREAD, func, data);
      p = end != NULL ? end : p + 1;
    }
}

void
iru_bridge_foreach_reference (const IruServer *server, IruBridgeReferenceFunc func, gpointer data)
{
  g_auto (IruBridgeWalk) walk = { 0 };
  IruBridgeArg arg;

  if (iru_bridge_walk_start (&walk, server) == NULL)
    return;
  while (iru_bridge_walk_next (&walk, &arg))
    if (arg.value != NULL
        && (arg.kind == IRU_BRIDGE_ARG_HEADER
            || (arg.kind == IRU_BRIDGE_ARG_URL && *arg.value != '$')))
      find_references (arg.value, func, data);
}
