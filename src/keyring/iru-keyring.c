/* iru-keyring.c: the keys of servers in the keyring of the desktop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-keyring.h"

#include <glib/gi18n-lib.h>

#ifdef IRU_HAVE_KEYRING

#include <libsecret/secret.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "iru-secret.h"

#define APPLICATION "iru-mcp-setup"
/* What somebody else put there under our name is not read without end. */
#define MAX_ITEMS 64
#define MAX_VALUE_LENGTH 65536

static const SecretSchema schema = {
  "io.github.iru_mcp_setup.Header",
  /* By its name nothing is found in a keyring that is locked. */
  SECRET_SCHEMA_DONT_MATCH_NAME,
  {
      { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "header", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "url", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

/* libsecret waits for as long as its service does: a thread ends that when it is time. */
typedef struct
{
  GCancellable *cancellable;
  GThread *thread;
  GMutex mutex;
  GCond over;
  gboolean is_over;
  gint64 end_us;
} Deadline;

static gpointer
watch (gpointer data)
{
  Deadline *deadline = data;
  gboolean in_time = TRUE;

  g_mutex_lock (&deadline->mutex);
  while (!deadline->is_over && in_time)
    in_time = g_cond_wait_until (&deadline->over, &deadline->mutex, deadline->end_us);
  g_mutex_unlock (&deadline->mutex);
  if (!in_time)
    g_cancellable_cancel (deadline->cancellable);
  return NULL;
}

static Deadline *
deadline_new (IruKeyringPatience patience)
{
  static const gint64 seconds[] = {
    [IRU_KEYRING_QUIET] = 5,
    [IRU_KEYRING_HASTY] = 8,
    [IRU_KEYRING_PATIENT] = 60,
  };
  Deadline *deadline = g_new0 (Deadline, 1);

  deadline->cancellable = g_cancellable_new ();
  deadline->end_us = g_get_monotonic_time () + seconds[patience] * G_USEC_PER_SEC;
  g_mutex_init (&deadline->mutex);
  g_cond_init (&deadline->over);
  deadline->thread = g_thread_new ("iru-deadline", watch, deadline);
  return deadline;
}

static void
deadline_free (Deadline *deadline)
{
  g_mutex_lock (&deadline->mutex);
  deadline->is_over = TRUE;
  g_cond_signal (&deadline->over);
  g_mutex_unlock (&deadline->mutex);
  g_thread_join (deadline->thread);
  g_mutex_clear (&deadline->mutex);
  g_cond_clear (&deadline->over);
  g_object_unref (deadline->cancellable);
  g_free (deadline);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deadline, deadline_free)

static gboolean
is_own_socket (const char *path)
{
  struct stat info;

  return stat (path, &info) == 0 && S_ISSOCK (info.st_mode) && info.st_uid == geteuid ();
}

static char *
get_usual_bus (void)
{
  return g_strdup_printf ("/run/user/%u/bus", (guint)geteuid ());
}

gboolean
iru_keyring_is_usual (void)
{
  g_autofree char *usual = get_usual_bus ();

  return is_own_socket (usual);
}

/* Some clients start a helper without the variables that say where the bus is. Nothing is started
 * to have one, as GLib would. */
static gboolean
find_bus (GError **error)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *usual = get_usual_bus ();
  g_autofree char *given = runtime != NULL && g_path_is_absolute (runtime)
                               ? g_build_filename (runtime, "bus", NULL)
                               : NULL;
  const char *path = given != NULL && is_own_socket (given) ? given : usual;

  if (g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL)
    return TRUE;
  if (is_own_socket (path))
    {
      g_autofree char *escaped = g_dbus_address_escape_value (path);
      g_autofree char *address = g_strconcat ("unix:path=", escaped, NULL);

      return g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
    }
  g_set_error_literal (error, IRU_ERROR, IRU_ERROR_FAILED,
                       _ ("There is no keyring here: no desktop session of yours is to be "
                          "found. With --secrets=env none is needed."));
  return FALSE;
}

/* What went wrong, in words that help. Takes @cause. */
static gboolean
explain (GError *cause, GError **error)
{
  g_autoptr (GError) why = cause;

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (why, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    g_set_error_literal (error, IRU_ERROR, IRU_ERROR_FAILED,
                         _ ("The keyring is locked, or did not answer in time. Unlock it (in "
                            "Passwords and Keys, or by logging in again) and try again."));
  else
    {
      g_dbus_error_strip_remote_error (why);
      g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED,
                   _ ("The keyring of the desktop does not work: %s. GNOME Keyring, KWallet or "
                      "KeePassXC has to run in your session."),
                   why->message);
    }
  return FALSE;
}

/* NULL without @error never. The bus may go: that must not end this process. */
static SecretService *
open_service (Deadline *deadline, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  SecretService *service;

  if (!find_bus (error))
    return NULL;
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, deadline->cancellable, &cause);
  if (bus == NULL)
    {
      explain (g_steal_pointer (&cause), error);
      return NULL;
    }
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  service = secret_service_get_sync (SECRET_SERVICE_OPEN_SESSION, deadline->cancellable, &cause);
  if (service == NULL)
    explain (g_steal_pointer (&cause), error);
  return service;
}

static GHashTable *
name_items (const char *name)
{
  return secret_attributes_build (&schema, "application", APPLICATION, "server", name, NULL);
}

/* What can be sent: others may put things there as well. */
static gboolean
is_header (const char *name, const char *value)
{
  if (name == NULL || *name == '\0' || value == NULL || strlen (value) > MAX_VALUE_LENGTH
      || strpbrk (value, "\r\n") != NULL || !g_utf8_validate (value, -1, NULL))
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-.^_`|~", *p) == NULL)
      return FALSE;
  return TRUE;
}

/* @items: (element-type SecretItem). Every one of them has to be readable. */
static IruServer *
read_items (const char *name, GList *items, GError **error)
{
  g_autoptr (IruServer) server = iru_server_new (name);
  guint n_items = 0;

  for (GList *l = items; l != NULL && n_items < MAX_ITEMS; l = l->next, n_items++)
    {
      g_autoptr (GHashTable) attributes = secret_item_get_attributes (l->data);
      const char *header = g_hash_table_lookup (attributes, "header");
      const char *url = g_hash_table_lookup (attributes, "url");
      g_autoptr (SecretValue) value = secret_item_get_secret (l->data);
      const char *text = value != NULL ? secret_value_get_text (value) : NULL;

      if (secret_item_get_locked (l->data))
        {
          explain (g_error_new (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "locked"), error);
          return NULL;
        }
      if (!is_header (header, text))
        continue;
      iru_pairs_set (server->headers, header, text, TRUE);
      if (server->url == NULL)
        server->url = g_strdup (url);
    }
  if (server->headers->len > 0)
    return g_steal_pointer (&server);
  g_set_error (error, IRU_ERROR, IRU_ERROR_NOT_FOUND,
               _ ("The keyring has no key under the name “%s”. Run “iru-mcp-setup --install "
                  "--secrets=helper” with the configuration."),
               name);
  return NULL;
}

/* Of a locked keyring some services tell nothing. TRUE: it is open, or was opened just now. */
static gboolean
is_open (SecretService *service, gboolean unlocks, Deadline *deadline, GError **error)
{
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_sync (
      service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, deadline->cancellable, NULL);
  GList one = { .data = collection };

  if (collection == NULL || !secret_collection_get_locked (collection))
    return TRUE;
  if (unlocks && secret_service_unlock_sync (service, &one, deadline->cancellable, NULL, NULL) == 1)
    return TRUE;
  return explain (g_error_new (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "locked"), error);
}

static GList *
search (SecretService *service, const char *name, gboolean unlocks, Deadline *deadline,
        GError **error)
{
  g_autoptr (GHashTable) attributes = name_items (name);
  SecretSearchFlags flags = SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS;

  return secret_service_search_sync (service, &schema, attributes,
                                     flags | (unlocks ? SECRET_SEARCH_UNLOCK : 0),
                                     deadline->cancellable, error);
}

static IruServer *
load (SecretService *service, const char *name, gboolean unlocks, Deadline *deadline,
      GError **error)
{
  g_autoptr (GError) cause = NULL;
  GList *items = search (service, name, unlocks, deadline, &cause);
  IruServer *server = NULL;

  if (items == NULL && cause == NULL)
    {
      if (!is_open (service, unlocks, deadline, error))
        return NULL;
      items = search (service, name, unlocks, deadline, &cause);
    }
  if (cause != NULL)
    explain (g_steal_pointer (&cause), error);
  else
    server = read_items (name, items, error);
  g_list_free_full (items, g_object_unref);
  return server;
}

static gboolean
clear (SecretService *service, const char *name, Deadline *deadline, GError **error)
{
  g_autoptr (GHashTable) attributes = name_items (name);
  g_autoptr (GError) cause = NULL;

  secret_service_clear_sync (service, &schema, attributes, deadline->cancellable, &cause);
  return cause == NULL || explain (g_steal_pointer (&cause), error);
}

static gboolean
store_header (SecretService *service, const IruServer *server, const IruPair *header,
              Deadline *deadline, GError **error)
{
  g_autoptr (GHashTable) attributes =
      secret_attributes_build (&schema, "application", APPLICATION, "server", server->name,
                               "header", header->name, "url", server->url, NULL);
  g_autofree char *label =
      g_strdup_printf (_ ("%s of the MCP server “%s”"), header->name, server->name);
  g_autoptr (SecretValue) value = secret_value_new (header->value, -1, "text/plain");
  g_autoptr (GError) cause = NULL;

  return secret_service_store_sync (service, &schema, attributes, SECRET_COLLECTION_DEFAULT, label,
                                    value, deadline->cancellable, &cause)
         || explain (g_steal_pointer (&cause), error);
}

static gboolean
store_all (SecretService *service, const IruServer *server, Deadline *deadline, GError **error)
{
  for (guint i = 0; i < server->headers->len; i++)
    {
      IruPair *header = iru_pairs_index (server->headers, i);

      if (iru_header_is_secret (header->name)
          && !store_header (service, server, header, deadline, error))
        return FALSE;
    }
  return TRUE;
}

/* By its very name: one in other letters is another item. */
static gboolean
has_header (const IruServer *server, const char *name)
{
  for (guint i = 0; i < server->headers->len; i++)
    if (strcmp (iru_pairs_index (server->headers, i)->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* What is there under the name beside what @server has. */
static void
drop_stale (SecretService *service, const IruServer *server, Deadline *deadline)
{
  g_autoptr (GHashTable) all = name_items (server->name);
  GList *items = secret_service_search_sync (service, &schema, all, SECRET_SEARCH_ALL,
                                             deadline->cancellable, NULL);

  for (GList *l = items; l != NULL; l = l->next)
    {
      g_autoptr (GHashTable) attributes = secret_item_get_attributes (l->data);
      const char *header = g_hash_table_lookup (attributes, "header");
      const char *url = g_hash_table_lookup (attributes, "url");

      if (header == NULL || g_strcmp0 (url, server->url) != 0 || !has_header (server, header))
        secret_item_delete_sync (l->data, deadline->cancellable, NULL);
    }
  g_list_free_full (items, g_object_unref);
}

IruServer *
iru_keyring_load (const char *name, IruKeyringPatience patience, GError **error)
{
  g_autoptr (Deadline) deadline = deadline_new (patience);
  g_autoptr (SecretService) service = open_service (deadline, error);

  if (service == NULL)
    return NULL;
  return load (service, name, patience != IRU_KEYRING_QUIET, deadline, error);
}

gboolean
iru_keyring_store (const IruServer *server, GError **error)
{
  g_autoptr (Deadline) deadline = deadline_new (IRU_KEYRING_PATIENT);
  g_autoptr (SecretService) service = open_service (deadline, error);
  g_autoptr (IruServer) before = NULL;
  g_autoptr (GError) cause = NULL;

  if (service == NULL)
    return FALSE;
  before = load (service, server->name, TRUE, deadline, &cause);
  if (before == NULL && !g_error_matches (cause, IRU_ERROR, IRU_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (store_all (service, server, deadline, error))
    {
      drop_stale (service, server, deadline);
      return TRUE;
    }
  if (before == NULL)
    clear (service, server->name, deadline, NULL);
  else if (store_all (service, before, deadline, NULL))
    drop_stale (service, before, deadline);
  return FALSE;
}

gboolean
iru_keyring_clear (const char *name, GError **error)
{
  g_autoptr (Deadline) deadline = deadline_new (IRU_KEYRING_HASTY);
  g_autoptr (SecretService) service = open_service (deadline, error);

  /* What is locked would stay without an error. */
  return service != NULL && is_open (service, TRUE, deadline, error)
         && clear (service, name, deadline, error);
}

#else

gboolean
iru_keyring_is_usual (void)
{
  return FALSE;
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (
      error, IRU_ERROR, IRU_ERROR_FAILED,
      _ ("This build of the program knows no keyring (libsecret). Use another one, "
         "or --secrets=env."));
  return FALSE;
}

IruServer *
iru_keyring_load (const char *name, IruKeyringPatience patience, GError **error)
{
  fail (error);
  return NULL;
}

gboolean
iru_keyring_store (const IruServer *server, GError **error)
{
  return fail (error);
}

gboolean
iru_keyring_clear (const char *name, GError **error)
{
  return fail (error);
}

#endif
