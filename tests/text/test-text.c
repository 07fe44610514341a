/* test-text.c: lines, columns, encodings and edits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-edit.h"

#include <errno.h>
#include <string.h>

/* clang-format off */
static const struct
{
  const char *text;
  gsize offset;
  guint line;
  guint column;
} places[] = {
  { "", 0, 1, 1 },
  { "abc", 0, 1, 1 },
  { "abc", 2, 1, 3 },
  { "abc", 99, 1, 4 },
  { "a\nbc", 1, 1, 2 },
  { "a\nbc", 2, 2, 1 },
  { "a\nbc", 3, 2, 2 },
  { "a\r\nb", 2, 1, 3 },
  { "a\r\nb", 3, 2, 1 },
  { "a\rb", 2, 2, 1 },
  { "a\r\rb", 3, 3, 1 },
  { "a\n", 2, 2, 1 },
  { "\n\n\nx", 3, 4, 1 },
  { "\xc3\xa4\xf0\x9f\x98\x80x", 6, 1, 3 },
  { "\xef\xbb\xbf{", 3, 1, 1 },
  { "\xef\xbb\xbf\n{", 4, 2, 1 },
};

static const struct
{
  const char *text;
  gsize length;
  gboolean ok;
  gsize offset;
} encodings[] = {
  { "", 0, TRUE, 0 },
  { "x", 1, TRUE, 0 },
  { "\xef\xbb\xbf\xc3\xa4", 5, TRUE, 0 },
  { "a\0b", 3, FALSE, 0 },
  { "abc\0", 4, FALSE, 3 },
  { "ab\xff", 3, FALSE, 2 },
  { "ab\xc3", 3, FALSE, 2 },
  { "\xed\xa0\x80", 3, FALSE, 0 },
  { "\xff\xfe{\0", 4, FALSE, 0 },
  { "\xfe\xff\0{", 4, FALSE, 0 },
  { "{\0}\0", 4, FALSE, 0 },
  { "\0{\0}", 4, FALSE, 0 },
};

static const struct
{
  const char *text;
  const char *line_end;
} line_ends[] = {
  { "", "\n" },
  { "a", "\n" },
  { "a\n", "\n" },
  { "a\r\n", "\r\n" },
  { "a\r\nb\r\nc\n", "\r\n" },
  { "a\r\nb\n", "\n" },
  { "a\r", "\n" },
  { "\n\r", "\n" },
};
/* clang-format on */

static void
test_position (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      guint line, column;

      iru_text_get_position (places[i].text, strlen (places[i].text), places[i].offset, &line,
                             &column);
      g_test_message ("%u", i);
      g_assert_cmpuint (line, ==, places[i].line);
      g_assert_cmpuint (column, ==, places[i].column);
    }
}

static void
test_encoding (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      IruTextError error = { 0 };
      gboolean ok = iru_text_check_encoding (encodings[i].text, encodings[i].length, &error);

      g_test_message ("%u", i);
      g_assert_true (ok == encodings[i].ok);
      g_assert_cmpint (error.code, ==, ok ? IRU_TEXT_ERROR_NONE : IRU_TEXT_ERROR_ENCODING);
      g_assert_true ((error.message == NULL) == ok);
      g_assert_cmpuint (error.offset, ==, encodings[i].offset);
    }
}

static void
test_line_end (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (line_ends); i++)
    g_assert_cmpstr (iru_text_get_line_end (line_ends[i].text, strlen (line_ends[i].text)), ==,
                     line_ends[i].line_end);
}

static void
test_bom (void)
{
  g_assert_cmpuint (iru_text_get_bom ("\xef\xbb\xbf", 3), ==, 3);
  g_assert_cmpuint (iru_text_get_bom ("\xef\xbb\xbf", 2), ==, 0);
  g_assert_cmpuint (iru_text_get_bom ("x\xef\xbb\xbf", 4), ==, 0);
}

/* The first error stays. */
static void
test_fail (void)
{
  IruTextError error = { 0 };

  g_assert_false (iru_text_fail (NULL, IRU_TEXT_ERROR_SYNTAX, "x", 1));
  g_assert_false (iru_text_fail (&error, IRU_TEXT_ERROR_SYNTAX, "x", 1));
  g_assert_false (iru_text_fail (&error, IRU_TEXT_ERROR_ENCODING, "y", 2));
  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_SYNTAX);
  g_assert_cmpstr (error.message, ==, "x");
  g_assert_cmpuint (error.offset, ==, 1);
}

static void
assert_applied (GPtrArray *edits, const char *text, const char *expected)
{
  g_autoptr (GBytes) before = g_bytes_new (text, strlen (text));
  g_autoptr (GBytes) after = iru_edits_apply (edits, before, NULL);

  g_assert_cmpmem (g_bytes_get_data (after, NULL), g_bytes_get_size (after), expected,
                   strlen (expected));
}

static void
test_edits (void)
{
  g_autoptr (GPtrArray) edits = iru_edits_new ();

  assert_applied (edits, "", "");
  assert_applied (edits, "abcdef", "abcdef");
  iru_edits_add (edits, 6, 0, g_strdup ("!"));
  iru_edits_add (edits, 2, 2, g_strdup (""));
  iru_edits_add (edits, 0, 1, g_strdup ("XY"));
  iru_edits_add (edits, 6, 0, g_strdup ("?"));
  assert_applied (edits, "abcdef", "XYbef!?");
}

static void
test_edit_of_nothing (void)
{
  g_autoptr (GPtrArray) edits = iru_edits_new ();

  iru_edits_add (edits, 0, 0, g_strdup ("x"));
  assert_applied (edits, "", "x");
}

/* A text for which there is no memory is refused, and the text is not said to be wrong. */
static void
test_edit_without_memory (void)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("AddressSanitizer ends a program that asks for too much");
#else
  g_autoptr (GPtrArray) edits = iru_edits_new ();
  g_autoptr (GBytes) before = g_bytes_new_static ("", G_MAXSIZE / 4);
  IruTextError error = { 0 };

  iru_edits_add (edits, 0, 0, g_strdup ("x"));
  g_assert_null (iru_edits_apply (edits, before, &error));
  g_assert_cmpint (error.code, ==, IRU_TEXT_ERROR_MEMORY);
#endif
}

/* Small and large, from wherever to wherever in a page, and nothing beside it. */
static void
test_wipe (void)
{
  static const struct
  {
    gsize start;
    gsize length;
  } rows[] = {
    { 0, 0 },
    { 1, 1 },
    { 4095, 2 },
    { 7, 1024 * 1024 - 1 },
    { 0, 1024 * 1024 },
    { 1, 1024 * 1024 },
    { 4095, 1024 * 1024 },
    { 4096, 1024 * 1024 + 1 },
    { 9, 1024 * 1024 + 4087 },
  };
  gsize size = 2 * 1024 * 1024;
  g_autofree char *text = g_malloc (size);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%u", i);
      memset (text, 'x', size);
      errno = EIO;
      iru_text_wipe (text + rows[i].start, rows[i].length);
      g_assert_cmpint (errno, ==, EIO);
      for (gsize j = 0; j < size; j++)
        if ((text[j] == '\0') != (j - rows[i].start < rows[i].length))
          g_error ("%" G_GSIZE_FORMAT, j);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/position", test_position);
  g_test_add_func ("/text/encoding", test_encoding);
  g_test_add_func ("/text/line-end", test_line_end);
  g_test_add_func ("/text/bom", test_bom);
  g_test_add_func ("/text/fail", test_fail);
  g_test_add_func ("/text/edits", test_edits);
  g_test_add_func ("/text/edit-of-nothing", test_edit_of_nothing);
  g_test_add_func ("/text/edit-without-memory", test_edit_without_memory);
  g_test_add_func ("/text/wipe", test_wipe);
  return g_test_run ();
}
