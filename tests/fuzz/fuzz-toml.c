/* fuzz-toml.c: TOML: scanned, read and edited
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "iru-toml.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) text = g_bytes_new_static (data, size);
  IruTextError error = { 0 };

  if (iru_toml_check (text, &error))
    fuzz_edit (IRU_SYNTAX_TOML, text);
  else
    FUZZ_HOLDS (fuzz_is_error (&error, text));
  return 0;
}
