/* test-bounds.c: how large and how deep a text may be, on a small stack
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-document.h"

#include <pthread.h>
#include <string.h>
#include <sys/mman.h>

/* A hundred times less than one frame a level would need. */
#define STACK_SIZE (256 * 1024)

/* @open and @close are repeated, @middle stands between. */
typedef struct
{
  const char *name;
  IruSyntax syntax;
  const char *before;
  const char *open;
  const char *middle;
  const char *close;
  const char *behind;
  guint n_outside; /* containers that @before opens */
} Shape;

/* clang-format off */
static const Shape shapes[] = {
  { "arrays", IRU_SYNTAX_JSON, "{\"a\":", "[", "", "]", "}", 1 },
  { "objects", IRU_SYNTAX_JSON, "{\"a\":", "{\"b\":", "1", "}", "}", 1 },
  { "the value itself", IRU_SYNTAX_JSON, "{\"mcpServers\":{\"iru\":", "{\"b\":", "1", "}", "}}", 2 },
  { "both, and comments", IRU_SYNTAX_JSON, "{\"a\":", "[/**/{\"b\" : //\n", "1", "}]", "}", 1 },
  { "TOML arrays", IRU_SYNTAX_TOML, "a = ", "[", "", "]", "\n", 0 },
  { "TOML tables", IRU_SYNTAX_TOML, "a = ", "{ b = ", "1", "}", "\n", 0 },
  { "TOML value itself", IRU_SYNTAX_TOML, "[mcpServers.iru]\na = ", "[", "", "]", "\n", 2 },
  { "TOML dotted key", IRU_SYNTAX_TOML, "a", ".a", "", "", " = 1\n", 0 },
  { "TOML header", IRU_SYNTAX_TOML, "[a", ".a", "", "", "]\n", 1 },
};
/* clang-format on */

static const char *const server[] = { "mcpServers", "iru", NULL };
static const char *const whole[] = { NULL };

static guint
count_levels (const Shape *shape)
{
  guint n = 0;

  for (const char *p = shape->open; *p != '\0'; p++)
    n += strchr ("[{.", *p) != NULL;
  return n;
}

static GBytes *
make_text (const Shape *shape, guint depth)
{
  GString *text = g_string_new (shape->before);
  guint n = (depth - shape->n_outside) / count_levels (shape);

  for (guint i = 0; i < n; i++)
    g_string_append (text, shape->open);
  g_string_append (text, shape->middle);
  for (guint i = 0; i < n; i++)
    g_string_append (text, shape->close);
  g_string_append (text, shape->behind);
  return g_string_free_to_bytes (text);
}

/* Everything that is done with a user's file. */
static void
use (const Shape *shape, GBytes *text)
{
  IruTextError error = { 0 };
  g_autoptr (IruDocument) document = iru_document_new (shape->syntax, text, &error);
  g_autoptr (IruValue) value = iru_value_new (IRU_VALUE_OBJECT);
  g_autoptr (IruDocument) with = NULL;
  g_autoptr (IruDocument) without = NULL;

  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_NONE);
  g_autoptr (IruValue) all = iru_document_dup_value (document, whole);
  g_autoptr (IruValue) copy = iru_value_copy (all);
  g_assert_true (iru_value_equal (all, copy));

  iru_value_add (value, "command", iru_value_new_string ("x"));
  with = iru_document_set (document, server, value, &error);
  g_assert_nonnull (with);
  without = iru_document_remove (with, server, &error);
  g_assert_nonnull (without);
  g_assert_null (iru_document_dup_value (without, server));
}

static gpointer
check_depth (gpointer data)
{
  const Shape *shape = data;
  guint step = count_levels (shape);
  g_autoptr (GBytes) deep = make_text (shape, IRU_TEXT_MAX_DEPTH);
  g_autoptr (GBytes) deeper = make_text (shape, IRU_TEXT_MAX_DEPTH + 2 * step);
  g_autoptr (IruDocument) document = NULL;
  g_autoptr (GArray) fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
  g_autoptr (GBytes) mended = NULL;
  IruTextError error = { 0 };

  use (shape, deep);
  mended = iru_document_mend (shape->syntax, deep, TRUE, fixes, &error);
  g_assert_nonnull (mended);
  document = iru_document_new (shape->syntax, deeper, &error);
  g_assert_null (document);
  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_TOO_LARGE);
  return NULL;
}

static void
test_depth (gconstpointer data)
{
  pthread_attr_t attributes;
  pthread_t thread;

  g_assert_cmpint (pthread_attr_init (&attributes), ==, 0);
  g_assert_cmpint (pthread_attr_setstacksize (&attributes, STACK_SIZE), ==, 0);
  g_assert_cmpint (pthread_create (&thread, &attributes, check_depth, (gpointer)data), ==, 0);
  pthread_join (thread, NULL);
  pthread_attr_destroy (&attributes);
}

/* One level more than there may be. */
static void
test_one_too_many (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (count_levels (&shapes[i]) == 1 && shapes[i].open[0] != '.')
      {
        g_autoptr (GBytes) text = make_text (&shapes[i], IRU_TEXT_MAX_DEPTH + 1);
        IruTextError error = { 0 };

        g_test_message ("%s", shapes[i].name);
        g_assert_null (iru_document_new (shapes[i].syntax, text, &error));
        g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_TOO_LARGE);
      }
}

/* What is too large is not looked at: it can't be. What is just not too large is, and
 * its first byte is no text. */
static void
test_size (void)
{
  const gsize size = (gsize)IRU_TEXT_MAX_SIZE + 1;
  char *room = mmap (NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  g_autoptr (GBytes) large = g_bytes_new_static (room, size - 1);
  g_autoptr (GBytes) too_large = g_bytes_new_static (room, size);

  g_assert_true (room != MAP_FAILED);
  for (IruSyntax syntax = IRU_SYNTAX_JSON; syntax <= IRU_SYNTAX_TOML; syntax++)
    {
      IruTextError error = { 0 };

      g_assert_null (iru_document_new (syntax, too_large, &error));
      g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_TOO_LARGE);
    }
  g_assert_cmpint (mprotect (room, size, PROT_READ), ==, 0);
  for (IruSyntax syntax = IRU_SYNTAX_JSON; syntax <= IRU_SYNTAX_TOML; syntax++)
    {
      IruTextError error = { 0 };

      g_assert_null (iru_document_new (syntax, large, &error));
      g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_ENCODING);
    }
  munmap (room, size);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/bounds/depth/%s", shapes[i].name);

      g_test_add_data_func (path, &shapes[i], test_depth);
    }
  g_test_add_func ("/bounds/one-too-many", test_one_too_many);
  g_test_add_func ("/bounds/size", test_size);
  return g_test_run ();
}
