/* iru-docker.c: whether a server in a container can be talked to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-docker.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-program.h"
#include "iru-secret.h"

static const char *const programs[] = { "docker", "podman", "nerdctl", NULL };

/* Options without a value; all others of two dashes have one. */
static const char *const switches[] = {
  "--detach",
  "--disable-content-trust",
  "--help",
  "--init",
  "--interactive",
  "--no-hosts",
  "--no-healthcheck",
  "--quiet",
  "--rm",
  "--oom-kill-disable",
  "--read-only",
  "--replace",
  "--tls",
  "--debug",
  "--privileged",
  "--tty",
  "--publish-all",
  "--tlsverify",
  "--sig-proxy",
  "--use-api-socket",
  NULL,
};
/* The same of one dash. */
#define SHORT_SWITCHES "dDitPq"

/* Variables that are for Docker itself, or for starting it. */
static const char *const own_variables[] = { "PATH", "HOME", "XDG_RUNTIME_DIR", NULL };

/* Images that serve HTTP unless they are told otherwise. */
static const struct
{
  const char *image;
  const char *option;
  const char *value;
} http_images[] = { { "mcp-itglue", "--transport", "stdio" } };

/* What an entry's arguments come to. */
typedef struct
{
  const GPtrArray *args;
  guint next;
  gboolean interactive;
  gboolean tty;
  gboolean detached;
  gboolean has_file;  /* of variables */
  const char *joined; /* an option and its value in one argument */
  const char *image;
  GPtrArray *passed; /* (element-type utf8): NAME or NAME=value */
} Run;

static const char *
peek (const Run *run)
{
  return run->next < run->args->len ? run->args->pdata[run->next] : NULL;
}

static const char *
take (Run *run)
{
  const char *word = peek (run);

  run->next += word != NULL;
  return word;
}

/* --tty, --tty=true */
static gboolean
is_on (const char *value)
{
  return value == NULL
         || (g_ascii_strcasecmp (value, "false") != 0 && strcmp (value, "0") != 0
             && g_ascii_strcasecmp (value, "f") != 0);
}

static void
switch_on (Run *run, const char *name, const char *value)
{
  if (strcmp (name, "--interactive") == 0 || strcmp (name, "i") == 0)
    run->interactive = is_on (value);
  else if (strcmp (name, "--tty") == 0 || strcmp (name, "t") == 0)
    run->tty = is_on (value);
  else if (strcmp (name, "--detach") == 0 || strcmp (name, "d") == 0)
    run->detached = is_on (value);
}

static void
set_value (Run *run, const char *name, const char *value)
{
  if ((strcmp (name, "--env") == 0 || strcmp (name, "e") == 0) && value != NULL)
    g_ptr_array_add (run->passed, g_strdup (value));
  else if (strcmp (name, "--env-file") == 0 || strcmp (name, "--env-host") == 0)
    run->has_file = TRUE;
}

static void
read_long (Run *run, const char *word)
{
  const char *equals = strchr (word, '=');
  g_autofree char *name = g_strndup (word, equals != NULL ? (gsize)(equals - word) : strlen (word));
  const char *value = equals != NULL ? equals + 1 : NULL;

  if (g_strv_contains (switches, name))
    switch_on (run, name, value);
  else
    set_value (run, name, value != NULL ? value : take (run));
}

/* -it, -ie NAME, -eNAME */
static void
read_short (Run *run, const char *word)
{
  for (const char *p = word + 1; *p != '\0'; p++)
    {
      const char name[] = { *p, '\0' };

      if (strchr (SHORT_SWITCHES, *p) != NULL)
        {
          switch_on (run, name, p[1] == '=' ? p + 2 : NULL);
          if (p[1] == '=')
            return;
          continue;
        }
      set_value (run, name, p[1] == '\0' ? take (run) : p + 1 + (p[1] == '='));
      return;
    }
}

/* Passes options up to the first word, which is @run's image, container or command. */
static const char *
read_options (Run *run)
{
  const char *word;

  while ((word = take (run)) != NULL && *word == '-')
    {
      if (strchr (word, ' ') != NULL && strchr (word, '=') == NULL && run->joined == NULL)
        run->joined = word;
      if (strcmp (word, "--") == 0)
        return take (run);
      if (word[1] == '-')
        read_long (run, word);
      else
        read_short (run, word);
    }
  return word;
}

/* Whether it is "docker run" or "docker exec", of a container. */
static gboolean
read_run (Run *run)
{
  const char *word = read_options (run);

  if (g_strcmp0 (word, "container") == 0)
    word = take (run);
  if (g_strcmp0 (word, "run") != 0 && g_strcmp0 (word, "exec") != 0)
    return FALSE;
  run->interactive = run->tty = run->detached = FALSE;
  run->image = read_options (run);
  return TRUE;
}

G_GNUC_PRINTF (2, 3)
static void
add (GPtrArray *findings, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *detail = g_strdup_vprintf (format, args);
  va_end (args);
  IruFinding *finding = iru_findings_add (findings, "docker-arguments", "%s", detail);

  finding->field = g_strdup ("args");
}

/* @name of "NAME=value" and "NAME". */
static gboolean
is_passed (const Run *run, const char *name)
{
  gsize length = strlen (name);

  for (guint i = 0; i < run->passed->len; i++)
    {
      const char *pair = run->passed->pdata[i];

      if (strncmp (pair, name, length) == 0 && (pair[length] == '\0' || pair[length] == '='))
        return TRUE;
    }
  return FALSE;
}

/* Whether -e NAME stands behind the image, where the server gets it. */
static gboolean
is_behind_image (const Run *run, const char *name)
{
  for (guint i = run->next; i < run->args->len; i++)
    {
      const char *word = run->args->pdata[i];
      const char *value = NULL;

      if (strcmp (word, "-e") == 0 || strcmp (word, "--env") == 0)
        value = i + 1 < run->args->len ? run->args->pdata[i + 1] : NULL;
      else if (g_str_has_prefix (word, "--env="))
        value = word + strlen ("--env=");
      if (value != NULL && g_str_has_prefix (value, name)
          && (value[strlen (name)] == '\0' || value[strlen (name)] == '='))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_for_docker (const char *name)
{
  return g_strv_contains (own_variables, name) || g_str_has_prefix (name, "DOCKER_")
         || g_str_has_suffix (name, "_PROXY") || g_str_has_suffix (name, "_proxy");
}

/* Variables of the entry that do not get into the container. */
static void
lint_env (const Run *run, const IruServer *server, GPtrArray *findings)
{
  for (guint i = 0; i < server->env->len; i++)
    {
      const char *name = iru_pairs_index (server->env, i)->name;

      if (is_passed (run, name) || is_for_docker (name))
        continue;
      if (is_behind_image (run, name))
        add (findings, _ ("“-e %s” stands after the image, where the server gets it."), name);
      else if (!run->has_file)
        add (findings, _ ("%s is in “env”, and no “-e” passes it into the container."), name);
      else
        continue;
      if (!iru_variable_is_secret (name))
        ((IruFinding *)findings->pdata[findings->len - 1])->severity = IRU_SEVERITY_WARNING;
    }
}

/* Variables that are to get into the container and have no value. */
static void
lint_passed (const Run *run, const IruServer *server, IruHandsDown hands_down, gpointer data,
             GPtrArray *findings)
{
  for (guint i = 0; i < run->passed->len; i++)
    {
      const char *name = run->passed->pdata[i];

      if (*name == '\0' || strchr (name, '=') != NULL
          || iru_pairs_get (server->env, name, FALSE) != NULL || hands_down (name, data))
        continue;
      add (findings, _ ("“-e %s” passes a variable that “env” of the entry does not have."), name);
    }
}

/* Whether arguments or variables say @value. */
static gboolean
has_value (const Run *run, const IruServer *server, const char *value)
{
  for (guint i = 0; i < run->args->len; i++)
    if (g_str_has_suffix (run->args->pdata[i], value))
      return TRUE;
  for (guint i = 0; i < server->env->len; i++)
    if (strcmp (iru_pairs_index (server->env, i)->value, value) == 0)
      return TRUE;
  return FALSE;
}

static void
lint_image (const Run *run, const IruServer *server, GPtrArray *findings)
{
  const char *slash = run->image != NULL ? strrchr (run->image, '/') : NULL;
  const char *name = slash != NULL ? slash + 1 : run->image;

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (http_images); i++)
    {
      gsize length = strlen (http_images[i].image);

      if (strncmp (name, http_images[i].image, length) != 0
          || (name[length] != '\0' && strchr (":@", name[length]) == NULL)
          || has_value (run, server, http_images[i].value))
        continue;
      g_autofree char *option =
          g_strdup_printf ("%s %s", http_images[i].option, http_images[i].value);
      add (findings, _ ("The image serves HTTP unless “%s” stands after its name."), option);
    }
}

static void
lint_run (const Run *run, GPtrArray *findings)
{
  g_autofree char *option =
      run->joined != NULL ? g_strndup (run->joined, strcspn (run->joined, " ")) : NULL;

  if (option != NULL)
    add (findings, _ ("“%s” and its value are one argument."), option);
  if (run->image == NULL)
    add (findings, "%s", _ ("No image is named."));
  if (run->detached)
    add (findings, _ ("“%s” runs the container in the background, where no client can talk to it."),
         "-d");
  else if (!run->interactive)
    add (findings, _ ("“%s” is missing, so the container gets no standard input."), "-i");
  if (run->tty)
    add (findings, _ ("“%s” asks for a terminal, and the client is none."), "-t");
}

void
iru_docker_lint (const IruServer *server, IruHandsDown hands_down, gpointer data,
                 GPtrArray *findings)
{
  g_autoptr (GPtrArray) passed = g_ptr_array_new_with_free_func (g_free);
  Run run = { .args = server->args, .passed = passed };

  if (!iru_program_is_one_of (server->command, programs) || !read_run (&run))
    return;
  lint_run (&run, findings);
  lint_env (&run, server, findings);
  lint_passed (&run, server, hands_down, data, findings);
  lint_image (&run, server, findings);
}
