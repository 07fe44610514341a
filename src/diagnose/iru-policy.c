/* iru-policy.c: whether a client is allowed to load a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-policy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Deeper than any folder is. */
#define MAX_ABOVE 64

/* One question: may this client load this server? */
typedef struct
{
  IruPolicyFiles *files;
  const IruTarget *target;
  const char *project; /* (nullable) */
  char *repository;    /* (nullable): the folder of the repository, else the project */
  const IruServer *server;
} Question;

/* What a source says of the server. */
typedef enum
{
  ANSWER_NOTHING, /* it has no such rule */
  ANSWER_NO,      /* a switch that is not on, a list without the server */
  ANSWER_YES,
} Answer;

/* "*" stands for anything. Never tries an earlier "*" again, so that a pattern of many is not
 * slow. */
static gboolean
fits_url (const char *pattern, const char *url)
{
  const char *star = NULL;
  const char *start = NULL;

  while (*url != '\0')
    if (*pattern == '*')
      {
        star = pattern++;
        start = url;
      }
    else if (*pattern == *url)
      {
        pattern++;
        url++;
      }
    else if (star != NULL)
      {
        pattern = star + 1;
        url = ++start;
      }
    else
      return FALSE;
  while (*pattern == '*')
    pattern++;
  return *pattern == '\0';
}

/* The whole command line. */
static gboolean
fits_command (const IruValue *value, const IruServer *server)
{
  guint length = iru_value_count_elements (value);

  if (value->type == IRU_VALUE_STRING)
    return g_strcmp0 (value->text, server->command) == 0;
  if (value->type != IRU_VALUE_ARRAY || length != server->args->len + 1)
    return FALSE;
  for (guint i = 0; i < length; i++)
    {
      const char *wanted = i == 0 ? server->command : server->args->pdata[i - 1];

      if (g_strcmp0 (iru_value_as_string (iru_value_get_element (value, i)), wanted) != 0)
        return FALSE;
    }
  return TRUE;
}

/* The value at @path, "/" between names, below @value. Borrowed. */
static const IruValue *
get_below (const IruValue *value, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  for (guint i = 0; parts[i] != NULL && value != NULL; i++)
    value = iru_value_get (value, parts[i]);
  return value;
}

/* A list in which an element names a url or command asks all servers of that kind for it. */
static const char *
choose_field (const IruPolicySource *source, const IruValue *list, const IruServer *server)
{
  const IruPolicyMatch *match = source->match;
  const char *field = server->command != NULL ? match->command : match->url;

  for (guint i = 0; source->kind == IRU_POLICY_ALLOW_ANY && i < iru_value_count_elements (list);
       i++)
    if (get_below (iru_value_get_element (list, i), field) != NULL)
      return field;
  return NULL;
}

/* @only: (nullable): the field that counts */
static gboolean
fits_element (const IruPolicyMatch *match, const IruValue *element, const char *only,
              const IruServer *server)
{
  const IruValue *name = get_below (element, match->name);
  const IruValue *url = get_below (element, match->url);
  const IruValue *command = get_below (element, match->command);

  if (only == NULL && name != NULL)
    return g_strcmp0 (iru_value_as_string (name), server->name) == 0;
  if (server->command != NULL)
    return command != NULL && fits_command (command, server);
  return url != NULL && server->url != NULL && iru_value_as_string (url) != NULL
         && fits_url (url->text, server->url);
}

/* The server's name, and what stands behind it. */
static gboolean
has_identity (const IruPolicyMatch *match, const IruValue *names, const IruServer *server)
{
  const IruValue *named = iru_value_get (names, server->name);

  if (server->command != NULL)
    return g_strcmp0 (iru_value_as_string (get_below (named, match->command)), server->command)
           == 0;
  return server->url != NULL
         && g_strcmp0 (iru_value_as_string (get_below (named, match->url)), server->url) == 0;
}

static gboolean
has_server (const IruPolicySource *source, const IruValue *list, const IruServer *server)
{
  const char *only = source->match != NULL ? choose_field (source, list, server) : NULL;

  for (guint i = 0; i < iru_value_count_elements (list); i++)
    {
      const IruValue *element = iru_value_get_element (list, i);

      if (source->match != NULL ? fits_element (source->match, element, only, server)
                                : g_strcmp0 (iru_value_as_string (element), server->name) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_on (const IruPolicySource *source, const IruValue *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (source->values) && source->values[i] != NULL; i++)
    if (g_strcmp0 (value->text, source->values[i]) == 0)
      return TRUE;
  return FALSE;
}

static Answer
judge_value (const IruPolicySource *source, const IruValue *value, const IruServer *server)
{
  if (value == NULL)
    return ANSWER_NOTHING;
  if (source->values[0] != NULL)
    return is_on (source, value) ? ANSWER_YES : ANSWER_NO;
  if (source->match != NULL && source->match->is_keyed)
    return value->type != IRU_VALUE_OBJECT               ? ANSWER_NOTHING
           : has_identity (source->match, value, server) ? ANSWER_YES
                                                         : ANSWER_NO;
  if (value->type != IRU_VALUE_ARRAY)
    return ANSWER_NOTHING;
  return has_server (source, value, server) ? ANSWER_YES : ANSWER_NO;
}

static Answer
ask_folder (const Question *question, const IruPolicySource *source, const char *path,
            const char *folder)
{
  g_autoptr (IruValue) value = iru_policy_files_dup_value (
      question->files, source, question->target, path, folder, question->server->name);

  return judge_value (source, value, question->server);
}

/* The nearest folder that has the rule decides. */
static Answer
ask_above (const Question *question, const IruPolicySource *source, const char *path)
{
  g_autofree char *folder = g_strdup (question->project);
  Answer answer = ANSWER_NOTHING;

  for (guint i = 0; i < MAX_ABOVE && folder != NULL && answer == ANSWER_NOTHING; i++)
    {
      g_autofree char *below = g_steal_pointer (&folder);

      answer = ask_folder (question, source, path, below);
      folder = g_path_get_dirname (below);
      if (strcmp (folder, below) == 0)
        break;
    }
  return answer;
}

static Answer
ask_file (const Question *question, const IruPolicySource *source, const char *path)
{
  Answer answer = ANSWER_NOTHING;

  if (source->folders == IRU_POLICY_ABOVE)
    return ask_above (question, source, path);
  if (source->folders == IRU_POLICY_EITHER)
    answer = ask_folder (question, source, path, question->project);
  return answer != ANSWER_NOTHING ? answer
                                  : ask_folder (question, source, path, question->repository);
}

/* @where: (out) (transfer full) (nullable): the first file with the rule */
static Answer
ask (const Question *question, const IruPolicySource *source, char **where)
{
  g_autoptr (GPtrArray) paths = iru_policy_files_list (source, question->target, question->project);
  Answer answer = ANSWER_NOTHING;

  for (guint i = 0; i < paths->len && answer != ANSWER_YES; i++)
    {
      Answer next =
          source->rule == NULL ? ANSWER_YES : ask_file (question, source, paths->pdata[i]);

      if (next <= answer)
        continue;
      answer = next;
      g_free (*where);
      *where = g_strdup (paths->pdata[i]);
    }
  return answer;
}

static gboolean
is_any (const Question *question, IruPolicyKind kind)
{
  for (const IruPolicySource *source = question->target->client->policy;
       source->kind != IRU_POLICY_NONE; source++)
    {
      g_autofree char *where = NULL;

      if (source->kind == kind && ask (question, source, &where) == ANSWER_YES)
        return TRUE;
    }
  return FALSE;
}

/* Whether the source is about this entry. */
static gboolean
concerns (const Question *question, const IruPolicySource *source)
{
  return (!source->for_projects || question->target->scope == IRU_SCOPE_PROJECT)
         && (!source->if_trusted || is_any (question, IRU_POLICY_TRUST));
}

/* (transfer full) (nullable) */
static char *
find_repository (const char *project)
{
  g_autofree char *folder = g_strdup (project);

  for (guint i = 0; i < MAX_ABOVE && folder != NULL; i++)
    {
      g_autofree char *git = g_build_filename (folder, ".git", NULL);
      g_autofree char *below = g_steal_pointer (&folder);

      if (g_file_test (git, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&below);
      folder = g_path_get_dirname (below);
      if (strcmp (folder, below) == 0)
        break;
    }
  return g_strdup (project);
}

/* The rule as people write it, without the parts that stand for something. (transfer full) */
static char *
dup_rule_name (const IruPolicySource *source)
{
  const char *variable = strrchr (source->rule, '}');
  const char *name = variable != NULL ? variable + 1 : source->rule;

  return g_strdelimit (g_strdup (*name == '/' ? name + 1 : name), "/", '.');
}

/* Says that @source keeps the server from being loaded. */
static void
report (const Question *question, const IruPolicySource *source, const char *where,
        GPtrArray *findings)
{
  g_autofree char *path = iru_places_get_native_path (question->target->places, where);
  g_autofree char *rule = source->rule != NULL ? dup_rule_name (source) : NULL;

  if (source->kind == IRU_POLICY_EXCLUSIVE)
    iru_findings_add (findings, "blocked-by-policy", _ ("Only the servers in %s count."), path);
  else if (source->kind == IRU_POLICY_ALLOW || source->kind == IRU_POLICY_ALLOW_ANY)
    iru_findings_add (findings, "blocked-by-policy", _ ("“%s” in %s does not have the server."),
                      rule, path);
  else if (source->kind == IRU_POLICY_DENY)
    iru_findings_add (findings, "blocked-by-policy", _ ("“%s” in %s has the server."), rule, path);
  else if (source->kind == IRU_POLICY_MASTER)
    iru_findings_add (findings, "client-switched-off", _ ("“%s” in %s switches it off."), rule,
                      path);
  else
    {
      IruFinding *finding = iru_findings_add (findings, "server-disabled",
                                              _ ("“%s” in %s switches it off."), rule, path);

      finding->advice =
          g_strdup (_ ("Switch the server on in the client, or take its name out of that list."));
    }
}

/* What a source has to answer to keep the server out by itself; NOTHING: it does not. */
static Answer
get_bar (IruPolicyKind kind)
{
  switch (kind)
    {
    case IRU_POLICY_EXCLUSIVE:
    case IRU_POLICY_DENY:
    case IRU_POLICY_OFF:
    case IRU_POLICY_MASTER:
      return ANSWER_YES;
    case IRU_POLICY_ALLOW:
      return ANSWER_NO;
    default:
      return ANSWER_NOTHING;
    }
}

static gboolean
is_blocked (const Question *question, const IruPolicySource *source, GPtrArray *findings)
{
  Answer bar = get_bar (source->kind);
  g_autofree char *where = NULL;

  if (bar == ANSWER_NOTHING || !concerns (question, source) || ask (question, source, &where) != bar
      || (source->kind == IRU_POLICY_EXCLUSIVE && strcmp (where, question->target->path) == 0))
    return FALSE;
  report (question, source, where, findings);
  return TRUE;
}

/* Lists of what is allowed count together. */
static gboolean
is_unlisted (const Question *question, GPtrArray *findings)
{
  gboolean managed = is_any (question, IRU_POLICY_ALLOW_OWN);
  const IruPolicySource *without = NULL;
  g_autofree char *first = NULL;

  for (const IruPolicySource *source = question->target->client->policy;
       source->kind != IRU_POLICY_NONE; source++)
    {
      g_autofree char *where = NULL;
      Answer answer;

      if (source->kind != IRU_POLICY_ALLOW_ANY || (managed && source->scope != IRU_SCOPE_MANAGED))
        continue;
      answer = ask (question, source, &where);
      if (answer == ANSWER_YES)
        return FALSE;
      if (answer == ANSWER_NOTHING || without != NULL)
        continue;
      without = source;
      first = g_steal_pointer (&where);
    }
  if (without != NULL)
    report (question, without, first, findings);
  return without != NULL;
}

/* Whether nobody has approved it yet. */
static gboolean
is_pending (const Question *question, GPtrArray *findings)
{
  const IruPolicySource *first = NULL;
  IruFinding *finding;

  for (const IruPolicySource *source = question->target->client->policy;
       source->kind != IRU_POLICY_NONE; source++)
    {
      g_autofree char *where = NULL;

      if (source->kind != IRU_POLICY_APPROVAL || question->project == NULL
          || (source->for_projects && question->target->scope != IRU_SCOPE_PROJECT))
        continue;
      if (first == NULL)
        first = source;
      if (concerns (question, source) && ask (question, source, &where) == ANSWER_YES)
        return FALSE;
    }
  if (first == NULL)
    return FALSE;
  finding = iru_findings_add (findings, "approval-pending", "%s", question->project);
  if (first->words != NULL)
    finding->advice = g_strdup (_ (first->words));
  return TRUE;
}

static gboolean
is_kept_out (const Question *question, GPtrArray *findings)
{
  for (const IruPolicySource *source = question->target->client->policy;
       source->kind != IRU_POLICY_NONE; source++)
    if (is_blocked (question, source, findings))
      return TRUE;
  return is_unlisted (question, findings) || is_pending (question, findings);
}

void
iru_policy_lint (IruPolicyFiles *files, const IruTarget *target, const char *folder,
                 IruServer *server, GPtrArray *findings)
{
  Question question = {
    .files = files,
    .target = target,
    .project = folder != NULL ? folder : target->project,
    .server = server,
  };

  if (target->client->policy == NULL)
    return;
  question.repository = find_repository (question.project);
  if (is_kept_out (&question, findings))
    server->disabled = TRUE;
  g_free (question.repository);
}
