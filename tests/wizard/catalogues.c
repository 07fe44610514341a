/* catalogues.c: preloaded into the wizard, has it read the catalogues in $IRU_CATALOGUES
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <dlfcn.h>
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

char *
bindtextdomain (const char *domain, const char *folder)
{
  char *(*bind) (const char *, const char *);
  const char *ours = getenv ("IRU_CATALOGUES");

  /* As the manual of dlsym() has it: ISO C knows no way from an object to a function. */
  *(void **)&bind = dlsym (RTLD_NEXT, "bindtextdomain");
  return bind (domain, ours != NULL && strcmp (domain, GETTEXT_PACKAGE) == 0 ? ours : folder);
}
