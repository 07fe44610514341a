/* iru-options.c: the command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "iru-client.h"
#include "iru-error.h"
#include "iru-export.h"
#include "iru-path.h"

#define DEFAULT_TIMEOUT_S 15
#define MAX_TIMEOUT_S 3600
#define MAX_NAMES_WIDTH 72

/* What GOption fills in, before it is looked at as a whole. */
typedef struct
{
  IruOptions *options;
  gboolean install, check, fix, remove, undo, list, version;
  char *timeout;
  char *color;
  char *secrets;
} Raw;

void
iru_options_free (IruOptions *options)
{
  if (options == NULL)
    return;
  g_free (options->config);
  g_strfreev (options->clients);
  g_strfreev (options->servers);
  g_free (options->as);
  g_free (options->file);
  g_free (options->project);
  g_free (options->print_headers);
  g_free (options->backup);
  g_free (options->probe_tool);
  g_free (options->report);
  g_free (options->export);
  g_free (options->output);
  g_free (options->root);
  g_free (options->platform);
  g_free (options->user);
  g_free (options->wizard);
  g_free (options);
}

/* What --help shows, on one screen: what is done, and what is needed most. */
static GOptionGroup *
new_main_group (Raw *raw)
{
  IruOptions *o = raw->options;
  const GOptionEntry entries[] = {
    { "install", 0, 0, G_OPTION_ARG_NONE, &raw->install,
      N_ ("Merge the configuration into every client found"), NULL },
    { "check", 0, 0, G_OPTION_ARG_NONE, &raw->check,
      N_ ("Look at files and endpoints, and name what is wrong"), NULL },
    { "fix", 0, 0, G_OPTION_ARG_NONE, &raw->fix,
      N_ ("Fix what --check finds, where there is one right answer"), NULL },
    { "remove", 0, 0, G_OPTION_ARG_NONE, &raw->remove, N_ ("Take the server out again"), NULL },
    { "undo", 0, 0, G_OPTION_ARG_NONE, &raw->undo, N_ ("Restore what the last run changed"), NULL },
    { "list", 0, 0, G_OPTION_ARG_NONE, &raw->list,
      N_ ("Show the clients known, found, and what they hold"), NULL },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &o->report,
      N_ ("Check, and make a report for a ticket; no key is in it"), "FILE" },
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &o->config,
      N_ ("The configuration that was copied; “-”: standard input"), "FILE" },
    { "client", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->clients, N_ ("Only this client (repeatable)"),
      "NAME" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &o->dry_run, N_ ("Show the change, write nothing"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  GOptionGroup *group = g_option_group_new ("main", NULL, NULL, NULL, NULL);

  g_option_group_add_entries (group, entries);
  return group;
}

/* What --help-all shows as well. */
static void
add_more (GOptionGroup *group, Raw *raw)
{
  IruOptions *o = raw->options;
  const GOptionEntry entries[] = {
    { "from-env", 0, 0, G_OPTION_ARG_NONE, &o->from_env,
      N_ ("Take IRU_MCP_URL, IRU_X_API_KEY and IRU_X_MCP_PROFILE instead"), NULL },
    { "server", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->servers,
      N_ ("Only this server (repeatable); else the configuration's, or Iru's"), "NAME" },
    { "as", 0, 0, G_OPTION_ARG_STRING, &o->as,
      N_ ("Another name for the configuration's server, if it has only one"), "NAME" },
    { "all-servers", 0, 0, G_OPTION_ARG_NONE, &o->all_servers, N_ ("Every server"), NULL },
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &o->file,
      N_ ("With one --client: this file instead of its own"), "PATH" },
    { "project", 0, 0, G_OPTION_ARG_FILENAME, &o->project,
      N_ ("A project's folder: its files as well; --install writes there"), "DIR" },
    { "trust-project", 0, 0, G_OPTION_ARG_NONE, &o->trust_project,
      N_ ("Send keys from variables where only the project says"), NULL },
    { "everywhere", 0, 0, G_OPTION_ARG_NONE, &o->everywhere,
      N_ ("--remove: from every scope; --install: out of files never read"), NULL },
    { "secrets", 0, 0, G_OPTION_ARG_STRING, &raw->secrets,
      N_ ("--install, --export: literal, env (a reference), helper (keyring)"), "HOW" },
    { "export", 0, 0, G_OPTION_ARG_STRING, &o->export,
      N_ ("A link, command or bundle to hand on; no key is in it"), "KIND" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &o->output,
      N_ ("With --export: a new file; “-” is standard output"), "FILE" },
    { "print-headers", 0, 0, G_OPTION_ARG_STRING, &o->print_headers,
      N_ ("For clients: the keys that are in the keyring, as headers"), "N" },
    { "backup", 0, 0, G_OPTION_ARG_STRING, &o->backup, N_ ("With --undo: that run"), "ID" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &o->json, N_ ("One JSON document on standard output"),
      NULL },
    { "offline", 0, 0, G_OPTION_ARG_NONE, &o->offline, N_ ("No network"), NULL },
    { "timeout", 0, 0, G_OPTION_ARG_STRING, &raw->timeout, N_ ("Seconds for each endpoint (15)"),
      "S" },
    { "probe-tool", 0, 0, G_OPTION_ARG_STRING, &o->probe_tool,
      N_ ("With --check: call this tool too, if it is read-only"), "NAME" },
    { "strict", 0, 0, G_OPTION_ARG_NONE, &o->strict,
      N_ ("With --check: warnings, and what was not tried, exit with 3"), NULL },
    { "start", 0, 0, G_OPTION_ARG_NONE, &o->start,
      N_ ("With --check: also start the command, as the client would"), NULL },
    { "root", 0, 0, G_OPTION_ARG_FILENAME, &o->root,
      N_ ("Another system's files: a mounted disk, a collected profile"), "DIR" },
    { "platform", 0, 0, G_OPTION_ARG_STRING, &o->platform,
      N_ ("What that system is: linux, macos, windows"), "NAME" },
    { "user", 0, 0, G_OPTION_ARG_STRING, &o->user, N_ ("Another user's files"), "NAME" },
    { "all-users", 0, 0, G_OPTION_ARG_NONE, &o->all_users, N_ ("Every home of the machine"), NULL },
    { "quiet", 0, 0, G_OPTION_ARG_NONE, &o->quiet, N_ ("Say only what is wrong"), NULL },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &o->verbose, N_ ("Say more: times, notes, changes"),
      NULL },
    { "color", 0, 0, G_OPTION_ARG_STRING, &raw->color, N_ ("auto, always or never"), "WHEN" },
    { "wizard", 0, 0, G_OPTION_ARG_STRING, &o->wizard,
      N_ ("Open the wizard with that task: setup, troubleshoot"), "TASK" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &raw->version, N_ ("Show the version"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_option_group_add_entries (group, entries);
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error (error, IRU_ERROR, IRU_ERROR_USAGE, _ ("%s Try “iru-mcp-setup --help”."), message);
  return FALSE;
}

static gboolean
choose_verb (Raw *raw, GError **error)
{
  const struct
  {
    gboolean given;
    IruVerb verb;
  } verbs[] = {
    { raw->version, IRU_VERB_VERSION },
    { raw->install, IRU_VERB_INSTALL },
    { raw->fix, IRU_VERB_FIX },
    { raw->remove, IRU_VERB_REMOVE },
    { raw->undo, IRU_VERB_UNDO },
    { raw->list, IRU_VERB_LIST },
    { raw->check && !raw->install, IRU_VERB_CHECK },
    { raw->options->report != NULL, IRU_VERB_REPORT },
    { raw->options->print_headers != NULL, IRU_VERB_PRINT_HEADERS },
    { raw->options->export != NULL, IRU_VERB_EXPORT },
  };
  guint n_given = 0;

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (verbs[i].given && n_given++ == 0)
      raw->options->verb = verbs[i].verb;
  raw->options->check = raw->check;
  return n_given <= 1
         || fail (error,
                  _ ("Only one of --install, --check, --fix, --remove, --undo, --list, "
                     "--report, --export and --print-headers at a time, but for --install with "
                     "--check."));
}

static gboolean
choose_color (Raw *raw, GError **error)
{
  const char *color = raw->color != NULL ? raw->color : "auto";

  if (strcmp (color, "auto") == 0)
    raw->options->color = isatty (STDOUT_FILENO) && g_getenv ("NO_COLOR") == NULL
                          && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
  else if (strcmp (color, "always") == 0)
    raw->options->color = TRUE;
  else if (strcmp (color, "never") != 0)
    return fail (error, _ ("--color takes auto, always or never."));
  return TRUE;
}

static gboolean
choose_secrets (Raw *raw, GError **error)
{
  if (g_strcmp0 (raw->secrets, "literal") == 0)
    raw->options->keys = IRU_KEYS_LITERAL;
  else if (g_strcmp0 (raw->secrets, "env") == 0)
    raw->options->keys = IRU_KEYS_VARIABLE;
  else if (g_strcmp0 (raw->secrets, "helper") == 0)
    raw->options->keys = IRU_KEYS_HELPER;
  else if (raw->secrets != NULL)
    return fail (error, _ ("--secrets takes literal, env or helper."));
  if (raw->secrets != NULL && raw->options->verb != IRU_VERB_INSTALL
      && raw->options->verb != IRU_VERB_EXPORT)
    return fail (error, _ ("--secrets goes with --install and --export."));
  if (raw->options->keys == IRU_KEYS_HELPER && raw->options->verb == IRU_VERB_EXPORT)
    return fail (error, _ ("With --export, --secrets takes literal or env: your keyring stays "
                           "with you."));
  if (raw->options->keys == IRU_KEYS_HELPER
      && (raw->options->project != NULL || raw->options->root != NULL || raw->options->user != NULL
          || raw->options->all_users))
    return fail (error, _ ("--secrets=helper puts the key into your own keyring: not with "
                           "--project, --root, --user or --all-users. A project's file takes a "
                           "reference: --secrets=env."));
  return TRUE;
}

static gboolean
check_export (const IruOptions *o, GError **error)
{
  const char *const *kinds = iru_export_get_kinds ();

  if (o->output != NULL && o->export == NULL)
    return fail (error, _ ("--output goes with --export."));
  if (o->export == NULL)
    return TRUE;
  if (!g_strv_contains (kinds, o->export))
    {
      g_autofree char *list = g_strjoinv (", ", (GStrv)kinds);
      g_autofree char *message = g_strdup_printf (_ ("--export takes one of %s."), list);

      return fail (error, message);
    }
  if (o->all_servers || (o->servers != NULL && o->servers[1] != NULL))
    return fail (error, _ ("--export takes one server at a time: --server once, and not "
                           "--all-servers."));
  if (strcmp (o->export, "mcpb") == 0 && o->output == NULL)
    return fail (error, _ ("--export mcpb makes a file: give its name with --output."));
  if (g_strcmp0 (o->output, "-") == 0 && o->json)
    return fail (error, _ ("Either --output - or --json: both go to standard output."));
  return TRUE;
}

/* The project's folder, absolute. */
static gboolean
check_project (IruOptions *o, GError **error)
{
  char *given = o->project;

  if (given == NULL)
    return TRUE;
  if (o->root != NULL || o->user != NULL || o->all_users || o->file != NULL)
    return fail (error, _ ("--project goes with your own files only: not with --root, --user, "
                           "--all-users or --file."));
  o->project = iru_path_canonicalize (given, NULL);
  g_free (given);
  return g_file_test (o->project, G_FILE_TEST_IS_DIR)
         || fail (error, _ ("--project takes a folder that is there."));
}

static gboolean
check_clients (GStrv clients, GError **error)
{
  for (guint i = 0; clients != NULL && clients[i] != NULL; i++)
    if (iru_client_get (clients[i]) == NULL)
      {
        g_autofree char *message = g_strdup_printf (
            _ ("There is no client “%s”; --list shows those there are."), clients[i]);
        return fail (error, message);
      }
  return TRUE;
}

/* Whether it is a diagnosis and nothing else. */
static gboolean
looks (const IruOptions *options)
{
  return options->verb == IRU_VERB_CHECK || options->verb == IRU_VERB_REPORT;
}

static gboolean
check_timeout (Raw *raw, GError **error)
{
  char *end = NULL;
  double seconds = raw->timeout != NULL ? g_ascii_strtod (raw->timeout, &end) : DEFAULT_TIMEOUT_S;

  if (raw->timeout != NULL && (end == raw->timeout || *end != '\0'))
    return fail (error, _ ("--timeout takes a number of seconds without a unit, as in "
                           "“--timeout 5”."));
  if (!(seconds > 0 && seconds <= MAX_TIMEOUT_S))
    return fail (error, _ ("--timeout takes seconds, more than 0 and at most 3600."));
  raw->options->timeout_ms = (guint)(seconds * 1000);
  return TRUE;
}

static const char *const wizard_tasks[] = { "setup", "troubleshoot", NULL };

static gboolean
check_rest (Raw *raw, GError **error)
{
  IruOptions *o = raw->options;
  gboolean given = o->config != NULL || o->from_env;

  if (o->wizard != NULL
      && (o->verb != IRU_VERB_WIZARD || !g_strv_contains (wizard_tasks, o->wizard)))
    return fail (error, _ ("--wizard takes setup or troubleshoot, and goes with no verb."));
  if (o->verb == IRU_VERB_WIZARD && o->json)
    return fail (error, _ ("--json goes with a command, for example --check."));
  if (o->config != NULL && o->from_env)
    return fail (error, _ ("Either --config or --from-env, not both."));
  if (o->verb == IRU_VERB_INSTALL && !given)
    return fail (error, _ ("--install needs the configuration: --config FILE, --config - or "
                           "--from-env."));
  if (given && o->verb != IRU_VERB_INSTALL && o->verb != IRU_VERB_EXPORT && !looks (o))
    return fail (error, _ ("--config and --from-env go with --install, --check, --report or "
                           "--export."));
  if (o->as != NULL && !given)
    return fail (error, _ ("--as goes with --config or --from-env."));
  if (o->file != NULL && (o->clients == NULL || g_strv_length (o->clients) != 1))
    return fail (error, _ ("--file goes with exactly one --client."));
  if (o->everywhere && o->verb != IRU_VERB_INSTALL && o->verb != IRU_VERB_REMOVE)
    return fail (error, _ ("--everywhere goes with --install and --remove."));
  if (o->trust_project && (o->project == NULL || (!o->check && !looks (o))))
    return fail (error, _ ("--trust-project goes with --project, and with --check or --report."));
  if (o->project != NULL && o->verb == IRU_VERB_UNDO)
    return fail (error, _ ("--project does not go with --undo, which knows what was changed."));
  if (o->backup != NULL && o->verb != IRU_VERB_UNDO)
    return fail (error, _ ("--backup goes with --undo."));
  if (o->probe_tool != NULL && ((!o->check && !looks (o)) || o->offline))
    return fail (error, _ ("--probe-tool goes with --check or --report, and not with --offline."));
  if (o->start && ((!o->check && !looks (o)) || o->offline))
    return fail (error, _ ("--start goes with --check or --report, and not with --offline."));
  if (o->strict && !o->check && !looks (o))
    return fail (error, _ ("--strict goes with --check or --report."));
  if (o->start && (o->root != NULL || o->platform != NULL || o->user != NULL || o->all_users))
    return fail (error, _ ("--start starts commands of your own only: not with --root, "
                           "--platform, --user or --all-users."));
  if (o->print_headers != NULL && o->json)
    return fail (error,
                 _ ("--print-headers goes with nothing else: what it prints is for a client."));
  if (g_strcmp0 (o->report, "-") == 0 && o->json)
    return fail (error, _ ("Either --report - or --json: both go to standard output."));
  if (o->servers != NULL && o->all_servers)
    return fail (error, _ ("Either --server or --all-servers, not both."));
  if (o->user != NULL && o->all_users)
    return fail (error, _ ("Either --user or --all-users, not both."));
  if (o->quiet && o->verbose)
    return fail (error, _ ("Either --quiet or --verbose, not both."));
  if (o->dry_run && (looks (o) || o->verb == IRU_VERB_LIST || o->verb == IRU_VERB_EXPORT))
    return fail (error, _ ("--dry-run goes with --install, --fix, --remove and --undo."));
  return check_timeout (raw, error) && check_clients (o->clients, error) && check_project (o, error)
         && check_export (o, error);
}

/* Each means the option of that name. */
static const char *const commands[] = {
  "--install", "--check",  "--fix",    "--remove", "--undo",
  "--list",    "--report", "--export", "--help",   "--version"
};

/* A bare command as the first word becomes its option. */
static void
accept_command (int argc, char **argv)
{
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i] + 2) == 0)
      argv[1] = (char *)commands[i];
}

#define MAX_COMMAND 16

/* How many letters have to be changed, added or left out to make @a of @b. */
static guint
count_mistakes (const char *a, const char *b)
{
  guint row[MAX_COMMAND + 1];
  guint n = strlen (b);

  for (guint j = 0; j <= n; j++)
    row[j] = j;
  for (guint i = 0; a[i] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = i + 1;
      for (guint j = 1; j <= n; j++)
        {
          guint changed = diagonal + (a[i] != b[j - 1]);

          diagonal = row[j];
          row[j] = MIN (changed, MIN (row[j], row[j - 1]) + 1);
        }
    }
  return row[n];
}

/* @word is not shown: it may be a key. */
static void
fail_word (const char *word, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands) && strlen (word) <= MAX_COMMAND; i++)
    if (count_mistakes (word, commands[i] + 2) <= 2)
      {
        g_autofree char *message =
            g_strdup_printf (_ ("There is no such command. Did you mean “%s”?"), commands[i] + 2);

        fail (error, message);
        return;
      }
  fail (error, _ ("There is a word too many. A configuration goes into a file or through "
                  "standard input."));
}

/* GOption stops at the first mistake, but a script that asked for JSON gets JSON. */
static gboolean
wants_json (char **argv)
{
  for (guint i = 1; argv[i] != NULL && strcmp (argv[i], "--") != 0; i++)
    if (strcmp (argv[i], "--json") == 0)
      return TRUE;
  return FALSE;
}

/* The names of all clients, in lines that fit a screen. */
static char *
list_clients (void)
{
  g_autoptr (GString) names = g_string_new (NULL);
  gsize line = 0;

  for (const IruClient *client = iru_clients_get (); client->name != NULL; client++)
    {
      if (names->len - line > MAX_NAMES_WIDTH)
        {
          g_string_append (names, "\n ");
          line = names->len;
        }
      g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "", client->name);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static GOptionGroup *
new_second_group (Raw *raw)
{
  g_autofree char *names = list_clients ();
  g_autofree char *title = g_strdup_printf (
      _ ("Clients: %s\n"
         "Exit codes: 0 well · 1 could not do it · 2 command line · 3 configuration or runtime\n"
         "4 not reachable · 5 authentication · 6 permission · 7 the endpoint's answer\n\n"
         "More options:"),
      names);
  GOptionGroup *group =
      g_option_group_new ("more", title, _ ("Show the other options"), NULL, NULL);

  add_more (group, raw);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  return group;
}

static GOptionContext *
new_context (Raw *raw)
{
  GOptionContext *context = g_option_context_new (NULL);
  GOptionGroup *group = new_main_group (raw);

  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_main_group (context, group);
  g_option_context_add_group (context, new_second_group (raw));
  g_option_context_set_summary (
      context, _ ("Connects AI assistants to MCP servers and finds out why one does not work.\n"
                  "Without a verb it opens the wizard. A key is never an argument."));
  g_option_context_set_description (
      context, "  iru-mcp-setup --install --config iru.json     iru-mcp-setup --check");
  return context;
}

/* @argc: what is left of the words. */
static gboolean
parse_words (GOptionContext *context, int *argc, char **argv, GError **error)
{
#ifdef G_OS_WIN32
  /* There the words are in UTF-8 (main.c), and only this form knows. */
  g_auto (GStrv) words = g_strdupv (argv);
  gboolean good = g_option_context_parse_strv (context, &words, error);

  *argc = words != NULL ? (int)g_strv_length (words) : 0;
  return good;
#else
  return g_option_context_parse (context, argc, &argv, error);
#endif
}

IruOptions *
iru_options_parse (int argc, char **argv, gboolean *json, GError **error)
{
  g_autoptr (IruOptions) options = g_new0 (IruOptions, 1);
  Raw raw = { .options = options };
  g_autoptr (GOptionContext) context = new_context (&raw);
  g_autoptr (GError) parse_error = NULL;
  gboolean good;

  *json = wants_json (argv);
  accept_command (argc, argv);
  if (!parse_words (context, &argc, argv, &parse_error))
    {
      /* What stands behind the option's name may be a key. */
      g_autofree char *message = g_strdup_printf (
          "%.*s.", (int)strcspn (parse_error->message, "=“\""), parse_error->message);
      fail (error, message);
      return NULL;
    }
  if (argc > 1)
    {
      fail_word (argv[1], error);
      return NULL;
    }
  good = choose_verb (&raw, error) && choose_color (&raw, error) && choose_secrets (&raw, error)
         && check_rest (&raw, error);
  g_free (raw.timeout);
  g_free (raw.color);
  g_free (raw.secrets);
  return good ? g_steal_pointer (&options) : NULL;
}
