/* iru-export.c: a server in a form that can be handed to somebody else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-config.h"
#include "iru-dialect.h"
#include "iru-error.h"
#include "iru-export-form.h"
#include "iru-lint.h"
#include "iru-program.h"
#include "iru-runtime.h"

/**
 * Form: a row
 * @reference: what stands in the place of a key, "%s" for its name
 * @is_command: a shell reads it
 */
typedef struct
{
  const char *kind;
  const char *client;
  const char *reference;
  gboolean is_command;
  gboolean is_text;
  GBytes *(*format) (const IruExport *export);
  const char *hint;
} Form;

/* clang-format off */
static const Form forms[] = {
  { "cursor-link", "cursor", "${env:%s}", FALSE, TRUE, iru_export_format_cursor_link,
    N_ ("Opened in a browser it asks Cursor to add the server. Cursor takes each key from a variable of the environment that it is started in.") },
  { "vscode-link", "vscode", "${input:%s}", FALSE, TRUE, iru_export_format_vscode_link,
    N_ ("Opened in a browser it asks VS Code to add the server. VS Code asks for each key when the server is first started, and keeps it.") },
  { "claude-command", "claude-code", "${%s}", TRUE, TRUE, iru_export_format_claude_command,
    N_ ("Run in a terminal it adds the server to Claude Code, which takes each key from a variable of the environment that it is started in.") },
  { "codex-command", "codex", "${%s}", TRUE, TRUE, iru_export_format_codex_command,
    N_ ("Run in a terminal it adds the server to Codex. A bearer token is taken from its variable whenever Codex starts. Other headers need Node.js there, and the command puts the value of their variable into Codex's file.") },
  { "mcpb", "claude-desktop", "${user_config.%s}", FALSE, FALSE, iru_export_format_bundle,
    N_ ("Opened with Claude Desktop it asks whether to install the server and for each key, which is kept in the system's keychain. Node.js has to be there.") },
};
/* clang-format on */

const char *const *
iru_export_get_kinds (void)
{
  static const char *kinds[G_N_ELEMENTS (forms) + 1];

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    kinds[i] = forms[i].kind;
  return kinds;
}

static const Form *
get_form (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (forms[i].kind, kind) == 0)
      return &forms[i];
  g_return_val_if_reached (NULL);
}

const char *
iru_export_get_hint (const IruExport *export)
{
  return _ (get_form (export->kind)->hint);
}

static GPtrArray *
get_pairs (const IruServer *server)
{
  return server->transport == IRU_TRANSPORT_HTTP ? server->headers : server->env;
}

void
iru_export_free (IruExport *export)
{
  if (export == NULL)
    return;
  g_free (export->name);
  iru_server_free (export->server);
  g_ptr_array_unref (export->asked);
  g_clear_pointer (&export->content, g_bytes_unref);
  g_free (export);
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED, message);
  return FALSE;
}

/* Without what is true of this machine only: where npx is, what carries a url. */
static IruServer *
make_portable (const IruServer *server)
{
  IruServer *portable = iru_server_copy (server);

  portable->disabled = FALSE;
  if (server->transport == IRU_TRANSPORT_HTTP)
    {
      g_clear_pointer (&portable->command, g_free);
      g_clear_pointer (&portable->bridge, g_free);
      g_ptr_array_set_size (portable->args, 0);
      g_ptr_array_set_size (portable->env, 0);
    }
  else if (server->command != NULL && iru_program_is_named (server->command, "npx"))
    {
      g_free (portable->command);
      portable->command = g_strdup ("npx");
      for (guint i = portable->env->len; i > 0; i--)
        if (strcmp (iru_pairs_index (portable->env, i - 1)->name, "PATH") == 0)
          g_ptr_array_remove_index (portable->env, i - 1);
    }
  return portable;
}

/* What is wrong here would be wrong there. */
static gboolean
check_server (const IruServer *server, GError **error)
{
  g_autoptr (GPtrArray) findings = iru_findings_new ();
  const IruFinding *headline;

  iru_lint_server (server, findings);
  headline = iru_findings_get_headline (findings);
  if (headline == NULL && server->transport == IRU_TRANSPORT_STDIO
      && (server->command == NULL || *server->command == '\0'))
    return fail (error, _ ("The server has neither a url nor a command."));
  if (headline == NULL)
    return TRUE;
  g_set_error (error, IRU_ERROR, IRU_ERROR_UNSUPPORTED,
               _ ("The server cannot be handed over as it is: %s. %s"),
               iru_finding_get_title (headline), iru_finding_get_advice (headline));
  return FALSE;
}

/* What is left as it stands: name, url, command and arguments, and of the values those that
 * no reference takes the place of. (transfer container) */
static GPtrArray *
list_kept (const IruServer *server, gboolean literal)
{
  GPtrArray *kept = g_ptr_array_new ();
  GPtrArray *pairs = get_pairs (server);

  g_ptr_array_add (kept, server->name);
  if (server->transport == IRU_TRANSPORT_HTTP)
    g_ptr_array_add (kept, server->url);
  else
    g_ptr_array_add (kept, server->command);
  g_ptr_array_extend (kept, server->args, NULL, NULL);
  for (guint i = 0; i < pairs->len; i++)
    {
      const IruPair *pair = iru_pairs_index (pairs, i);

      g_ptr_array_add (kept, pair->name);
      if (literal || !iru_dialect_refers (server, pair))
        g_ptr_array_add (kept, pair->value);
    }
  return kept;
}

/* Whether a terminal would show it otherwise than it is, or obey it. */
static gboolean
has_unseen (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeType type = g_unichar_type (g_utf8_get_char (p));

      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_LINE_SEPARATOR
          || type == G_UNICODE_PARAGRAPH_SEPARATOR)
        return TRUE;
    }
  return FALSE;
}

/* Each client puts something in for a reference; there is no way to tell it not to. */
static gboolean
check_kept (const Form *form, const IruServer *server, gboolean literal, GError **error)
{
  g_autoptr (GPtrArray) kept = list_kept (server, literal);

  for (guint i = 0; i < kept->len; i++)
    {
      const char *text = kept->pdata[i];

      if (!g_utf8_validate (text, -1, NULL))
        return fail (error, _ ("The server has a value that is not text, so it cannot be handed "
                               "over. Put it right in the configuration first."));
      if (strstr (text, "${") != NULL)
        return fail (error, _ ("The server has a value that refers to a variable, which means "
                               "nothing to somebody else. Put in what it stands for, and try "
                               "again."));
      if (form->is_command && has_unseen (text))
        return fail (error, _ ("The server has a value with a line break or a character that "
                               "cannot be seen, which no command line should have. Choose "
                               "another form, such as mcpb."));
    }
  return TRUE;
}

/* A key in the url or in an argument, where no reference can stand for it. */
static gboolean
check_secrets (const IruServer *server, GError **error)
{
  g_autoptr (GPtrArray) assignments =
      iru_dialect_write (iru_client_get ("claude-code"), NULL, server);
  const IruAssignment *whole = assignments->pdata[0];
  g_autoptr (GArray) secrets = iru_dialect_find_possible_secrets (whole->value);

  for (guint i = 0; i < secrets->len; i++)
    if (g_array_index (secrets, IruSecret, i).kind != IRU_SECRET_VALUE)
      return fail (error, _ ("The url or an argument has a value in it that may be a key. Use "
                             "--secrets=literal to hand it over all the same."));
  return TRUE;
}

static gboolean
is_variable_name (const char *name)
{
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_')
      return FALSE;
  return *name != '\0' && !g_ascii_isdigit (*name);
}

static gboolean
check_names (const Form *form, const IruExport *export, const IruServer *server, GError **error)
{
  if (!iru_config_check_name (export->client, export->name, error))
    return FALSE;
  if (form->is_command && *export->name == '-')
    return fail (error, _ ("The server's name begins with “-”, which a command takes for an "
                           "option. Give it another name in the configuration."));
  for (guint i = 0; i < server->env->len; i++)
    if (!is_variable_name (iru_pairs_index (server->env, i)->name))
      return fail (error, _ ("The server has a variable whose name is none. Variables are called "
                             "with letters, digits and “_”; put it right in the configuration."));
  return TRUE;
}

/* References in the place of keys, and what they ask for. */
static void
refer (const Form *form, IruExport *export, const IruServer *server)
{
  IruClient asking = *export->client;
  g_autoptr (GPtrArray) variables = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *pairs = get_pairs (server);

  asking.dialect.references[0] = form->reference;
  asking.dialect.env_headers_field = NULL;
  export->server = iru_dialect_refer (&asking, NULL, server, variables);
  for (guint i = 0, n = 0; i < pairs->len; i++)
    if (iru_dialect_refers (server, iru_pairs_index (pairs, i)))
      iru_pairs_set (export->asked, variables->pdata[n++], iru_pairs_index (pairs, i)->name, FALSE);
}

IruExport *
iru_export_new (const char *kind, const IruServer *server, gboolean literal, GError **error)
{
  const Form *form = get_form (kind);
  g_autoptr (IruServer) portable = make_portable (server);
  g_autoptr (IruExport) export = g_new0 (IruExport, 1);

  export->kind = form->kind;
  export->client = iru_client_get (form->client);
  export->name = g_strdup (iru_config_get_new_name (export->client, portable));
  export->literal = literal;
  export->is_text = form->is_text;
  export->asked = iru_pairs_new ();
  if (!check_server (portable, error) || !check_kept (form, portable, literal, error)
      || (!literal && !check_secrets (portable, error))
      || !check_names (form, export, portable, error))
    return NULL;
  if (literal)
    export->server = g_steal_pointer (&portable);
  else
    refer (form, export, portable);
  export->content = form->format (export);
  return g_steal_pointer (&export);
}
