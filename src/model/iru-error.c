/* iru-error.c: the one error domain
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-error.h"

/* clang-format off */
G_DEFINE_QUARK (iru-error, iru_error)
/* clang-format on */
