/* test-snippet-command.c: command lines are read as their program would, or refused at their place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-snippet-rows.h"

#include <string.h>

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  return g_test_run ();
}
