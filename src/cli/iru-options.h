/* iru-options.h: the command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "iru-client.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_VERB_WIZARD, /* none was given */
  IRU_VERB_INSTALL,
  IRU_VERB_CHECK,
  IRU_VERB_FIX,
  IRU_VERB_REMOVE,
  IRU_VERB_UNDO,
  IRU_VERB_LIST,
  IRU_VERB_REPORT,
  IRU_VERB_PRINT_HEADERS,
  IRU_VERB_EXPORT,
  IRU_VERB_VERSION,
} IruVerb;

/**
 * IruOptions:
 * @check: --check as well (with --install: afterwards)
 * @config: (nullable): the snippet's file; "-": standard input
 * @clients: @servers: (nullable)
 * @timeout_ms: for a whole probe
 * @probe_tool: (nullable): a tool to call
 * @report: (nullable): the file that --report makes; "-": standard output
 * @export: (nullable): what --export makes: one of iru_export_get_kinds()
 * @output: (nullable): the file that --export makes; "-": standard output
 * @project: (nullable): the folder of a project whose files are meant as well; absolute
 * @keys: how they are written, everywhere; IRU_KEYS_USUAL: as it is usual for a file
 * @print_headers: (nullable): the name of the keys that a client asks for
 * @color: whether standard output gets colours
 * @wizard: (nullable): the task that the wizard begins with: "setup" or "troubleshoot"
 */
typedef struct
{
  IruVerb verb;
  gboolean check;
  char *config;
  gboolean from_env;
  GStrv clients;
  GStrv servers;
  char *as;
  gboolean all_servers;
  char *file;
  char *project;
  gboolean everywhere;
  IruKeys keys;
  char *print_headers;
  char *backup;
  gboolean dry_run;
  gboolean json;
  gboolean offline;
  guint timeout_ms;
  gboolean start;
  gboolean strict;
  gboolean trust_project;
  char *probe_tool;
  char *report;
  char *export;
  char *output;
  char *root;
  char *platform;
  char *user;
  gboolean all_users;
  gboolean quiet;
  gboolean verbose;
  gboolean color;
  char *wizard;
} IruOptions;

/**
 * iru_options_parse:
 *
 * --help and --help-all are printed and end the process.
 *
 * Returns: (transfer full) (nullable): NULL with @error (IRU_ERROR_USAGE); @json is
 *   set even then
 */
IruOptions *iru_options_parse (int argc, char **argv, gboolean *json, GError **error);
void iru_options_free (IruOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruOptions, iru_options_free)

G_END_DECLS
