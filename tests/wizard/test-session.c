/* test-session.c: what a person at the wizard is doing, without a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-session.h"

#include <string.h>

#include "iru-error.h"
#include "iru-test-home.h"

#define KEY "sk_live:canary0123456789abcdef01"
#define FOREIGN "{\n  \"mcpServers\": {\n    \"fs\": {\"command\": \"x\"}\n  }\n}\n"
#define SNIPPET                                                                                    \
  "{\"mcpServers\":{\"iru\":{\"url\":\"https://127.0.0.1:1/mcp\",\"headers\":{\"X-API-Key\":"      \
  "\"" KEY "\",\"X-MCP-Profile\":\"p\"}}}}"

typedef struct
{
  char *home;
  IruSession *session;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *state = NULL;

  f->home = iru_test_home_new ();
  state = g_build_filename (f->home, "state", NULL);
  g_setenv ("HOME", f->home, TRUE);
  g_setenv ("PATH", f->home, TRUE);
  g_unsetenv ("XDG_CONFIG_HOME");
  g_unsetenv ("CODEX_HOME");
  iru_test_home_write (f->home, ".cursor/mcp.json", FOREIGN, 0600);
  iru_test_home_write (f->home, ".codex/note", "", 0600);
  f->session = iru_session_new (state, 2000);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->session);
  iru_test_home_free (f->home);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out = user_data;

  *out = g_object_ref (result);
}

/* Runs one of the session's functions to its end. */
#define RUN(f, verb)                                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GAsyncResult) result = NULL;                                                        \
    g_autoptr (GError) error = NULL;                                                               \
                                                                                                   \
    iru_session_##verb##_async ((f)->session, on_done, &result);                                   \
    while (result == NULL)                                                                         \
      g_main_context_iteration (NULL, TRUE);                                                       \
    iru_session_##verb##_finish ((f)->session, result, &error);                                    \
    g_assert_no_error (error);                                                                     \
  }                                                                                                \
  G_STMT_END

static gboolean
paste (Fixture *f, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return iru_session_read (f->session, bytes, NULL, error);
}

static const IruTarget *
get_target (Fixture *f, const char *client)
{
  GPtrArray *targets = iru_session_get_outcome (f->session)->targets;

  for (guint i = 0; i < targets->len; i++)
    if (strcmp (((IruTarget *)targets->pdata[i])->client->name, client) == 0)
      return targets->pdata[i];
  g_assert_not_reached ();
}

static IruChange *
get_change (Fixture *f, guint i)
{
  return iru_plan_get_changes (iru_session_get_outcome (f->session)->plan)->pdata[i];
}

static void
assert_file (Fixture *f, const char *path, const char *expected)
{
  g_autofree char *text = iru_test_home_read (f->home, path);

  g_assert_cmpstr (text, ==, expected);
}

static gboolean
has_key (Fixture *f, const char *path)
{
  g_autofree char *text = iru_test_home_read (f->home, path);

  return text != NULL && strstr (text, KEY) != NULL;
}

static void
test_read (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) cut = g_bytes_new_static ("{\"url\": \"https://a", 17);
  gsize fault = 0;

  g_assert_false (paste (f, "", &error));
  g_assert_no_error (error);
  g_assert_true (paste (f, SNIPPET, &error));
  g_assert_nonnull (iru_session_get_snippet (f->session));
  g_assert_false (iru_session_read (f->session, cut, &fault, &error));
  g_assert_error (error, IRU_ERROR, IRU_ERROR_SYNTAX);
  g_assert_cmpuint (fault, >=, 8);
  g_assert_null (iru_session_get_snippet (f->session));
  /* Understood, and not to be installed. */
  g_assert_false (
      paste (f, "{\"url\": \"https://a.example/m\", \"headers\": {\"K\": \"<key>\"}}", NULL));
  g_assert_nonnull (iru_session_get_outcome (f->session)->snippet);
  iru_session_forget (f->session);
  g_assert_null (iru_session_get_outcome (f->session)->snippet);
}

static void
test_choice (Fixture *f, gconstpointer data)
{
  RUN (f, look);
  g_assert_cmpuint (iru_session_count_chosen (f->session), ==, 2);
  g_assert_false (iru_session_is_chosen (f->session, get_target (f, "claude-desktop")));
  iru_session_choose (f->session, get_target (f, "codex"), FALSE);
  iru_session_choose (f->session, get_target (f, "claude-desktop"), TRUE);
  /* A second look has other targets and the same choice. */
  RUN (f, look);
  g_assert_true (iru_session_is_chosen (f->session, get_target (f, "claude-desktop")));
  g_assert_false (iru_session_is_chosen (f->session, get_target (f, "codex")));
  iru_session_choose_holders (f->session);
  g_assert_cmpuint (iru_session_count_chosen (f->session), ==, 0);
  iru_session_restart (f->session);
  RUN (f, look);
  g_assert_cmpuint (iru_session_count_chosen (f->session), ==, 2);
}

static void
install (Fixture *f)
{
  g_assert_true (paste (f, SNIPPET, NULL));
  RUN (f, look);
  iru_session_intend (f->session, IRU_INTENT_INSTALL, NULL);
  RUN (f, plan);
  g_assert_false (iru_session_can_undo (f->session));
  RUN (f, apply);
}

static void
test_install_and_undo (Fixture *f, gconstpointer data)
{
  install (f);
  g_assert_true (has_key (f, ".cursor/mcp.json"));
  g_assert_true (has_key (f, ".codex/config.toml"));
  g_assert_true (iru_session_can_undo (f->session));
  RUN (f, undo);
  g_assert_false (iru_session_can_undo (f->session));
  g_assert_cmpuint (iru_session_get_outcome (f->session)->undone->len, ==, 2);
  assert_file (f, ".cursor/mcp.json", FOREIGN);
  assert_file (f, ".codex/config.toml", NULL);
}

/* What has changed since it was shown is refused; planned and applied again, one undo takes
 * both writings back. */
static void
test_changed_meanwhile (Fixture *f, gconstpointer data)
{
  g_assert_true (paste (f, SNIPPET, NULL));
  RUN (f, look);
  RUN (f, plan);
  iru_test_home_write (f->home, ".cursor/mcp.json", "{}\n", 0600);
  RUN (f, apply);
  g_assert_error (get_change (f, 0)->error, IRU_ERROR, IRU_ERROR_CONFLICT);
  assert_file (f, ".cursor/mcp.json", "{}\n");
  RUN (f, plan);
  RUN (f, apply);
  g_assert_true (has_key (f, ".cursor/mcp.json"));
  RUN (f, undo);
  assert_file (f, ".cursor/mcp.json", "{}\n");
  assert_file (f, ".codex/config.toml", NULL);
}

static void
test_repair (Fixture *f, gconstpointer data)
{
  const IruClientResult *client;

  iru_test_home_write (f->home, ".cursor/mcp.json",
                       "{\"mcpServers\": {\"Iru MCP\": {\"serverUrl\": \"https://acme.iru.com/m\", "
                       "\"headers\": {\"X-API-Key\": \"" KEY "\", \"X-MCP-Profile\": \"p\"}}}}\n",
                       0600);
  RUN (f, look);
  client = iru_session_get_result (f->session, get_target (f, "cursor"));
  g_assert_nonnull (client->server);
  iru_session_intend (f->session, IRU_INTENT_REPAIR, client);
  RUN (f, plan);
  g_assert_cmpuint (iru_plan_get_changes (iru_session_get_outcome (f->session)->plan)->len, ==, 1);
  g_assert_cmpint (get_change (f, 0)->action, ==, IRU_ACTION_REPLACED);
  RUN (f, apply);
  g_autofree char *text = iru_test_home_read (f->home, ".cursor/mcp.json");
  g_assert_nonnull (strstr (text, "\"url\""));
  g_assert_null (strstr (text, "serverUrl"));
  g_assert_nonnull (strstr (text, KEY));
}

static void
test_remove (Fixture *f, gconstpointer data)
{
  install (f);
  iru_session_restart (f->session);
  RUN (f, look);
  iru_session_choose_holders (f->session);
  iru_session_intend (f->session, IRU_INTENT_REMOVE, NULL);
  RUN (f, plan);
  RUN (f, apply);
  assert_file (f, ".cursor/mcp.json", FOREIGN);
  g_assert_false (has_key (f, ".codex/config.toml"));
}

static void
count (const IruDiagnosis *diagnosis, gpointer user_data)
{
}

static void
test_check (Fixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *report = NULL;

  install (f);
  iru_session_check_async (f->session, NULL, count, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (iru_session_check_finish (f->session, result, NULL));
  g_assert_cmpint (iru_session_get_outcome (f->session)->exit, ==, 4);
  report = iru_session_dup_report (f->session);
  g_assert_nonnull (strstr (report, "connect-refused"));
  g_assert_null (strstr (report, KEY));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add ("/session/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("read", test_read);
  ADD ("choice", test_choice);
  ADD ("install-and-undo", test_install_and_undo);
  ADD ("changed-meanwhile", test_changed_meanwhile);
  ADD ("repair", test_repair);
  ADD ("remove", test_remove);
  ADD ("check", test_check);
  return g_test_run ();
}
