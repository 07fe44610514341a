/* iru-clients-page.h: which clients are to have the server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-page.h"

G_BEGIN_DECLS

#define IRU_TYPE_CLIENTS_PAGE (iru_clients_page_get_type ())
G_DECLARE_FINAL_TYPE (IruClientsPage, iru_clients_page, IRU, CLIENTS_PAGE, IruPage)

G_END_DECLS
