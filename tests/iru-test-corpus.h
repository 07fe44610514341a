/* iru-test-corpus.h: conformance data of others, which is not part of this repository
 *
 * It is read from the folder in IRU_CORPORA (Meson sets ../shared/corpora, seen from the project's
 * root), which has JSONTestSuite in json-test-suite/ and toml-test in toml-test/.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* The path of @name in it. NULL if it is not there: the test is then marked as skipped, with CI in
 * the environment as failed, and has to return. (transfer full) */
char *iru_test_corpus (const char *name);
