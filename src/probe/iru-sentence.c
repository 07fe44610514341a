/* iru-sentence.c: what the body of an answer says, whatever its shape
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sentence.h"

#include <string.h>

#include "iru-excerpt.h"

#define MAX_DEPTH 5
#define MAX_TEXT (64 * 1024)

/* The members that hold a sentence, the most telling first. */
static const char *const names[] = { "error_description",
                                     "message",
                                     "msg",
                                     "detail",
                                     "details",
                                     "title",
                                     "error",
                                     "errors",
                                     "reason",
                                     "err",
                                     "description",
                                     "faultstring",
                                     "fault",
                                     "cause",
                                     "text",
                                     "data" };

static char *read_node (JsonNode *node, guint depth);

/* Servers differ in case: Message, ERROR. */
static JsonNode *
find_member (JsonObject *object, const char *name)
{
  JsonObjectIter iter;
  const char *theirs;
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL)
    return node;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &theirs, &node))
    if (g_ascii_strcasecmp (theirs, name) == 0)
      return node;
  return NULL;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = find_member (object, name);
  const char *text = node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
                         ? json_node_get_string (node)
                         : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}

/* "header.x-tenant: field required", as FastAPI says it in two members. */
static char *
read_location (JsonObject *object)
{
  JsonNode *node = find_member (object, "loc");
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  const char *text = get_text (object, "msg");
  GString *line = g_string_new (NULL);

  for (guint i = 0; array != NULL && i < MIN (json_array_get_length (array), 8); i++)
    {
      JsonNode *part = json_array_get_element (array, i);

      if (json_node_get_value_type (part) == G_TYPE_STRING)
        g_string_append_printf (line, "%s%s", line->len > 0 ? "." : "",
                                json_node_get_string (part));
    }
  if (line->len > 0 && text != NULL)
    g_string_append_printf (line, ": %s", text);
  else
    g_string_truncate (line, 0);
  return g_string_free (line, line->len == 0);
}

static char *
read_object (JsonObject *object, guint depth)
{
  const char *title = get_text (object, "title");
  const char *detail = get_text (object, "detail");
  char *text = read_location (object);

  if (text == NULL && title != NULL && detail != NULL)
    text = g_strdup_printf ("%s: %s", title, detail);
  for (guint i = 0; text == NULL && i < G_N_ELEMENTS (names); i++)
    {
      JsonNode *node = find_member (object, names[i]);

      text = node != NULL ? read_node (node, depth + 1) : NULL;
    }
  return text;
}

static char *
read_array (JsonArray *array, guint depth)
{
  char *text = NULL;

  for (guint i = 0; text == NULL && i < MIN (json_array_get_length (array), 8); i++)
    text = read_node (json_array_get_element (array, i), depth + 1);
  return text;
}

static char *
read_node (JsonNode *node, guint depth)
{
  if (depth > MAX_DEPTH)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return read_object (json_node_get_object (node), depth);
  if (JSON_NODE_HOLDS_ARRAY (node))
    return read_array (json_node_get_array (node), depth);
  if (json_node_get_value_type (node) != G_TYPE_STRING || *json_node_get_string (node) == '\0')
    return NULL;
  return g_strdup (json_node_get_string (node));
}

/* Markup */

gboolean
iru_sentence_is_page (const IruHttpReply *reply)
{
  const char *body = reply->body->str + strspn (reply->body->str, " \t\r\n");

  return iru_http_reply_is_type (reply, "text/html")
         || iru_http_reply_is_type (reply, "application/xhtml+xml")
         || g_ascii_strncasecmp (body, "<!doctype html", 14) == 0
         || g_ascii_strncasecmp (body, "<html", 5) == 0;
}

/* Without the elements inside, with the usual entities. */
static char *
strip_markup (const char *text, gsize length)
{
  static const char *const entities[][2] = { { "&lt;", "<" },    { "&gt;", ">" },
                                             { "&quot;", "\"" }, { "&#39;", "'" },
                                             { "&nbsp;", " " },  { "&amp;", "&" } };
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean in_tag = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '<' || text[i] == '>')
        in_tag = text[i] == '<';
      else if (!in_tag)
        g_string_append_c (out, g_ascii_isspace (text[i]) ? ' ' : text[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    g_string_replace (out, entities[i][0], entities[i][1], 0);
  g_strstrip (out->str);
  return *out->str != '\0' ? g_strdup (out->str) : NULL;
}

/* What is in the first element of that name, in any case; @lower is @text in lower case. */
static char *
read_element (const char *text, const char *lower, const char *name)
{
  g_autofree char *tag = g_strconcat ("<", name, NULL);
  g_autofree char *closing = g_strconcat ("</", name, NULL);
  gsize length = strlen (tag);

  for (const char *p = strstr (lower, tag); p != NULL; p = strstr (p + length, tag))
    {
      const char *start;
      const char *end;

      if (strchr (" \t\r\n>", p[length]) == NULL)
        continue;
      start = strchr (p, '>');
      end = start != NULL ? strstr (start, closing) : NULL;
      return end != NULL ? strip_markup (text + (start + 1 - lower), (gsize)(end - start - 1))
                         : NULL;
    }
  return NULL;
}

static char *
read_elements (const char *text, const char *const *elements)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  char *found = NULL;

  for (guint i = 0; found == NULL && elements[i] != NULL; i++)
    found = read_element (text, lower, elements[i]);
  return found;
}

/* Bodies */

static char *
read_markup (const IruHttpReply *reply, const char *text)
{
  static const char *const page[] = { "title", "h1", "h2", "p", "body", NULL };
  static const char *const xml[] = { "message", "faultstring", "errormessage", "description",
                                     "detail",  "reason",      "title",        "error",
                                     "code",    NULL };

  if (iru_sentence_is_page (reply))
    return read_elements (text, page);
  return text[strspn (text, " \t\r\n")] == '<' ? read_elements (text, xml) : NULL;
}

static char *
dup_body (const IruHttpReply *reply)
{
  return g_utf8_make_valid (reply->body->str, (gssize)MIN (reply->body->len, MAX_TEXT));
}

/* A body that is no markup and no JSON is shown as it is. A key may have the signs of markup in
 * it: so it is looked for before a tag is taken out, and before anything is cut. */
static char *
read_body (const IruServer *server, const IruHttpReply *reply)
{
  g_autofree char *text = iru_excerpt_mask (server, reply->body->str, reply->body->len);
  char *found = read_markup (reply, text);
  char first = text[strspn (text, " \t\r\n")];

  if (found != NULL || first == '<' || first == '{' || first == '[' || first == '\0')
    return found;
  return g_steal_pointer (&text);
}

/* The description of any of the challenges. */
static char *
read_challenge (const IruHttpReply *reply)
{
  const char *challenge = iru_http_reply_get_header (reply, "WWW-Authenticate");
  g_autoptr (GRegex) regex = g_regex_new ("error_description\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"",
                                          G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (challenge == NULL || !g_regex_match (regex, challenge, 0, &match))
    return NULL;
  return g_match_info_fetch (match, 1);
}

char *
iru_sentence_read (const IruServer *server, const IruHttpReply *reply, const IruMcpAnswer *answer)
{
  JsonNode *root = answer != NULL ? answer->root : NULL;
  char *text = NULL;

  if (answer != NULL && answer->message != NULL && *answer->message != '\0')
    text = g_strdup (answer->message);
  else if (root != NULL)
    text = read_node (root, 0);
  else
    text = read_body (server, reply);
  if (text != NULL && text[strspn (text, " \t\r\n")] == '\0')
    g_clear_pointer (&text, g_free);
  return text != NULL ? text : read_challenge (reply);
}

/* All strings */

static void
add_strings (JsonNode *node, guint depth, GString *into)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (depth > MAX_DEPTH || into->len > MAX_TEXT)
    return;
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &member))
        add_strings (member, depth + 1, into);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      add_strings (json_array_get_element (json_node_get_array (node), i), depth + 1, into);
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append_printf (into, "\n%s", json_node_get_string (node));
}

char *
iru_sentence_read_all (const IruServer *server, const IruHttpReply *reply,
                       const IruMcpAnswer *answer)
{
  g_autofree char *first = iru_sentence_read (server, reply, answer);
  GString *all = g_string_new (first);
  g_autofree char *body = NULL;

  if (answer != NULL && answer->root != NULL)
    add_strings (answer->root, 0, all);
  else if (iru_sentence_is_page (reply))
    {
      body = dup_body (reply);
      g_string_append_printf (all, "\n%s", body);
    }
  return g_string_free (all, all->len == 0);
}
