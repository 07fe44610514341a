/* iru-test-corpus.c: conformance data of others, which is not part of this repository
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-test-corpus.h"

char *
iru_test_corpus (const char *name)
{
  const char *corpora = g_getenv ("IRU_CORPORA");
  g_autofree char *path = g_build_filename (corpora != NULL ? corpora : "", name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  if (g_getenv ("CI") != NULL)
    g_test_fail_printf ("no %s in IRU_CORPORA", name);
  else
    g_test_skip_printf ("no %s in IRU_CORPORA", name);
  return NULL;
}
