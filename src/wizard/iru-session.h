/* iru-session.h: what a person at the wizard is doing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds what was pasted, whose files are meant, the plan and what was found; knows no
 * widget. The pages share one and nothing else. Whatever may take long has an _async
 * and a _finish; one of them runs at a time, and until it has finished nothing else of
 * the session may be used.
 */
#pragma once

#include "iru-outcome.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define IRU_TYPE_SESSION (iru_session_get_type ())
G_DECLARE_FINAL_TYPE (IruSession, iru_session, IRU, SESSION, GObject)

/* What the next plan is to bring about. */
typedef enum
{
  IRU_INTENT_INSTALL, /* the snippet's servers, into the chosen clients */
  IRU_INTENT_REPAIR,  /* one client's entry written anew, as it should be spelt */
  IRU_INTENT_REMOVE,  /* the server taken out of the chosen clients */
} IruIntent;

/**
 * iru_session_new:
 * @state_folder: where backups are
 * @timeout_ms: for each endpoint
 */
IruSession *iru_session_new (const char *state_folder, guint timeout_ms);

/* Everything there is to show; with its secrets known to its redactor. Borrowed. */
const IruOutcome *iru_session_get_outcome (IruSession *self);

/**
 * iru_session_read:
 *
 * @text: what was pasted; empty for nothing
 * @fault: (out) (optional): where the error is, in bytes
 *
 * Returns: whether it can be installed: it was understood, and nothing in it is an
 *   error. FALSE with @error if it was not understood
 */
gboolean iru_session_read (IruSession *self, GBytes *text, gsize *fault, GError **error);
/* The snippet, if there is one that can be installed; else NULL. Borrowed. */
const IruSnippet *iru_session_get_snippet (IruSession *self);
/* Wipes what was pasted from memory. */
void iru_session_forget (IruSession *self);
/* As it was at first: nothing pasted, nothing chosen, no plan. */
void iru_session_restart (IruSession *self);

/* Looks which clients there are and what they hold; asks no server. The outcome then
 * has targets and a diagnosis. At the first look the clients that were found are
 * chosen. */
void iru_session_look_async (IruSession *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean iru_session_look_finish (IruSession *self, GAsyncResult *result, GError **error);

/* What was found in that client: with several servers, of the one that is furthest from being
 * set up. NULL if it was not looked at. Borrowed. */
const IruClientResult *iru_session_get_result (IruSession *self, const IruTarget *target);

gboolean iru_session_is_chosen (IruSession *self, const IruTarget *target);
void iru_session_choose (IruSession *self, const IruTarget *target, gboolean chosen);
/* No others than those that hold the server. */
void iru_session_choose_holders (IruSession *self);
guint iru_session_count_chosen (IruSession *self);

/**
 * iru_session_intend:
 * @client: (nullable): IRU_INTENT_REPAIR: of the outcome's diagnosis; copied
 */
void iru_session_intend (IruSession *self, IruIntent intent, const IruClientResult *client);
IruIntent iru_session_get_intent (IruSession *self);

/* Makes the plan that is intended; writes nothing. */
void iru_session_plan_async (IruSession *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean iru_session_plan_finish (IruSession *self, GAsyncResult *result, GError **error);

/**
 * iru_session_apply_async:
 *
 * Writes what the plan says, and nothing else: a file that has changed meanwhile is
 * refused. Can't be cancelled. Whether a file was written stands in its change.
 */
void iru_session_apply_async (IruSession *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean iru_session_apply_finish (IruSession *self, GAsyncResult *result, GError **error);

/* Whether something was written for what was intended last, and not taken back. */
gboolean iru_session_can_undo (IruSession *self);
/* Takes that back; the outcome then has undone. */
void iru_session_undo_async (IruSession *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean iru_session_undo_finish (IruSession *self, GAsyncResult *result, GError **error);

/**
 * iru_session_check_async:
 * @progress: (nullable): called whenever an endpoint has got a rung further
 *
 * Looks at the chosen clients and asks every endpoint. With a snippet the clients have
 * to hold its values. Fails only with %G_IO_ERROR_CANCELLED.
 */
void
iru_session_check_async (IruSession *self, GCancellable *cancellable, IruCheckProgress progress,
                         GAsyncReadyCallback callback, gpointer user_data);
gboolean iru_session_check_finish (IruSession *self, GAsyncResult *result, GError **error);

/* For a ticket; without a secret. (transfer full) */
char *iru_session_dup_report (IruSession *self);

G_END_DECLS
