/* file.h: flock() is in iru-windows.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
