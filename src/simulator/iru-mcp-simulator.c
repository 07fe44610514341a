/* iru-mcp-simulator.c: a loopback MCP endpoint that can be told to fail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the demo and the tests. Its texts are for developers and not translated.
 */
#include <errno.h>
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "iru-error.h"
#include "iru-sim-server.h"

#define EXIT_FAILED 1
#define EXIT_USAGE 2

#define SUMMARY                                                                                    \
  "Plays Iru's MCP endpoint on 127.0.0.1, healthy at " IRU_SIM_PATH "\n"                           \
  "and, as a gateway has it, at " IRU_SIM_GATEWAY "my-database and github-prod; broken at\n"       \
  "/fault/NAME. ?era= and ?answers= change a single path."

typedef struct
{
  int port;
  char *era;
  char *answers;
  char *fault;
  char *keys;
  char *log;
  gboolean keyless;
  gboolean any_host;
  gboolean strict_handshake;
  gboolean expect_secret;
  gboolean until_eof;
  gboolean print_keys;
  gboolean list_faults;
  gboolean version;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->era);
  g_free (options->answers);
  g_free (options->fault);
  g_free (options->keys);
  g_free (options->log);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "port", 'p', 0, G_OPTION_ARG_INT, &options->port, "Listen there; 0: any free port", "N" },
    { "era", 0, 0, G_OPTION_ARG_STRING, &options->era,
      "Protocol: both (default), modern, legacy or sse2024", "ERA" },
    { "answers", 0, 0, G_OPTION_ARG_STRING, &options->answers,
      "Answer as json (default) or sse, an event stream", "KIND" },
    { "fault", 0, 0, G_OPTION_ARG_STRING, &options->fault, "Fail in this way at every path",
      "NAME" },
    { "strict-handshake", 0, 0, G_OPTION_ARG_NONE, &options->strict_handshake,
      "Demand the key for handshakes too", NULL },
    { "keyless", 0, 0, G_OPTION_ARG_NONE, &options->keyless,
      "Take any key, and none, and offer the tools that MCP's conformance suite calls", NULL },
    { "any-host", 0, 0, G_OPTION_ARG_NONE, &options->any_host,
      "Answer under any name: behind a proxy, say", NULL },
    { "keys", 0, 0, G_OPTION_ARG_FILENAME, &options->keys,
      "More keys: lines of key, profile and scopes (“a:read,b:read”, “*”, “none”, “revoked”)",
      "FILE" },
    { "log", 0, 0, G_OPTION_ARG_FILENAME, &options->log,
      "Append a line for each request, with the names of its headers", "FILE" },
    { "expect-secret", 0, 0, G_OPTION_ARG_NONE, &options->expect_secret,
      "Leave out of the log what was thought of the key", NULL },
    { "until-eof", 0, 0, G_OPTION_ARG_NONE, &options->until_eof,
      "End when standard input is closed", NULL },
    { "print-keys", 0, 0, G_OPTION_ARG_NONE, &options->print_keys,
      "Print the built-in keys and exit", NULL },
    { "list-faults", 0, 0, G_OPTION_ARG_NONE, &options->list_faults, "Print the faults and exit",
      NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Print the version and exit", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, SUMMARY);
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, IRU_ERROR, IRU_ERROR_USAGE, message);
  return FALSE;
}

/* FALSE if the options make no sense. */
static gboolean
read_options (const Options *options, int argc, IruSimServerOptions *server, GError **error)
{
  if (argc > 1)
    return refuse (error, "Too many arguments");
  if (options->port < 0 || options->port > G_MAXUINT16)
    return refuse (error, "--port is a number from 0 to 65535");
  *server = (IruSimServerOptions){
    .port = (guint16)options->port,
    .mode.era = iru_sim_era_from_name (options->era != NULL ? options->era : "both"),
    .mode.sse = g_strcmp0 (options->answers, "sse") == 0,
    .mode.strict_handshake = options->strict_handshake,
    .mode.suite_tools = options->keyless,
    .fault = options->fault != NULL ? iru_sim_fault_find (options->fault) : NULL,
    .log_path = options->log,
    .log_verdict = !options->expect_secret,
    .any_host = options->any_host,
  };
  if (server->mode.era == IRU_SIM_ERA_UNSET)
    return refuse (error, "--era is both, modern, legacy or sse2024");
  if (options->keyless && options->keys != NULL)
    return refuse (error, "--keys has no meaning with --keyless");
  if (options->answers != NULL && !server->mode.sse && strcmp (options->answers, "json") != 0)
    return refuse (error, "--answers is json or sse");
  if (options->fault != NULL && server->fault == NULL)
    return refuse (error, "No such fault; --list-faults prints them");
  return TRUE;
}

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_input (int fd, GIOCondition condition, gpointer user_data)
{
  char scratch[256];
  gssize length = read (fd, scratch, sizeof scratch);

  if (length > 0 || (length < 0 && (errno == EINTR || errno == EAGAIN)))
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static int
serve (const Options *options, const IruSimServerOptions *server_options, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (IruSimKeys) keys = iru_sim_keys_new ();
  g_autoptr (IruSimServer) server = NULL;

  if (options->keys != NULL && !iru_sim_keys_load (keys, options->keys, error))
    return EXIT_FAILED;
  if (options->keyless)
    iru_sim_keys_admit_all (keys);
  server = iru_sim_server_new (server_options, keys, error);
  if (server == NULL)
    return EXIT_FAILED;
  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  if (options->until_eof)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input, loop);
  g_print ("Listening on http://127.0.0.1:%u" IRU_SIM_PATH "\n", iru_sim_server_get_port (server));
  fflush (stdout);
  g_main_loop_run (loop);
  return 0;
}

/* -1 if there is something to serve. */
static int
print_only (const Options *options)
{
  g_autofree char *text = NULL;

  if (options->version)
    text = g_strdup ("iru-mcp-simulator " IRU_VERSION "\n");
  else if (options->print_keys)
    text = iru_sim_keys_print ();
  else if (options->list_faults)
    text = iru_sim_fault_print ();
  else
    return -1;
  g_print ("%s", text);
  return 0;
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  IruSimServerOptions server_options;
  int status = EXIT_USAGE;

  setlocale (LC_ALL, "");
  if (parse_options (&options, &argc, &argv, &error)
      && read_options (&options, argc, &server_options, &error))
    {
      status = print_only (&options);
      if (status < 0)
        status = serve (&options, &server_options, &error);
    }
  if (error != NULL)
    g_printerr ("iru-mcp-simulator: %s\n", error->message);
  return status;
}
