/* iru-launch.c: how a client would start an entry's command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-launch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-signature.h"

void
iru_launch_free (IruLaunch *command)
{
  if (command == NULL)
    return;
  g_strfreev (command->argv);
  g_strfreev (command->env);
  g_free (command->folder);
  g_free (command);
}

/* (transfer full) */
static char *
get_path (const IruTarget *target, const IruServer *server)
{
  const char *own = iru_pairs_get (server->env, "PATH", FALSE);
  g_auto (GStrv) folders = NULL;

  if (own != NULL)
    return g_strdup (own);
  folders = target->client->desktop ? iru_places_get_desktop_path (target->places)
                                    : iru_places_get_path (target->places);
  return g_strjoinv (":", folders);
}

/* (transfer full) */
static char *
find_program (const char *command, const char *path)
{
  g_auto (GStrv) folders = g_strsplit (path, ":", -1);

  for (guint i = 0; strchr (command, '/') == NULL && folders[i] != NULL; i++)
    {
      g_autofree char *candidate = g_build_filename (folders[i], command, NULL);

      if (g_path_is_absolute (candidate)
          && g_file_test (candidate, G_FILE_TEST_IS_EXECUTABLE | G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&candidate);
    }
  return g_strdup (command);
}

static GStrv
build_env (const IruTarget *target, const IruServer *server, const char *path)
{
  static const char *const handed_down[] = { "LOGNAME", "SHELL", "TERM", "USER" };
  GStrv env = g_environ_setenv (NULL, "HOME", iru_places_get_home (target->places), TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (handed_down); i++)
    {
      const char *value = iru_places_getenv (target->places, handed_down[i]);

      if (value != NULL)
        env = g_environ_setenv (env, handed_down[i], value, TRUE);
    }
  env = g_environ_setenv (env, "PATH", path, TRUE);
  for (guint i = 0; i < server->env->len; i++)
    {
      const IruPair *pair = iru_pairs_index (server->env, i);

      if (*pair->name != '\0' && strchr (pair->name, '=') == NULL)
        env = g_environ_setenv (env, pair->name, pair->value, TRUE);
    }
  return env;
}

IruLaunch *
iru_launch_new (const IruTarget *target, const IruServer *server)
{
  IruLaunch *command;
  GStrvBuilder *argv;

  if (!iru_places_is_own (target->places))
    return NULL;

  g_autofree char *path = get_path (target, server);
  g_autofree char *program = find_program (server->command, path);
  argv = g_strv_builder_new ();
  g_strv_builder_add (argv, program);
  for (guint i = 0; i < server->args->len; i++)
    g_strv_builder_add (argv, server->args->pdata[i]);
  command = g_new0 (IruLaunch, 1);
  command->argv = g_strv_builder_end (argv);
  g_strv_builder_unref (argv);
  command->env = build_env (target, server, path);
  command->folder = g_strdup (iru_places_get_home (target->places));
  return command;
}

/* The last line that says what went wrong; else the last that says that something did. */
static const char *
find_cause (GPtrArray *errors, const IruSignature **found)
{
  const char *vague = NULL;

  for (guint i = errors->len; i > 0; i--)
    {
      const IruSignature *signature = iru_signature_find (errors->pdata[i - 1]);

      if (signature == NULL || signature->id == NULL || (signature->vague && vague != NULL))
        continue;
      *found = signature;
      if (!signature->vague)
        return errors->pdata[i - 1];
      vague = errors->pdata[i - 1];
    }
  return vague;
}

/* Whether @headline only says that it failed. */
static gboolean
is_vague (const IruFinding *headline)
{
  return strcmp (headline->kind->id, "bridge-failed") == 0
         || strcmp (headline->kind->id, "protocol-error") == 0;
}

/* The last thing that it said may be a hint all the same. */
static void
add_last_words (IruProbeResult *result)
{
  if (result->errors->len == 0)
    return;
  IruFinding *last =
      iru_findings_add (result->findings, "bridge-failed", "%s",
                        (const char *)result->errors->pdata[result->errors->len - 1]);
  last->severity = IRU_SEVERITY_INFO;
}

void
iru_launch_explain (IruProbeResult *result)
{
  IruFinding *headline = iru_findings_get_headline (result->findings);
  const IruSignature *signature = NULL;
  const char *line = NULL;

  if (headline == NULL || !is_vague (headline))
    return;
  signature = headline->detail != NULL ? iru_signature_find (headline->detail) : NULL;
  line = signature != NULL && signature->id != NULL ? headline->detail
                                                    : find_cause (result->errors, &signature);
  if (line == NULL)
    {
      add_last_words (result);
      return;
    }
  IruFinding *cause = iru_findings_add (result->findings, signature->id, "%s", line);
  cause->severity = IRU_SEVERITY_ERROR;
  if (signature->cure != NULL)
    cause->advice = g_strdup (_ (signature->cure));
  headline->severity = IRU_SEVERITY_INFO;
  result->rungs[headline->rung].state = IRU_RUNG_STATE_OK;
  result->rungs[cause->rung].state = IRU_RUNG_STATE_FAILED;
}
