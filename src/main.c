/* main.c: iru-mcp-setup
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-cli.h"

int
main (int argc, char **argv)
{
  return iru_cli_run (argc, argv);
}
