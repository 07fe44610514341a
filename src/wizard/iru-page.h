/* iru-page.h: one step of the wizard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A page shows a part of the session and has one state; the window alone makes buttons of
 * that. As it goes:
 *
 * 1. The window shows a page and calls shown(). A page that has to look at something first
 *    is BUSY, then READY or FAILED.
 * 2. Next calls advance(), which ends in iru_page_advanced(): the window goes on. What takes
 *    long is done in BUSY; if it fails the page is FAILED, with a message, and stays.
 * 3. While BUSY, Back is Cancel if the page can cancel(). A page that can't is writing: the
 *    window waits for it even when it is to be closed.
 * 4. Pages know the session and no other page. To be elsewhere they activate "wizard.go".
 */
#pragma once

#include <adwaita.h>

#include "iru-session.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_PAGE_IDLE,  /* something is to be done on the page before it can be left */
  IRU_PAGE_READY, /* Next may be pressed */
  IRU_PAGE_BUSY,
  IRU_PAGE_FAILED, /* the message says why */
} IruPageState;

#define IRU_TYPE_PAGE (iru_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (IruPage, iru_page, IRU, PAGE, AdwBin)

/**
 * IruPageClass:
 * @title: of the window while the page is there, marked for translation
 * @next: (nullable): what Next is called there, with its mnemonic, marked for translation;
 *   NULL: there is no such button
 * @shown: (nullable): the page is there: it is brought up to date and takes the focus
 * @advance: (nullable): Next was pressed
 * @cancel: (nullable): stop what takes long; the state changes when that has come about
 * @retry: (nullable): do what has failed again
 */
struct _IruPageClass
{
  AdwBinClass parent_class;

  const char *title;
  const char *next;
  void (*shown) (IruPage *self);
  void (*advance) (IruPage *self);
  void (*cancel) (IruPage *self);
  void (*retry) (IruPage *self);
};

/* What every page is constructed with; borrowed. */
IruSession *iru_page_get_session (IruPage *self);

IruPageState iru_page_get_state (IruPage *self);
/* (nullable): of a page that is FAILED. Borrowed. */
const char *iru_page_get_message (IruPage *self);

/* Not for FAILED. */
void iru_page_set_state (IruPage *self, IruPageState state);
/* FAILED; @error's message is shown with every known secret masked. */
void iru_page_fail (IruPage *self, const GError *error);
/* What advance() wanted has come about. */
void iru_page_advanced (IruPage *self);

G_END_DECLS
