/* iru-resume.c: a stream that ended before the answer, and where it goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-resume.h"

#include <string.h>

#define MAX_ID 4096

void
iru_resume_drop (IruResume *resume)
{
  g_clear_pointer (&resume->last_event_id, g_free);
}

void
iru_resume_clear (IruResume *resume)
{
  iru_resume_drop (resume);
  resume->n = 0;
}

static gboolean
is_fit_for_header (const char *id)
{
  if (strlen (id) > MAX_ID)
    return FALSE;
  for (const char *p = id; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return FALSE;
  return TRUE;
}

gboolean
iru_resume_take (IruResume *resume, const IruHttpReply *reply)
{
  const char *id = reply->last_event_id != NULL ? reply->last_event_id : resume->last_event_id;

  if (!reply->is_stream || reply->transport_error == IRU_TRANSPORT_ERROR_TOO_LARGE || id == NULL
      || !is_fit_for_header (id) || resume->n >= IRU_RESUME_MAX)
    return FALSE;

  if (reply->last_event_id != NULL)
    {
      g_free (resume->last_event_id);
      resume->last_event_id = g_strdup (reply->last_event_id);
    }
  resume->delay_ms = reply->retry_ms >= 0 ? (guint)reply->retry_ms : IRU_RESUME_DELAY_MS;
  resume->n++;
  return TRUE;
}
