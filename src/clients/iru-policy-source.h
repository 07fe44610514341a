/* iru-policy-source.h: what can keep a client from loading a server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Data of the rows, not code: where a client looks for policies, switches and approvals.
 * diagnose/ evaluates them.
 */
#pragma once

#include "iru-client.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_POLICY_NONE,      /* the end of the list */
  IRU_POLICY_EXCLUSIVE, /* where the file exists, the client reads servers from it only */
  IRU_POLICY_ALLOW,     /* a list: the client loads only what it has */
  IRU_POLICY_ALLOW_ANY, /* the same, of several lists that count together */
  IRU_POLICY_ALLOW_OWN, /* a switch: only lists of the administrator allow anything */
  IRU_POLICY_DENY,      /* a list: the client does not load what it has */
  IRU_POLICY_OFF,       /* the same, of servers that a person has switched off */
  IRU_POLICY_MASTER,    /* a switch: the client loads no server */
  IRU_POLICY_TRUST,     /* a switch: the folder is trusted */
  IRU_POLICY_APPROVAL,  /* a list or switch: a project's server counts if one of these has it */
} IruPolicyKind;

/* Which folders "{folder}" stands for. */
typedef enum
{
  IRU_POLICY_REPOSITORY, /* that of the repository, else the project's */
  IRU_POLICY_EITHER,     /* the project's, then that of the repository */
  IRU_POLICY_ABOVE,      /* the project's, then each above it */
} IruPolicyFolders;

/**
 * IruPolicyMatch: what the elements of a list are matched by, besides a plain name
 * @name: @url: @command: the fields of an element, with "/" between names; the url may have "*" in
 *   it, the command is an array or a string
 * @is_keyed: the list is an object whose keys are names; @url or @command has to be the same as
 * well
 */
typedef struct
{
  const char *name;
  const char *url;
  const char *command;
  gboolean is_keyed;
} IruPolicyMatch;

/**
 * IruPolicySource:
 * @scope: MANAGED: the administrator's
 * @syntax: of the file
 * @file: templates as those of IruLayer, by platform
 * @rule: the place in the file, "/" between names; "{folder}" is a folder, "{name}" the
 *   server's name, "{small-name}" the same in small letters
 * @values: a switch is on with one of these; none: it is a list
 * @match: (nullable): of a list; NULL: its elements are names
 * @folders: where they are looked up
 * @if_trusted: it counts only if a source of trust has the folder
 * @for_projects: it is about servers in a project's file only
 * @words: (nullable): what to do, marked for translation; else the finding's own advice
 */
struct _IruPolicySource
{
  IruPolicyKind kind;
  IruScope scope;
  IruSyntax syntax;
  const char *file[IRU_N_PLATFORMS];
  const char *rule;
  const char *values[4];
  const IruPolicyMatch *match;
  IruPolicyFolders folders;
  gboolean if_trusted;
  gboolean for_projects;
  const char *words;
};

/* Each ends with IRU_POLICY_NONE. */
extern const IruPolicySource iru_policy_claude_code[];
extern const IruPolicySource iru_policy_codex[];
extern const IruPolicySource iru_policy_copilot_cli[];
extern const IruPolicySource iru_policy_gemini_cli[];
extern const IruPolicySource iru_policy_qwen_code[];
extern const IruPolicySource iru_policy_vscode[];
extern const IruPolicySource iru_policy_vscode_insiders[];
extern const IruPolicySource iru_policy_zed[];

G_END_DECLS
