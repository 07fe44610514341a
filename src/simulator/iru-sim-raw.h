/* iru-sim-raw.h: connections taken away from the HTTP server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For everything that an HTTP library would not do: to answer with half of an
 * answer, to stay silent, to reset, to stream for as long as the client listens.
 */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _IruSimRaw IruSimRaw;
typedef struct _IruSimConnection IruSimConnection;

typedef enum
{
  IRU_SIM_RAW_CLOSE, /* once everything is written */
  IRU_SIM_RAW_RESET, /* at once, with a TCP reset */
  IRU_SIM_RAW_HOLD,  /* stay open until the peer closes */
  IRU_SIM_RAW_DRIP,  /* one chunk of one space every 100 ms until the peer closes */
} IruSimRawEnd;

IruSimRaw *iru_sim_raw_new (void);
/* Closes what is open. */
void iru_sim_raw_free (IruSimRaw *raw);

/* Takes the connection of @message, which is never answered by the library then,
 * writes @text and goes on as @end says. @name (nullable) is for iru_sim_raw_find().
 * Returns what iru_sim_connection_write() takes, valid until the peer closes. */
IruSimConnection *iru_sim_raw_take (IruSimRaw *raw, SoupServerMessage *message, const char *name,
                                    const char *text, IruSimRawEnd end);
/* The open connection of that name, or NULL. */
IruSimConnection *iru_sim_raw_find (IruSimRaw *raw, const char *name);
void iru_sim_connection_write (IruSimConnection *connection, GBytes *bytes);

G_END_DECLS
