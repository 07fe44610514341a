/* iru-sim-keys.h: the keys that the simulator knows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-sim-request.h"

G_BEGIN_DECLS

typedef struct _IruSimKeys IruSimKeys;
typedef struct _IruSimKey IruSimKey;

typedef enum
{
  IRU_SIM_VERDICT_OK,
  IRU_SIM_VERDICT_MISSING, /* the key or the profile */
  IRU_SIM_VERDICT_UNKNOWN,
  IRU_SIM_VERDICT_REVOKED,
  IRU_SIM_VERDICT_PROFILE, /* a good key with a profile that is not its own */
} IruSimVerdict;

/* With the built-in keys. */
IruSimKeys *iru_sim_keys_new (void);
void iru_sim_keys_free (IruSimKeys *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruSimKeys, iru_sim_keys_free)

/* The built-in keys as NAME=VALUE lines. */
char *iru_sim_keys_print (void);

/* Adds a file's keys: lines of key, profile and scopes ("devices:read,users:read",
 * "*", "none" or "revoked"), with white space between; "#" starts a comment line.
 * An error names the line and quotes nothing of it. At most 64 KiB. */
gboolean iru_sim_keys_load (IruSimKeys *keys, const char *path, GError **error);

/* From now on any key is as good as the strongest that is built in, and so is none. */
void iru_sim_keys_admit_all (IruSimKeys *keys);

/* Looks at X-API-Key and X-MCP-Profile, or at a bearer token, whose profile in the table of keys
 * is "-". @key (borrowed) is set if the verdict is OK. */
IruSimVerdict
iru_sim_keys_check (IruSimKeys *keys, const IruSimRequest *request, const IruSimKey **key);
const char *iru_sim_verdict_get_name (IruSimVerdict verdict);
gboolean iru_sim_key_allows (const IruSimKey *key, const char *scope);

G_END_DECLS
