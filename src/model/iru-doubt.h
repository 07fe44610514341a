/* iru-doubt.h: values that can be read, and that nobody can have meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-profile.h"

G_BEGIN_DECLS

/**
 * IruDoubt:
 * @id: of a finding
 * @detail: what is wrong with the value, translated; it never quotes the value
 * @advice: translated
 */
typedef struct
{
  const char *id;
  const char *detail;
  const char *advice;
} IruDoubt;

/**
 * iru_doubt_in_value:
 * @known: (nullable): what is known of it
 * @name: of the header or variable
 *
 * A prefix that is there twice, the name in front of the value, the words of an example beside a
 * key, a key in the place of something else, a dash that can't be sent.
 *
 * Returns: (nullable): static
 */
const IruDoubt *iru_doubt_in_value (const IruProfile *profile, const IruProfileValue *known,
                                    const char *name, const char *value);

/* The same of a URL: a link that a mail filter rewrote, a host in the place of the tenant, a
 * dash. (nullable): static */
const IruDoubt *iru_doubt_in_url (const IruProfile *profile, const char *url);

/* The same of a command's argument. (nullable): static */
const IruDoubt *iru_doubt_in_argument (const char *argument);

G_END_DECLS
