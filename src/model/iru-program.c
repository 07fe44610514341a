/* iru-program.c: which program a command names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-program.h"

#include <string.h>

char *
iru_program_get_name (const char *path)
{
  static const char *const suffixes[] = { ".cmd", ".exe", ".bat", ".ps1" };
  const char *name = path;

  for (const char *p = path; *p != '\0'; p++)
    if (*p == '/' || *p == '\\')
      name = p + 1;

  char *program = g_ascii_strdown (name, -1);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (program, suffixes[i]))
      {
        program[strlen (program) - strlen (suffixes[i])] = '\0';
        break;
      }
  return program;
}

gboolean
iru_program_is_named (const char *command, const char *name)
{
  g_autofree char *program = iru_program_get_name (command);

  return strcmp (program, name) == 0;
}

gboolean
iru_program_is_one_of (const char *command, const char *const *names)
{
  g_autofree char *program = iru_program_get_name (command);

  return g_strv_contains (names, program);
}
