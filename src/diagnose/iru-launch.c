/* iru-launch.c: how a client would start an entry's command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-launch.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "iru-excerpt.h"
#include "iru-program.h"
#include "iru-runtime.h"
#include "iru-signature.h"
#include "iru-system-program.h"

/* Of a program that is asked unasked: nothing of a file is in it. */
#define SYSTEM_PATH "/usr/bin:/bin:/usr/sbin:/sbin"

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

/* What clients hand down to a command. (transfer full) */
static GStrv
build_env (const IruTarget *target, const char *path)
{
  static const char *const handed_down[] = { "LOGNAME", "SHELL", "TERM", "USER" };
  GStrv env = g_environ_setenv (NULL, "HOME", iru_places_get_home (target->places), TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (handed_down); i++)
    {
      const char *value = iru_places_getenv (target->places, handed_down[i]);

      if (value != NULL)
        env = g_environ_setenv (env, handed_down[i], value, TRUE);
    }
  return g_environ_setenv (env, "PATH", path, TRUE);
}

/* Takes @env. */
static GStrv
add_entry_env (GStrv env, const IruServer *server)
{
  for (guint i = 0; i < server->env->len; i++)
    {
      const IruPair *pair = iru_pairs_index (server->env, i);

      if (*pair->name != '\0' && strchr (pair->name, '=') == NULL)
        env = g_environ_setenv (env, pair->name, pair->value, TRUE);
    }
  return env;
}

/* Takes @program and @env. */
static IruLaunch *
new_launch (const IruTarget *target, char *program, const char *const *args, GStrv env)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  IruLaunch *command = g_new0 (IruLaunch, 1);

  g_strv_builder_add (argv, program);
  for (guint i = 0; args[i] != NULL; i++)
    g_strv_builder_add (argv, args[i]);
  g_free (program);
  command->argv = g_strv_builder_end (argv);
  command->env = env;
  command->folder = g_strdup (iru_places_get_home (target->places));
  return command;
}

IruLaunch *
iru_launch_new (const IruTarget *target, const IruServer *server)
{
  if (!iru_places_is_native (target->places))
    return NULL;

  g_autofree char *path = get_path (target, server);
  g_autoptr (GPtrArray) args = g_ptr_array_new ();
  for (guint i = 0; i < server->args->len; i++)
    g_ptr_array_add (args, server->args->pdata[i]);
  g_ptr_array_add (args, NULL);
  return new_launch (target, find_program (server->command, path), (const char *const *)args->pdata,
                     add_entry_env (build_env (target, path), server));
}

/* Whether the entry means another Docker than the one that answers without its values. */
static gboolean
names_docker (const IruServer *server)
{
  for (guint i = 0; i < server->env->len; i++)
    if (g_str_has_prefix (iru_pairs_index (server->env, i)->name, "DOCKER_"))
      return TRUE;
  return server->args->len > 0 && g_str_has_prefix (server->args->pdata[0], "-");
}

/* The docker that @server's command would be; NULL if it is another program, is not there, or
 * would say nothing of the one that is meant. (transfer full) */
static char *
find_docker (const IruTarget *target, const IruServer *server)
{
  g_autofree char *path = get_path (target, server);
  g_autofree char *docker = NULL;

  if (!iru_program_is_named (server->command, "docker") || names_docker (server))
    return NULL;
  docker = find_program (server->command, path);
  return g_file_test (docker, G_FILE_TEST_IS_EXECUTABLE) ? g_steal_pointer (&docker) : NULL;
}

IruLaunch *
iru_launch_new_question (const IruTarget *target, const IruServer *server, gboolean started)
{
  static const char *const node_args[] = { "--version", NULL };
  static const char *const docker_args[] = { "version", "--format", "{{.Server.Version}}", NULL };
  g_autofree char *program = NULL;
  g_autofree char *path = NULL;
  gboolean is_node;

  if (server->command == NULL || server->disabled || !iru_places_is_native (target->places)
      || !target->client->desktop)
    return NULL;
  program = iru_runtime_find_unversioned (target->places, server);
  is_node = program != NULL;
  if (program == NULL)
    program = find_docker (target, server);
  if (program == NULL || (!started && !iru_system_program_check (program)))
    return NULL;
  path = started ? get_path (target, server) : g_strdup (SYSTEM_PATH);
  return new_launch (target, g_steal_pointer (&program), is_node ? node_args : docker_args,
                     build_env (target, path));
}

static void
add_answer (GPtrArray *findings, const char *id, const IruServer *server, char *text)
{
  IruFinding *finding = iru_findings_add (findings, id, NULL);

  finding->detail = iru_excerpt_text (server, text, -1);
  finding->field = g_strdup ("command");
  g_free (text);
}

static void
judge_node (const IruLaunch *question, const IruServer *server, const IruQueryAnswer *answer,
            GPtrArray *findings)
{
  const char *version = answer->line != NULL && *answer->line == 'v' ? answer->line + 1 : "";
  g_autofree char *folder = g_path_get_dirname (question->argv[0]);

  if (g_ascii_isdigit (*version))
    iru_runtime_judge_node (folder, strtoul (version, NULL, 10), findings);
  else if (!answer->late && !answer->succeeded)
    add_answer (findings, "bridge-failed", server,
                g_strdup_printf ("%s --version: %s", question->argv[0],
                                 answer->error != NULL ? answer->error : _ ("no answer")));
}

static void
judge_docker (const IruServer *server, const IruQueryAnswer *answer, GPtrArray *findings)
{
  const char *why = answer->late            ? _ ("“docker version” did not answer in time.")
                    : answer->error != NULL ? answer->error
                                            : _ ("no answer");

  if (answer->succeeded)
    return;
  add_answer (findings, "docker-failed", server, g_strdup (why));
  if (answer->late)
    ((IruFinding *)findings->pdata[findings->len - 1])->severity = IRU_SEVERITY_WARNING;
}

gboolean
iru_launch_equal (const IruLaunch *a, const IruLaunch *b)
{
  return g_strv_equal ((const char *const *)a->argv, (const char *const *)b->argv)
         && g_strv_equal ((const char *const *)a->env, (const char *const *)b->env)
         && strcmp (a->folder, b->folder) == 0;
}

void
iru_launch_judge (const IruLaunch *question, const IruServer *server, const IruQueryAnswer *answer,
                  GPtrArray *findings)
{
  if (iru_program_is_named (question->argv[0], "docker"))
    judge_docker (server, answer, findings);
  else
    judge_node (question, server, answer, findings);
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

/* The last thing that it said may be a hint all the same, if it is of any consequence. */
static void
add_last_words (IruProbeResult *result)
{
  for (guint i = result->errors->len; i > 0; i--)
    {
      const char *line = result->errors->pdata[i - 1];

      if (*line == '\0' || iru_signature_find (line) != NULL)
        continue;
      IruFinding *last = iru_findings_add (result->findings, "bridge-failed", "%s", line);
      last->severity = IRU_SEVERITY_INFO;
      return;
    }
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
