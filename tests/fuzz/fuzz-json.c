/* fuzz-json.c: JSON and JSONC: scanned, mended, read and edited
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "iru-json-walk.h"

/* Strict JSON is what is accepted without a laxity, and has a value. */
static gboolean
check (GBytes *text)
{
  IruTextError error = { 0 };
  IruTextError strict_error = { 0 };
  IruJsonLaxities laxities;
  IruSpan root;
  gboolean accepted = iru_json_check (text, &laxities, &error);
  gboolean strict = iru_json_check_strict (text, &strict_error);
  gboolean plain = accepted && iru_json_get_root (iru_json_text (text), &root);

  FUZZ_HOLDS (accepted || fuzz_is_error (&error, text));
  FUZZ_HOLDS (strict || fuzz_is_error (&strict_error, text));
  for (IruLaxity i = 0; accepted && i < IRU_N_LAXITIES; i++)
    {
      plain &= laxities.first[i] == IRU_JSON_NONE;
      FUZZ_HOLDS (laxities.first[i] == IRU_JSON_NONE
                  || laxities.first[i] < g_bytes_get_size (text));
    }
  FUZZ_HOLDS (strict == plain);
  return accepted;
}

static gboolean
same_but_for_commas (GBytes *left, GBytes *right)
{
  gsize length_a;
  gsize length_b;
  const char *a = g_bytes_get_data (left, &length_a);
  const char *b = g_bytes_get_data (right, &length_b);
  gsize i = 0;
  gsize j = 0;

  while (TRUE)
    {
      while (i < length_a && a[i] == ',')
        i++;
      while (j < length_b && b[j] == ',')
        j++;
      if (i == length_a || j == length_b)
        return i == length_a && j == length_b;
      if (a[i++] != b[j++])
        return FALSE;
    }
}

static gboolean
are_about_commas (GArray *fixes)
{
  for (guint i = 0; i < fixes->len; i++)
    if (!g_str_has_suffix (g_array_index (fixes, IruFix, i).id, "-comma"))
      return FALSE;
  return TRUE;
}

/* What is mended is accepted, and every change to it is told; what is accepted is
 * left alone, but for the trailing commas that @strict does not allow. */
static void
mend (GBytes *text, gboolean accepted, gboolean strict)
{
  g_autoptr (GArray) fixes = g_array_new (FALSE, FALSE, sizeof (IruFix));
  IruTextError error = { 0 };
  g_autoptr (GBytes) mended = iru_document_mend (IRU_SYNTAX_JSON, text, strict, fixes, &error);
  IruJsonLaxities laxities;

  if (mended == NULL)
    {
      FUZZ_HOLDS (!accepted || error.code == IRU_TEXT_ERROR_TOO_LARGE);
      FUZZ_HOLDS (fuzz_is_error (&error, text));
      FUZZ_HOLDS (fixes->len == 0);
      return;
    }
  FUZZ_HOLDS (iru_json_check (mended, &laxities, NULL));
  FUZZ_HOLDS (!strict || laxities.first[IRU_LAXITY_TRAILING_COMMA] == IRU_JSON_NONE);
  FUZZ_HOLDS (g_bytes_equal (mended, text) == (fixes->len == 0));
  FUZZ_HOLDS (!accepted || strict || fixes->len == 0);
  FUZZ_HOLDS (fuzz_are_fixes (fixes, text));
  FUZZ_HOLDS (!are_about_commas (fixes) || same_but_for_commas (text, mended));

  guint n_fixes = fixes->len;
  g_autoptr (GBytes) again = iru_document_mend (IRU_SYNTAX_JSON, mended, strict, fixes, NULL);
  FUZZ_HOLDS (again != NULL && fixes->len == n_fixes && g_bytes_equal (again, mended));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) text = g_bytes_new_static (data, size);
  gboolean accepted = check (text);

  mend (text, accepted, size % 2 == 0);
  fuzz_edit (IRU_SYNTAX_JSON, text);
  return 0;
}
