/* iru-diff.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
typedef int iru_nothing;
