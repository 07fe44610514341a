/* iru-error.h: the one error domain
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A GError means "the program could not do its job". What is wrong with the
 * user's set-up is an IruFinding. Messages are whole sentences for a person, name
 * the path where there is one, and never hold a secret.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define IRU_ERROR (iru_error_quark ())

typedef enum
{
  IRU_ERROR_FAILED,      /* read, write, start: the message has the cause */
  IRU_ERROR_USAGE,       /* the command line is wrong */
  IRU_ERROR_NOT_FOUND,   /* no such file; often no error at all */
  IRU_ERROR_SYNTAX,      /* a file or snippet that can't be understood */
  IRU_ERROR_UNSUPPORTED, /* understood, and refused because it would mean guessing */
  IRU_ERROR_CONFLICT,    /* somebody else changed the file */
  IRU_ERROR_TOO_LARGE,   /* over the stated bound */
} IruError;

GQuark iru_error_quark (void);

G_END_DECLS
