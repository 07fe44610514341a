/* iru-helper.c: this program as what a client asks for headers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-helper.h"

#include <string.h>

#include "iru-config-walk.h"

#define PROGRAM "iru-mcp-setup"
#define OPTION "--print-headers"

#define SHELL_CHARS "$`;&|<>()\\\n*?[]{}~#!"
/* No shell reads anything into these. */
#define PLAIN_CHARS "/._-+,:@"

static char *
quote (const char *word)
{
  gboolean plain = *word != '\0';

  for (const char *p = word; *p != '\0' && plain; p++)
    plain = g_ascii_isalnum (*p) || strchr (PLAIN_CHARS, *p) != NULL;
  return plain ? g_strdup (word) : g_shell_quote (word);
}

/* The wizard is a program of its own, and not the one that can be asked. */
static char *
find_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *name = self != NULL ? g_path_get_basename (self) : NULL;

  if (g_strcmp0 (name, PROGRAM) == 0)
    return g_steal_pointer (&self);
  return g_build_filename (IRU_BINDIR, PROGRAM, NULL);
}

static char *
make (const char *program, const char *name)
{
  g_autofree char *quoted_program = quote (program);
  g_autofree char *quoted_name = quote (name);

  return g_strjoin (" ", quoted_program, OPTION, quoted_name, NULL);
}

char *
iru_helper_make (const char *name)
{
  g_autofree char *program = find_program ();

  return make (program, name);
}

char *
iru_helper_parse (const char *command, char **program)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *name = NULL;
  g_autofree char *made = NULL;

  if (program != NULL)
    *program = NULL;
  if (!g_shell_parse_argv (command, NULL, &words, NULL) || g_strv_length (words) != 3
      || strcmp (words[1], OPTION) != 0 || *words[2] == '\0')
    return NULL;
  /* What a shell would make of these is not known here, unless they are quoted as we quote. */
  made = make (words[0], words[2]);
  if (strcmp (made, command) != 0 && strpbrk (command, SHELL_CHARS) != NULL)
    return NULL;
  name = g_path_get_basename (words[0]);
  if (!g_path_is_absolute (words[0]) || strcmp (name, PROGRAM) != 0)
    return NULL;
  if (program != NULL)
    *program = g_strdup (words[0]);
  return g_strdup (words[2]);
}

void
iru_helper_list_names (const IruClient *client, GBytes *text, GPtrArray *names)
{
  gsize length = 0;
  const char *data = text != NULL ? g_bytes_get_data (text, &length) : NULL;
  const char *field = client->dialect.helper_field;

  if (field == NULL || data == NULL || memmem (data, length, OPTION, strlen (OPTION)) == NULL)
    return;

  const char *const everything[] = { NULL };
  g_autoptr (IruDocument) document = iru_document_new (client->syntax, text, NULL);
  g_autoptr (IruValue) whole =
      document != NULL ? iru_document_dup_value (document, everything) : NULL;
  g_autoptr (GPtrArray) entries =
      whole != NULL ? iru_config_list_values (client, whole) : g_ptr_array_new ();
  /* A file may have very many. */
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < names->len; i++)
    g_hash_table_add (known, names->pdata[i]);
  for (guint i = 0; i < entries->len; i++)
    {
      const char *command = iru_value_get_string (entries->pdata[i], field);
      g_autofree char *name = command != NULL ? iru_helper_parse (command, NULL) : NULL;

      if (name == NULL || g_hash_table_contains (known, name))
        continue;
      g_hash_table_add (known, name);
      g_ptr_array_add (names, g_steal_pointer (&name));
    }
}

char *
iru_helper_list_clients (void)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  for (const IruClient *client = iru_clients_get (); client->name != NULL; client++)
    if (client->dialect.helper_field != NULL)
      g_string_append_printf (titles, "%s%s", titles->len > 0 ? ", " : "", client->title);
  return g_string_free (g_steal_pointer (&titles), FALSE);
}
