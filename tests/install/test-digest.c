/* test-digest.c: a digest knows its text and no other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-digest.h"

#include <string.h>

#define POINT "0123456789abcdef-"

/* Bytes 0, 7, 14 ... modulo 256; reckoned with whole numbers of any size. */
static const struct
{
  gsize length;
  const char *digest;
} known[] = {
  { 0, POINT "0000000000000000" },    { 1, POINT "0000000000000001" },
  { 7, POINT "160426bc3c1dd8eb" },    { 112, POINT "04dc385b6f9b1bb8" },
  { 113, POINT "0182598cd53e626b" },  { 119, POINT "117cb1a485d8aebf" },
  { 1000, POINT "05da4826d14eac20" },
};

static GBytes *
make_bytes (gsize length)
{
  guint8 *data = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    data[i] = i * 7;
  return g_bytes_new_take (data, length);
}

static void
test_known (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr (GBytes) bytes = make_bytes (known[i].length);

      g_test_message ("%u", (guint)known[i].length);
      g_assert_true (iru_digest_matches (known[i].digest, bytes));
    }
}

/* Each single bit, and a byte more or less, at every place round the block's size. */
static void
test_changes (void)
{
  for (gsize length = 1; length < 260; length += 3)
    {
      g_autoptr (GBytes) bytes = make_bytes (length);
      g_autoptr (GBytes) shorter = make_bytes (length - 1);
      g_autofree char *digest = iru_digest_new (bytes);
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

      g_assert_true (iru_digest_is_valid (digest));
      g_assert_true (iru_digest_matches (digest, bytes));
      g_assert_false (iru_digest_matches (digest, shorter));
      for (gsize bit = 0; bit < length * 8; bit++)
        {
          g_autoptr (GBytes) changed = g_bytes_new_static (data, length);

          data[bit / 8] ^= 1 << bit % 8;
          g_assert_false (iru_digest_matches (digest, changed));
          data[bit / 8] ^= 1 << bit % 8;
        }
    }
}

static void
test_nothing (void)
{
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autofree char *digest = iru_digest_new (empty);
  g_autofree char *again = iru_digest_new (empty);

  g_assert_null (iru_digest_new (NULL));
  g_assert_true (iru_digest_matches (NULL, NULL));
  g_assert_false (iru_digest_matches (NULL, empty));
  g_assert_false (iru_digest_matches (digest, NULL));
  g_assert_true (iru_digest_matches (digest, empty));
  g_assert_cmpstr (digest, !=, again);
}

static void
test_malformed (void)
{
  static const char *const malformed[] = {
    "",
    "-",
    "0123456789abcdef",
    "0123456789abcdef 0000000000000000",
    "0123456789abcdef-000000000000000",
    "0123456789abcdef-00000000000000000",
    "0123456789ABCDEF-0000000000000000",
    /* The point is none of the field. */
    "ffffffffffffffff-0000000000000000",
  };
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);

  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_test_message ("%s", malformed[i]);
      g_assert_true (!iru_digest_is_valid (malformed[i])
                     || g_str_has_prefix (malformed[i], "ffff"));
      g_assert_false (iru_digest_matches (malformed[i], empty));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest/known", test_known);
  g_test_add_func ("/digest/changes", test_changes);
  g_test_add_func ("/digest/nothing", test_nothing);
  g_test_add_func ("/digest/malformed", test_malformed);
  return g_test_run ();
}
