/* fuzz-yaml.c: YAML: read, and edited in block style
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "iru-client.h"
#include "iru-yaml.h"

/* Each value lies in what it is a part of, and so in the text. */
static gboolean
has_good_spans (const IruValue *value, gsize length)
{
  if (value->span.start > value->span.end || value->span.end > length)
    return FALSE;
  for (guint i = 0; i < iru_value_count_children (value); i++)
    if (!has_good_spans (iru_value_get_child (value, i), length))
      return FALSE;
  return TRUE;
}

static IruValue *
make_entry (const IruClient *client)
{
  IruValue *entry = iru_value_new (IRU_VALUE_OBJECT);
  IruValue *headers;

  iru_value_add (entry, client->dialect.name_field, iru_value_new_string ("new"));
  headers = iru_value_add (entry, "headers", iru_value_new (IRU_VALUE_OBJECT));
  iru_value_add (headers, "X-API-Key", iru_value_new_string ("${IRU: #\"'}"));
  return entry;
}

/* Elements of a list may have the same name. */
static guint
count (const IruClient *client, GBytes *text, const char *name)
{
  const char *path[] = { client->dialect.root, NULL };
  g_autoptr (IruDocument) document = iru_document_new (IRU_SYNTAX_YAML, text, NULL);
  g_autoptr (IruValue) root = document != NULL ? iru_document_dup_value (document, path) : NULL;
  guint n = 0;

  if (root == NULL || root->type != IRU_VALUE_ARRAY)
    return iru_value_get (root, name) != NULL;
  for (guint i = 0; i < iru_value_count_elements (root); i++)
    n += g_strcmp0 (iru_value_get_string (iru_value_get_element (root, i), "name"), name) == 0;
  return n;
}

/* Whether the servers stand on lines of their own, so that a new one does as well. */
static gboolean
has_lines (const IruClient *client, const IruDocument *document)
{
  const char *path[] = { client->dialect.root, NULL };
  g_autoptr (IruValue) root = iru_document_dup_value (document, path);

  return iru_value_count_children (root) > 0;
}

/* Added and removed again, the text is what it was. Each edit has been compared by the document. */
static void
edit (const IruClient *client, GBytes *text)
{
  g_autoptr (IruValue) entry = make_entry (client);
  g_autoptr (IruValue) value = iru_value_new_string ("1");
  g_autoptr (IruDocument) document = iru_document_new (IRU_SYNTAX_YAML, text, NULL);
  const char *path[] = { client->dialect.root, "new", NULL };
  const char *leaf[] = { client->dialect.root, "new", "headers", "X-API-Key", NULL };
  guint n = count (client, text, "new");
  IruTextError error = { 0 };
  g_autoptr (IruDocument) with = iru_document_set (document, path, entry, &error);
  g_autoptr (IruDocument) changed = NULL;
  g_autoptr (IruDocument) without = NULL;

  if (with == NULL)
    {
      FUZZ_HOLDS (fuzz_is_error (&error, text));
      return;
    }
  FUZZ_HOLDS (count (client, iru_document_get_text (with), "new") == MAX (n, 1));
  changed = iru_document_set (with, leaf, value, &error);
  FUZZ_HOLDS (changed != NULL || n > 0);
  without = changed != NULL ? iru_document_remove (changed, path, &error) : NULL;
  if (without != NULL && n == 0 && has_lines (client, document))
    FUZZ_HOLDS (g_bytes_equal (iru_document_get_text (without), text));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) text = g_bytes_new_static (data, size);
  IruTextError error = { 0 };
  g_autoptr (IruValue) value = iru_yaml_read (text, &error);

  if (value == NULL)
    FUZZ_HOLDS (fuzz_is_error (&error, text));
  else
    {
      FUZZ_HOLDS (has_good_spans (value, size));
      edit (iru_client_get ("goose"), text);
      edit (iru_client_get ("continue"), text);
    }
  return 0;
}
