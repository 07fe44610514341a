/* iru-snippet-text.c: texts that are a configuration, and neither JSON, TOML nor a command
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-snippet-text.h"

#include "iru-client-fields.h"
#include "iru-error.h"
#include "iru-repair.h"
#include "iru-secret.h"
#include "iru-yaml.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What is before the values of an install link, and what ends them. */
static const char *const link_marks[] = {
  "mcp/install?", "install-mcp?", "add_mcp?", "mcp/add?", NULL,
};

#define LINK_ENDS " \t\r\n\"'`<>)]"
#define BLANKS " \t\r\n"

gboolean
iru_snippet_check_text (IruSnippetReader *reader)
{
  gsize start = iru_text_get_bom (reader->text, reader->length);

  while (start < reader->length && strchr (BLANKS, reader->text[start]) != NULL)
    start++;
  if (reader->length - start < 5 || memcmp (reader->text + start, "{\\rtf", 5) != 0)
    return TRUE;
  return iru_snippet_fail (reader, IRU_ERROR_SYNTAX, start,
                           _ ("This is rich text (RTF) of a word processor. In TextEdit, select "
                              "Format → Make Plain Text, or copy the MCP configuration again."));
}

/* Links */

/* As deep as the reader lets a value be. */
static void
set_spans (IruValue *value, IruSpan span)
{
  value->span = span;
  for (guint i = 0; i < iru_value_count_children (value); i++)
    {
      if (value->type == IRU_VALUE_OBJECT)
        iru_value_get_member (value, i)->key_span = span;
      set_spans (iru_value_get_child (value, i), span);
    }
}

/* (transfer full) (nullable): JSON that is base64, in the alphabet of URLs too */
static char *
decode_base64 (const char *text)
{
  g_autofree char *plain = g_strdelimit (g_strdup (text), "-", '+');
  gsize length;
  guchar *bytes;
  char *json;

  g_strdelimit (plain, "_", '/');
  g_strdelimit (plain, " ", '+');
  bytes = g_base64_decode (plain, &length);
  explicit_bzero (plain, strlen (plain));
  json =
      g_utf8_validate_len ((char *)bytes, length, NULL) ? g_strndup ((char *)bytes, length) : NULL;
  iru_text_wipe ((char *)bytes, length);
  g_free (bytes);
  return json;
}

/* The value of @name among the @query's. (transfer full) (nullable) */
static char *
get_parameter (const char *query, const char *name)
{
  gsize length = strlen (name);

  for (const char *p = query; p != NULL; p = strchr (p, '&'))
    {
      p += *p == '&';
      if (g_str_has_prefix (p, "amp;"))
        p += strlen ("amp;");
      if (strncmp (p, name, length) == 0 && p[length] == '=')
        return g_uri_unescape_segment (p + length + 1,
                                       p + length + 1 + strcspn (p + length + 1, "&"), NULL);
    }
  return NULL;
}

/* The configuration in @query as JSON. (transfer full) (nullable) */
static char *
decode_query (const char *query)
{
  char *whole = g_uri_unescape_string (query, NULL);
  char *config = get_parameter (query, "config");

  if (whole != NULL && *whole == '{')
    {
      iru_secret_free (config);
      return whole;
    }
  iru_secret_free (whole);
  if (config == NULL || *config == '{')
    return config;
  char *json = decode_base64 (config);
  iru_secret_free (config);
  return json;
}

static IruValue *
read_json (const char *json)
{
  IruTextError error = { 0 };

  return json != NULL ? iru_repair_read (json, strlen (json), NULL, NULL, NULL, &error) : NULL;
}

/* Reads what is behind the mark at @start. */
static IruValue *
read_link (IruSnippetReader *reader, gsize start)
{
  gsize end = start;

  while (end < reader->length && strchr (LINK_ENDS, reader->text[end]) == NULL)
    end++;

  char *query = g_strndup (reader->text + start, end - start);
  char *json = decode_query (query);
  IruValue *value = read_json (json);
  g_autofree char *name = get_parameter (query, "name");

  iru_secret_free (query);
  iru_secret_free (json);
  if (value == NULL)
    {
      iru_snippet_fail (reader, IRU_ERROR_SYNTAX, start,
                        _ ("The configuration in this install link is cut off or damaged. Copy "
                           "the whole link again."));
      return NULL;
    }
  if (name != NULL && value->type == IRU_VALUE_OBJECT && iru_value_get (value, "name") == NULL)
    iru_value_add (value, "name", iru_value_new_string (name));
  set_spans (value, (IruSpan){ start, end });
  iru_snippet_fix (reader, "link", start);
  return value;
}

/* Where the values of the first link at or behind @from begin; G_MAXSIZE if there is none. */
static gsize
find_link (const IruSnippetReader *reader, gsize from)
{
  gsize first = G_MAXSIZE;

  for (guint i = 0; link_marks[i] != NULL; i++)
    {
      const char *mark = memmem (reader->text + from, reader->length - from, link_marks[i],
                                 strlen (link_marks[i]));

      if (mark != NULL)
        first = MIN (first, (gsize)(mark - reader->text) + strlen (link_marks[i]));
    }
  return first;
}

/* The first link; others have to say the same, as a README has one for each editor. */
static IruValue *
read_links (IruSnippetReader *reader, gsize start)
{
  g_autoptr (IruValue) value = read_link (reader, start);

  for (guint n = 0; value != NULL && n < 16; n++)
    {
      start = find_link (reader, start);
      if (start == G_MAXSIZE)
        break;
      g_autoptr (IruValue) other = read_link (reader, start);
      if (other == NULL)
        return NULL;
      if (!iru_value_equal (value, other))
        {
          iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, start,
                            _ ("A second configuration begins here, and it differs from the "
                               "first. Paste only the one that is wanted."));
          return NULL;
        }
    }
  return g_steal_pointer (&value);
}

/* YAML */

/* The text, with blanks in the place of what is outside of its code block. */
static GBytes *
blank_outside (const IruSnippetReader *reader)
{
  char *text = g_strndup (reader->text, reader->length);
  char *open = strstr (text, "```");
  char *line = open != NULL ? strchr (open, '\n') : NULL;
  char *close = line != NULL ? strstr (line, "```") : NULL;

  for (char *p = text; line != NULL && p < text + reader->length; p++)
    if ((p < line || (close != NULL && p >= close)) && *p != '\n' && *p != '\r')
      *p = ' ';
  return iru_text_take (text, reader->length);
}

static gboolean
has_root (const IruValue *value)
{
  const char *const *roots = iru_client_fields_get (IRU_FIELD_ROOT);

  for (guint i = 0; roots[i] != NULL; i++)
    {
      const IruValue *list = iru_snippet_get_field (value, roots[i]);

      if (iru_value_is_container (list))
        return TRUE;
    }
  return FALSE;
}

static guint
get_depth (const IruValue *value, guint depth)
{
  guint deepest = depth;

  for (guint i = 0; depth <= IRU_YAML_MAX_DEPTH && i < iru_value_count_children (value); i++)
    deepest = MAX (deepest, get_depth (iru_value_get_child (value, i), depth + 1));
  return deepest;
}

/* Of a word without quotes nobody sees whether it is whole. */
static gboolean
ends_in_word (const IruSnippetReader *reader)
{
  return strchr ("\n\"'}]`", reader->text[reader->length - 1]) == NULL;
}

static IruValue *
read_yaml (IruSnippetReader *reader)
{
  IruTextError error = { 0 };
  g_autoptr (GBytes) text = blank_outside (reader);
  g_autoptr (IruValue) value = iru_yaml_read (text, &error);

  if (value == NULL || !has_root (value) || iru_value_has_alias (value)
      || get_depth (value, 0) > 16)
    return NULL;
  if (ends_in_word (reader))
    {
      iru_snippet_fail (reader, IRU_ERROR_SYNTAX, reader->length,
                        _ ("The last value may be cut off. If it is not, add an empty line after "
                           "it."));
      return NULL;
    }
  iru_snippet_fix (reader, "yaml", 0);
  return g_steal_pointer (&value);
}

/* Whether the only thing in the text that is more than a word is a key. */
static gboolean
is_only_key (const IruSnippetReader *reader)
{
  gboolean found = FALSE;

  if (reader->length > 1024 || memmem (reader->text, reader->length, "://", 3) != NULL)
    return FALSE;
  char *text = g_strndup (reader->text, reader->length);
  for (char *word = text; !found && *word != '\0'; word += strcspn (word, BLANKS "\"'=,;"))
    {
      word += strspn (word, BLANKS "\"'=,;");
      gsize start = iru_secret_get_kind (word);
      found = start > 0 && strcspn (word, BLANKS "\"'=,;") > start;
    }
  iru_secret_free (text);
  return found;
}

IruValue *
iru_snippet_read_other (IruSnippetReader *reader)
{
  gsize link = find_link (reader, 0);
  IruValue *value = link != G_MAXSIZE ? read_links (reader, link) : read_yaml (reader);

  if (value == NULL && link == G_MAXSIZE && is_only_key (reader))
    iru_snippet_fail (reader, IRU_ERROR_SYNTAX, 0,
                      _ ("This is only the key. In Iru, use Copy MCP configuration."));
  return value;
}
