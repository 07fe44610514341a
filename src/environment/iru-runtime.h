/* iru-runtime.h: Node.js and npx, as a client would find them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Claude Desktop reaches a remote server through npx. A desktop application does
 * not get the shell's PATH, and a version manager's npx is often a stand-in that
 * only works from a shell. Nothing is run here; files are looked at.
 */
#pragma once

#include "iru-finding.h"
#include "iru-places.h"
#include "iru-server.h"

G_BEGIN_DECLS

/* The bridge does not run on an older one. */
#define IRU_NODE_MIN_MAJOR 20

/**
 * IruRuntime: the npx that an entry should name
 * @command: (owned): "npx" where the client itself will find a real one, else its
 *   path as that system writes it; "npx" as well if there is none
 * @path: (owned) (nullable): PATH for the entry's env: npx starts "env node"
 * @folder: (owned) (nullable): where it is, on this disk; NULL if there is none
 * @node_major: 0 if not known
 * @seen_through: (owned) (nullable): the stand-in's folder that a shell would have
 *   used
 */
typedef struct
{
  char *command;
  char *path;
  char *folder;
  guint node_major;
  char *seen_through;
} IruRuntime;

IruRuntime *iru_runtime_find (IruPlaces *places);
void iru_runtime_free (IruRuntime *runtime);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IruRuntime, iru_runtime_free)

/* The path on this disk of a file as that system writes it. (transfer full) */
char *iru_runtime_get_local_path (IruPlaces *places, const char *path);

/**
 * iru_runtime_lint:
 * @server: an entry with a command
 * @findings: (element-type IruFinding): npx-missing, npx-shim, npx-space,
 *   node-missing, node-too-old and (for any other program) command-missing are appended; in
 *   place of what is missing runtime-sandboxed, where it may only not be seen
 *
 * Whether a desktop application could start @server's command. The version of Node.js is
 * taken from the path of its installation or from its headers.
 */
void iru_runtime_lint (IruPlaces *places, const IruServer *server, GPtrArray *findings);

/* The node that @server's command would be run by, where nothing on the disk tells its
 * version, so that iru_runtime_lint() may not know; NULL otherwise. (transfer full) */
char *iru_runtime_find_unversioned (IruPlaces *places, const IruServer *server);

/* @findings: node-too-old is appended if the node in @folder is; @major: 0 if not known */
void iru_runtime_judge_node (const char *folder, guint major, GPtrArray *findings);

G_END_DECLS
