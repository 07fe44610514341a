/* main.c: iru-mcp-setup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-cli.h"

int
main (int argc, char **argv)
{
#ifdef _WIN32
  argv = iru_windows_begin (&argc);
#endif
  return iru_cli_run (argc, argv);
}
