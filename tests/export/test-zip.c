/* test-zip.c: an archive has its files where its headers say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether others read it: tests/program/test_export.py.
 */
#include "iru-zip.h"

#include <string.h>

#define END_SIZE 22
#define CENTRAL_SIZE 46
#define LOCAL_SIZE 30

static guint32
get (const guint8 *p, guint n_bytes)
{
  guint32 value = 0;

  for (guint i = n_bytes; i > 0; i--)
    value = value << 8 | p[i - 1];
  return value;
}

static void
test_archive (void)
{
  static const IruZipFile files[] = { { "a.txt", "123456789" }, { "b/c", "" }, { "d", "\n" } };
  /* The check value of CRC-32 is that of 123456789. */
  static const guint32 sums[] = { 0xcbf43926, 0, 0x32d70693 };
  g_autoptr (GBytes) archive = iru_zip_new (files, G_N_ELEMENTS (files));
  gsize length;
  const guint8 *data = g_bytes_get_data (archive, &length);
  const guint8 *end = data + length - END_SIZE;
  const guint8 *central = data + get (end + 16, 4);

  g_assert_cmpmem (end, 4, "PK\5\6", 4);
  g_assert_cmpuint (get (end + 10, 2), ==, G_N_ELEMENTS (files));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      const guint8 *local = data + get (central + 42, 4);
      gsize name = strlen (files[i].name);

      g_assert_cmpmem (central, 4, "PK\1\2", 4);
      g_assert_cmpmem (local, 4, "PK\3\4", 4);
      g_assert_cmphex (get (central + 16, 4), ==, sums[i]);
      g_assert_cmpmem (local + 4, 26, central + 6, 26);
      g_assert_cmpmem (local + LOCAL_SIZE, name, files[i].name, name);
      g_assert_cmpmem (local + LOCAL_SIZE + name, get (local + 22, 4), files[i].text,
                       strlen (files[i].text));
      central += CENTRAL_SIZE + name;
    }
  g_assert_true (central == end);
  g_assert_cmpuint (get (end + 12, 4), ==, end - data - get (end + 16, 4));
}

static void
test_same (void)
{
  static const IruZipFile files[] = { { "a", "b" } };
  g_autoptr (GBytes) one = iru_zip_new (files, 1);
  g_autoptr (GBytes) two = iru_zip_new (files, 1);

  g_assert_true (g_bytes_equal (one, two));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zip/archive", test_archive);
  g_test_add_func ("/zip/same", test_same);
  return g_test_run ();
}
