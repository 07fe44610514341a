/* iru-config.c: one client's file as a value: what it holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "iru-accept.h"
#include "iru-client-fields.h"
#include "iru-dialect.h"
#include "iru-error.h"
#include "iru-lint.h"

static void
iru_entry_free (IruEntry *entry)
{
  g_free (entry->name);
  g_strfreev (entry->root);
  g_free (entry->folder);
  iru_value_free (entry->value);
  iru_server_free (entry->server);
  g_ptr_array_unref (entry->findings);
  g_free (entry);
}

void
iru_config_free (IruConfig *config)
{
  if (config == NULL)
    return;
  g_clear_pointer (&config->text, g_bytes_unref);
  g_clear_pointer (&config->document, iru_document_free);
  g_ptr_array_unref (config->entries);
  g_ptr_array_unref (config->misplaced);
  g_ptr_array_unref (config->findings);
  g_ptr_array_unref (config->refusals);
  g_ptr_array_unref (config->refused);
  g_free (config);
}

void
iru_config_copy_findings (const IruConfig *config, const IruEntry *entry, GPtrArray *findings)
{
  for (guint i = 0; i < config->findings->len; i++)
    g_ptr_array_add (findings, iru_finding_copy (config->findings->pdata[i]));
  for (guint i = 0; i < config->refusals->len; i++)
    if (config->refused->pdata[i] != entry)
      {
        g_ptr_array_add (findings, iru_finding_copy (config->refusals->pdata[i]));
        return;
      }
}

/* A finding that has to be told its line and column. */
typedef struct
{
  IruFinding *finding;
  gsize offset;
} Place;

/* What reading a file has come to. */
typedef struct
{
  IruConfig *config;
  gboolean inputs_known;
  const IruValue *inputs; /* (nullable): what the client asks its user for */
  GArray *places;         /* (element-type Place): counting lines anew for each would take long */
} Reading;

static void
place (Reading *reading, IruFinding *finding, gsize offset)
{
  Place place = { finding, offset };

  g_array_append_val (reading->places, place);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *left = a;
  const Place *right = b;

  return left->offset < right->offset ? -1 : left->offset > right->offset;
}

static void
place_all (Reading *reading)
{
  gsize length;
  const char *data = g_bytes_get_data (reading->config->text, &length);
  IruTextPlace now = iru_text_get_start (data, length);

  g_array_sort (reading->places, compare_places);
  for (guint i = 0; i < reading->places->len; i++)
    {
      Place *place = &g_array_index (reading->places, Place, i);

      iru_text_go_on (data, length, &now, place->offset);
      place->finding->line = now.line;
      place->finding->column = now.column;
    }
}

static const char *
get_file_finding (IruTextErrorCode code)
{
  return code == IRU_TEXT_ERROR_ENCODING ? "file-encoding" : "file-syntax";
}

/* A byte order mark is invisible, and some clients take it for a slip. */
static void
lint_mark (Reading *reading)
{
  IruConfig *config = reading->config;
  gsize offset;

  if (config->client->rejects_mark
      && iru_document_has_laxity (config->document, IRU_LAXITY_BOM, &offset))
    {
      IruFinding *finding =
          iru_findings_add (config->findings, "file-encoding",
                            _ ("The file begins with a byte order mark (BOM), and %s refuses it."),
                            config->client->title);

      finding->advice =
          g_strdup (_ ("Run “iru-mcp-setup --install”: it takes the mark away. Or save "
                       "the file as UTF-8 without a BOM."));
      place (reading, finding, offset);
    }
}

/* What the client refuses the file for outside of its entries. */
static void
lint_settings (Reading *reading)
{
  IruConfig *config = reading->config;
  g_autoptr (GPtrArray) mistakes = iru_accept_settings (config->client, config->document);

  for (guint i = 0; i < mistakes->len; i++)
    {
      const IruMistake *mistake = mistakes->pdata[i];

      place (reading,
             iru_findings_add (config->findings, "client-setting-refused", "%s", mistake->what),
             mistake->offset);
    }
}

/* An install fixes what is wrong there: the mistake has one reading. */
static void
advise_install (IruFinding *finding)
{
  g_free (finding->advice);
  finding->advice =
      g_strdup (_ ("Iru MCP Setup corrects this mistake when it sets up a server, and "
                   "lists the correction: “iru-mcp-setup --install” does it, as does "
                   "Apply in the window."));
}

static gboolean
can_be_mended (const IruClient *client, GBytes *text)
{
  gboolean strict = iru_client_refuses_trailing_commas (client);
  g_autoptr (GBytes) mended = iru_document_mend (client->syntax, text, strict, NULL, NULL);

  return mended != NULL;
}

/* What a strict client will reject although we can read it. */
static void
lint_laxities (Reading *reading)
{
  IruConfig *config = reading->config;
  static const char *const details[IRU_N_LAXITIES] = {
    [IRU_LAXITY_COMMENT] = N_ ("There is a comment, and JSON has none."),
    [IRU_LAXITY_TRAILING_COMMA] = N_ ("There is a comma with nothing behind it."),
  };
  IruLeniency leniency = config->client->leniency;

  for (guint i = 0; i < IRU_N_LAXITIES; i++)
    {
      gsize offset;

      if (details[i] == NULL || leniency == IRU_LENIENCY_LAX
          || (i == IRU_LAXITY_COMMENT && leniency == IRU_LENIENCY_COMMENTS)
          || config->client->syntax != IRU_SYNTAX_JSON
          || !iru_document_has_laxity (config->document, i, &offset))
        continue;
      IruFinding *finding =
          iru_findings_add (config->findings, "file-syntax", "%s", _ (details[i]));
      place (reading, finding, offset);
      if (i == IRU_LAXITY_TRAILING_COMMA && iru_client_refuses_trailing_commas (config->client))
        advise_install (finding);
      if (leniency == IRU_LENIENCY_UNKNOWN)
        finding->severity = IRU_SEVERITY_WARNING;
    }
}

/* The value that a finding's field names; the entry itself if it names none. */
static const IruValue *
find_field (const IruDialect *dialect, const IruValue *entry, const char *field)
{
  const char *dot = field != NULL ? strchr (field, '.') : NULL;
  g_autofree char *first = field != NULL ? g_strndup (field, strcspn (field, ".")) : NULL;
  const IruValue *value = first != NULL ? iru_value_get (entry, first) : NULL;

  if (value == NULL && g_strcmp0 (first, "headers") == 0)
    value = iru_dialect_get_headers (dialect, entry);
  if (value == NULL)
    return entry;
  for (guint i = 0; dot != NULL && i < iru_value_count_members (value); i++)
    {
      IruMember *member = iru_value_get_member (value, i);

      if (g_ascii_strcasecmp (member->key, dot + 1) == 0)
        return member->value;
    }
  return value;
}

static void
place_findings (Reading *reading, const IruEntry *entry, gsize entry_offset)
{
  for (guint i = 0; i < entry->findings->len; i++)
    {
      IruFinding *finding = g_ptr_array_index (entry->findings, i);
      const IruValue *value =
          find_field (&reading->config->client->dialect, entry->value, finding->field);

      place (reading, finding,
             value->span.end > value->span.start ? value->span.start : entry_offset);
    }
}

/* The name in "${input:NAME}". (transfer full) (nullable) */
static char *
get_input (const char *value)
{
  const char *start = value != NULL ? strstr (value, "${input:") : NULL;
  const char *end = start != NULL ? strchr (start, '}') : NULL;

  return end != NULL ? g_strndup (start + strlen ("${input:"), end - start - strlen ("${input:"))
                     : NULL;
}

/* The input that was probably meant, if the file has exactly @name; else its first. */
static const char *
find_input (const IruValue *inputs, const char *name, gboolean *found)
{
  const char *first = NULL;

  *found = FALSE;
  for (guint i = 0; i < iru_value_count_elements (inputs); i++)
    {
      const char *id = iru_value_get_string (iru_value_get_element (inputs, i), "id");

      first = first != NULL ? first : id;
      *found |= g_strcmp0 (id, name) == 0;
    }
  return first;
}

static void
lint_input (Reading *reading, GPtrArray *findings, const IruValue *inputs, const IruValue *value)
{
  g_autofree char *name = get_input (iru_value_as_string (value));
  gboolean found = FALSE;
  const char *other = name != NULL ? find_input (inputs, name, &found) : NULL;
  IruFinding *finding;

  if (name == NULL || found)
    return;
  finding =
      other != NULL
          ? iru_findings_add (findings, "env-unset",
                              _ ("“inputs” of the file has no “%s”. It has “%s”."), name, other)
          : iru_findings_add (findings, "env-unset", _ ("“inputs” of the file has no “%s”."), name);
  finding->advice = g_strdup (_ ("The client would ask for nothing and send the reference as it "
                                 "stands. Add the input to “inputs”, or correct its name."));
  place (reading, finding, value->span.start);
}

/* References to inputs that the file does not declare. The reader bounds how deep a value is. */
static void
lint_inputs (Reading *reading, GPtrArray *findings, const IruValue *inputs, const IruValue *value)
{
  lint_input (reading, findings, inputs, value);
  for (guint i = 0; i < iru_value_count_children (value); i++)
    lint_inputs (reading, findings, inputs, iru_value_get_child (value, i));
}

static gboolean
asks_inputs (const IruDialect *dialect)
{
  for (guint i = 0; i < G_N_ELEMENTS (dialect->own_references); i++)
    if (g_strcmp0 (dialect->own_references[i], "${input:") == 0)
      return TRUE;
  return FALSE;
}

/* An object that has entries. */
typedef struct
{
  GStrv path;
  IruScope scope;
  const char *folder; /* (nullable) */
} Root;

/* So many entries that the client refuses its file for are told of. */
#define MAX_REFUSALS 8

/* For a mistake that costs the file, what the others get to hear. */
static void
refuse_file (Reading *reading, const IruEntry *entry, const IruMistake *mistake, gsize offset)
{
  IruConfig *config = reading->config;
  guint n = config->refused->len;

  if (n >= MAX_REFUSALS || (n > 0 && config->refused->pdata[n - 1] == entry))
    return;
  g_ptr_array_add (config->refused, (gpointer)entry);
  place (reading,
         iru_findings_add (config->refusals, "other-entry-refused", "“%s”: %s", entry->name,
                           mistake->what),
         offset);
}

/* Whether something has been said of that field already. */
static gboolean
has_field (GPtrArray *findings, const char *field)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const IruFinding *finding = findings->pdata[i];

      if (g_str_has_prefix (finding->kind->id, "wrong-") && g_strcmp0 (finding->field, field) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What the client does not accept in an entry that it reads. */
static void
lint_accepted (Reading *reading, const IruEntry *entry, gsize entry_offset)
{
  const IruClient *client = reading->config->client;
  g_autoptr (GPtrArray) mistakes = iru_accept_entry (client, entry->value);

  for (guint i = 0; i < mistakes->len; i++)
    {
      const IruMistake *mistake = mistakes->pdata[i];
      gsize offset = mistake->offset > 0 ? mistake->offset : entry_offset;
      g_autofree char *field = iru_mistake_dup_field (mistake);

      if (!has_field (entry->findings, field))
        {
          IruFinding *finding =
              iru_findings_add (entry->findings, "wrong-type", "%s", mistake->what);

          finding->field = g_steal_pointer (&field);
          place (reading, finding, offset);
        }
      if (mistake->cost == IRU_COST_FILE)
        refuse_file (reading, entry, mistake, offset);
    }
  if (!iru_accept_name (client, entry->name))
    place (reading,
           iru_findings_add (entry->findings, "name-refused",
                             _ ("%s refuses the name “%s”: it does not load the entry."),
                             client->title, entry->name),
           entry_offset);
}

static IruEntry *
read_entry (Reading *reading, IruPlaces *places, const Root *root, const IruMember *member)
{
  IruEntry *entry = g_new0 (IruEntry, 1);

  entry->name = g_strdup (member->key);
  entry->root = g_strdupv (root->path);
  entry->scope = root->scope;
  entry->folder = g_strdup (root->folder);
  entry->value = iru_value_copy (member->value);
  entry->findings = iru_findings_new ();
  entry->server = iru_dialect_read (reading->config->client, places, member->key, member->value,
                                    entry->findings);
  iru_lint_server (entry->server, entry->findings);
  /* How it is spelt does not matter where nobody reads it. */
  if (root->scope == IRU_SCOPE_UNREAD)
    {
      g_ptr_array_set_size (entry->findings, 0);
      iru_findings_add (entry->findings, "server-unread", NULL);
    }
  else if (iru_value_has_alias (entry->value))
    {
      g_ptr_array_set_size (entry->findings, 0);
      iru_findings_add (entry->findings, "entry-alias", NULL);
    }
  place_findings (reading, entry, member->key_span.start);
  if (root->scope != IRU_SCOPE_UNREAD && !iru_value_has_alias (entry->value))
    lint_accepted (reading, entry, member->key_span.start);
  if (reading->inputs_known && root->scope != IRU_SCOPE_UNREAD)
    lint_inputs (reading, entry->findings, reading->inputs, entry->value);
  return entry;
}

/* Whether @path and @name lead to one of the client's other objects. */
static gboolean
is_other_root (const IruDialect *dialect, const Root *root, const char *name)
{
  g_autofree char *folder = g_strjoinv ("/", root->path);
  g_autofree char *path = g_strconcat (folder, "/", name, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (dialect->more_roots); i++)
    if (g_strcmp0 (dialect->more_roots[i], path) == 0)
      return TRUE;
  return FALSE;
}

static void
read_root (Reading *reading, IruPlaces *places, const Root *root, const IruValue *value)
{
  IruConfig *config = reading->config;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) members = iru_value_list_members (value);

  for (guint i = 0; i < members->len; i++)
    g_hash_table_add (seen, members->pdata[i]);
  for (guint i = 0; i < iru_value_count_members (value); i++)
    {
      const IruMember *member = iru_value_get_member (value, i);

      if (is_other_root (&config->client->dialect, root, member->key)
          || iru_dialect_is_own (&config->client->dialect, member->value))
        continue;
      IruEntry *entry = read_entry (reading, places, root, member);

      entry->shadowed = !g_hash_table_contains (seen, member);
      if (entry->shadowed)
        place (reading,
               iru_findings_add (entry->findings, "server-shadowed",
                                 _ ("A later entry of the same name is the one that counts.")),
               member->key_span.start);
      g_ptr_array_add (config->entries, entry);
    }
}

/* Entries that have their names in them, as if they stood under those. */
static IruValue *
name_entries (Reading *reading, const IruValue *list)
{
  const char *field = reading->config->client->dialect.name_field;
  IruValue *object = iru_value_new (IRU_VALUE_OBJECT);

  for (guint i = 0; i < iru_value_count_elements (list); i++)
    {
      const IruValue *element = iru_value_get_element (list, i);
      const char *name = iru_value_get_string (element, field);

      if (name != NULL)
        {
          iru_value_add (object, name, iru_value_copy (element));
          iru_value_get_member (object, iru_value_count_members (object) - 1)->key_span =
              element->span;
        }
      else if (iru_value_has_alias (element))
        place (reading, iru_findings_add (reading->config->findings, "entry-alias", NULL),
               element->span.start);
      else
        place (reading,
               iru_findings_add (reading->config->findings, "wrong-field",
                                 _ ("An entry of the list has no “%s”."), field),
               element->span.start);
    }
  return object;
}

/* What is to hold the entries and does not. */
static void
lint_root (Reading *reading, const char *path, const IruValue *value)
{
  GPtrArray *findings = reading->config->findings;
  IruFinding *finding;

  if (value->type == IRU_VALUE_ALIAS)
    finding = iru_findings_add (findings, "entry-alias", NULL);
  else if (reading->config->client->dialect.is_list)
    finding = iru_findings_add (findings, "wrong-field",
                                _ ("“%s” has to be a list with the servers in it."), path);
  else
    finding = iru_findings_add (findings, "wrong-field",
                                value->type == IRU_VALUE_ARRAY
                                    ? _ ("“%s” is a list, and has to be an object with the servers "
                                         "in it.")
                                    : _ ("“%s” has to be an object with the servers in it."),
                                path);
  place (reading, finding, value->span.start);
}

/* The object that the client's file has for @scope, which may not be there. */
static void
read_plain_root (Reading *reading, IruPlaces *places, const char *path, IruScope scope)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  g_autoptr (IruValue) value =
      iru_document_dup_value (reading->config->document, (const char *const *)parts);
  const IruDialect *dialect = &reading->config->client->dialect;
  gboolean is_main = g_strcmp0 (path, dialect->root) == 0;
  Root root = { parts, scope, NULL };

  /* In YAML a member without a value is one that is not there. */
  if (value == NULL
      || (value->type == IRU_VALUE_NULL && reading->config->client->syntax == IRU_SYNTAX_YAML))
    return;
  if (is_main && dialect->is_list && value->type == IRU_VALUE_ARRAY)
    {
      g_autoptr (IruValue) named = name_entries (reading, value);

      read_root (reading, places, &root, named);
    }
  else if (value->type == IRU_VALUE_OBJECT && !(is_main && dialect->is_list))
    read_root (reading, places, &root, value);
  else if (is_main)
    lint_root (reading, path, value);
}

/* The same for each folder that stands in the place of the "*". */
static void
read_local_roots (Reading *reading, IruPlaces *places, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/*/", 2);
  const char *above[] = { parts[0], NULL };
  g_autoptr (IruValue) folders = iru_document_dup_each (reading->config->document, above, parts[1]);

  for (guint i = 0; i < iru_value_count_members (folders); i++)
    {
      const IruMember *member = iru_value_get_member (folders, i);
      const char *whole[] = { parts[0], member->key, parts[1], NULL };
      Root root = { (GStrv)whole, IRU_SCOPE_LOCAL, member->key };

      read_root (reading, places, &root, member->value);
    }
}

static void
read_entries (Reading *reading, const IruTarget *target)
{
  const IruDialect *dialect = &target->client->dialect;

  if (target->root != NULL)
    {
      read_plain_root (reading, target->places, target->root, target->scope);
      return;
    }
  read_plain_root (reading, target->places, dialect->root, target->scope);
  for (guint i = 0; i < G_N_ELEMENTS (dialect->more_roots) && dialect->more_roots[i]; i++)
    if (strchr (dialect->more_roots[i], '*') != NULL)
      read_local_roots (reading, target->places, dialect->more_roots[i]);
    else
      read_plain_root (reading, target->places, dialect->more_roots[i], target->scope);
  for (guint i = 0; i < G_N_ELEMENTS (dialect->unread_roots) && dialect->unread_roots[i]; i++)
    read_plain_root (reading, target->places, dialect->unread_roots[i], IRU_SCOPE_UNREAD);
}

/* Whether the objects at @path are entries; @root: as a row has it. */
static gboolean
is_in_root (const char *root, GStrv path)
{
  g_auto (GStrv) parts = g_strsplit (root != NULL ? root : "", "/", -1);
  guint n = g_strv_length (parts);

  if (root == NULL || g_strv_length (path) != n + 1)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (strcmp (parts[i], "*") != 0 && strcmp (parts[i], path[i]) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
is_read_as_entry (const IruDialect *dialect, GStrv path)
{
  gboolean is_read = is_in_root (dialect->root, path);

  for (guint i = 0; i < G_N_ELEMENTS (dialect->more_roots); i++)
    is_read |= is_in_root (dialect->more_roots[i], path);
  for (guint i = 0; i < G_N_ELEMENTS (dialect->unread_roots); i++)
    is_read |= is_in_root (dialect->unread_roots[i], path);
  return is_read;
}

static void
read_misplaced_entry (Reading *reading, IruPlaces *places, const IruPlaceOfObject *object)
{
  guint last = g_strv_length (object->path) - 1;
  g_autoptr (IruValue) value =
      iru_document_dup_value (reading->config->document, (const char *const *)object->path);
  g_auto (GStrv) above = g_strdupv (object->path);
  IruMember member = { object->path[last], object->key, value };
  Root root = { above, IRU_SCOPE_UNREAD, NULL };

  /* Of several of that name another one is meant. */
  if (value == NULL || value->type != IRU_VALUE_OBJECT)
    return;
  g_clear_pointer (&above[last], g_free);
  IruEntry *entry = read_entry (reading, places, &root, &member);
  IruFinding *finding = entry->findings->pdata[0];
  g_autofree char *place = g_strjoinv (" → ", object->path);
  finding->detail =
      g_strdup_printf (_ ("It is at “%s”. %s reads servers only from “%s”."), place,
                       reading->config->client->title, reading->config->client->dialect.root);
  g_ptr_array_add (reading->config->misplaced, entry);
}

/* People put entries beside the object that the client reads, into it once more, or under a name
 * that another client has for it. */
static void
read_misplaced (Reading *reading, IruPlaces *places)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  static const IruField fields[] = { IRU_FIELD_URL, IRU_FIELD_COMMAND };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    for (const char *const *name = iru_client_fields_get (fields[i]); *name != NULL; name++)
      g_ptr_array_add (names, (gpointer)*name);
  g_ptr_array_add (names, NULL);
  g_autoptr (GPtrArray) objects =
      iru_document_find_objects (reading->config->document, (const char *const *)names->pdata);
  for (guint i = 0; i < objects->len; i++)
    {
      const IruPlaceOfObject *object = objects->pdata[i];

      if (!is_read_as_entry (&reading->config->client->dialect, object->path))
        read_misplaced_entry (reading, places, object);
    }
}

static IruConfig *
config_new_empty (const IruTarget *target, GBytes *text)
{
  IruConfig *config = g_new0 (IruConfig, 1);

  config->client = target->client;
  config->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_entry_free);
  config->misplaced = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_entry_free);
  config->findings = iru_findings_new ();
  config->refusals = iru_findings_new ();
  config->refused = g_ptr_array_new ();
  config->text = text != NULL ? g_bytes_ref (text) : NULL;
  return config;
}

IruConfig *
iru_config_new (const IruTarget *target, GBytes *text)
{
  IruTextError error = { 0 };
  g_autoptr (IruDocument) document =
      text != NULL ? iru_document_new (target->client->syntax, text, &error) : NULL;
  IruConfig *config;

  if (document != NULL)
    return iru_config_new_for_document (target, document);
  config = config_new_empty (target, text);
  if (text != NULL)
    {
      IruFinding *finding = iru_findings_add (config->findings, get_file_finding (error.code), "%s",
                                              _ (error.message));
      gsize length;
      const char *data = g_bytes_get_data (text, &length);

      iru_text_get_position (data, length, error.offset, &finding->line, &finding->column);
      if (can_be_mended (target->client, text))
        advise_install (finding);
    }
  return config;
}

IruConfig *
iru_config_new_for_document (const IruTarget *target, IruDocument *document)
{
  IruConfig *config = config_new_empty (target, iru_document_get_text (document));
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  static const char *const inputs_path[] = { "inputs", NULL };
  g_autoptr (IruValue) inputs = NULL;
  Reading reading = { .config = config, .places = places };

  config->document = iru_document_ref (document);
  if (!iru_document_is_object (config->document))
    {
      iru_findings_add (config->findings, "file-syntax",
                        config->client->syntax == IRU_SYNTAX_YAML
                            ? _ ("The file has to be made of names and values: “name: value”.")
                            : _ ("The file has to be an object: to begin with { and end with }."));
      g_clear_pointer (&config->document, iru_document_free);
      return config;
    }
  lint_mark (&reading);
  if (asks_inputs (&config->client->dialect))
    {
      inputs = iru_document_dup_value (config->document, inputs_path);
      reading.inputs = inputs;
      reading.inputs_known = TRUE;
    }
  lint_laxities (&reading);
  lint_settings (&reading);
  read_entries (&reading, target);
  read_misplaced (&reading, target->places);
  place_all (&reading);
  return config;
}

void
iru_config_set_error (GError **error, const char *path, GBytes *text,
                      const IruTextError *text_error)
{
  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  guint line;
  guint column;

  if (text_error->code == IRU_TEXT_ERROR_MEMORY)
    {
      g_set_error (error, IRU_ERROR, IRU_ERROR_FAILED, _ ("%s: %s The file was left as it is."),
                   path, _ (text_error->message));
      return;
    }
  iru_text_get_position (data, length, text_error->offset, &line, &column);
  g_set_error (error, IRU_ERROR,
               text_error->code == IRU_TEXT_ERROR_UNSUPPORTED ? IRU_ERROR_UNSUPPORTED
                                                              : IRU_ERROR_SYNTAX,
               _ ("%s: line %u, column %u: %s The file was left as it is."), path, line, column,
               _ (text_error->message));
}
