/* iru-profile.h: whose server it is, and what is known of that vendor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one table of vendors: how a server of theirs is recognised, what their keys look like,
 * what their statuses mean, and what to do about a finding there. The last row is everyone
 * else: nothing is known of them, and findings say what they say for all.
 */
#pragma once

#include "iru-finding.h"
#include "iru-server.h"

G_BEGIN_DECLS

typedef enum
{
  IRU_TELL_NOTHING,
  IRU_TELL_NAME,  /* that it is there tells whose server it is */
  IRU_TELL_VALUE, /* how its value begins does */
} IruTell;

/**
 * IruProfileValue: a header, or a variable of a command
 * @name: "" for a key that has no place in an entry, but may stand in a log
 * @scheme: (nullable): what stands before the key: "Bearer "
 * @starts: how a key begins, any of these; none: as it likes
 * @needed: the server is of no use without it; headers only
 * @open: its value is no secret
 */
typedef struct
{
  const char *name;
  gboolean is_variable;
  const char *scheme;
  const char *starts[3];
  IruTell tells;
  gboolean needed;
  gboolean open;
} IruProfileValue;

/**
 * IruProfileAdvice: what to do about a finding, instead of what its kind says
 * @words: (nullable): only where the finding's detail has these, in whatever case; such
 *   rows stand before the one without
 * @text: marked for translation
 */
typedef struct
{
  const char *id;
  const char *words;
  const char *text;
} IruProfileAdvice;

/* A status that is another finding there than elsewhere. */
typedef struct
{
  guint status;
  const char *id;
} IruProfileStatus;

/**
 * IruProfileArea: a part of what the tools do, which a key may be without
 * @id: kebab-case, stable: it is printed in JSON
 * @title: as the vendor calls it; a name, not translated
 * @words: the beginnings of words that a tool of the area has in its name. What is more
 *   special stands first: the first area that fits takes the tool
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *words[5];
} IruProfileArea;

/**
 * IruProfile: a row
 * @name: stable: it is printed in JSON
 * @title: as the vendor calls it; NULL for everyone else
 * @domains: its hosts are these or lie in them
 * @path: (nullable): the url has this in it
 * @host_words: a word of the host begins so: "igris" in your-igris.example
 * @packages: of npm, or names of container images
 * @names: what its instructions call the entry, the usual one first
 * @named: its url can be anybody's, so that an entry's name tells where nothing else does
 * @single: people have one of it: an entry under any of its names, or with any of its urls,
 *   is the same server
 * @slugs: (nullable): the path behind which a url ends in the name of the connection; several
 *   stand side by side
 * @judges_calls: the list of tools comes even where no tool may be called
 * @values: (nullable): the last has a NULL name; as are @advice, @statuses and @areas ended.
 *   All four are read through iru_profile_get_values() and its like, as a row may lack any
 * @question: what to ask an assistant to see the server at work, marked for translation
 * @keys_from: (nullable): where its keys are made; for TROUBLESHOOTING.md, in English
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *domains[4];
  const char *path;
  const char *slugs;
  const char *host_words[2];
  const char *packages[2];
  const char *names[4];
  gboolean named;
  gboolean single;
  gboolean judges_calls;
  const IruProfileValue *values;
  const IruProfileAdvice *advice;
  const IruProfileStatus *statuses;
  const IruProfileArea *areas;
  const char *question;
  const char *keys_from;
} IruProfile;

/* All rows, everyone else's included; then one with a NULL name. */
const IruProfile *iru_profiles_get (void);

/* Whose @server is. Never NULL. */
const IruProfile *iru_profile_find (const IruServer *server);

/* Whose server is meant where nobody says which. */
const IruProfile *iru_profile_get_default (void);

/* The lists of a row. Never NULL: a row without one has an empty list. */
const IruProfileValue *iru_profile_get_values (const IruProfile *profile);
const IruProfileAdvice *iru_profile_get_advice_rows (const IruProfile *profile);
const IruProfileStatus *iru_profile_get_statuses (const IruProfile *profile);
const IruProfileArea *iru_profile_get_areas (const IruProfile *profile);

/* The field that @profile lacks, for the message of a test; NULL if the row is complete. */
const char *iru_profile_find_gap (const IruProfile *profile);

/* Whether its instructions call the entry so. */
gboolean iru_profile_has_name (const IruProfile *profile, const char *name);

/* What is known of a header or variable; NULL for nothing. */
const IruProfileValue *
iru_profile_get_value (const IruProfile *profile, const char *name, gboolean is_variable);

/* Where in @text the key begins: behind the scheme, if it is there. */
const char *iru_profile_value_skip_scheme (const IruProfileValue *value, const char *text);

/* Whether @text has the scheme, and begins as keys of it do. */
gboolean iru_profile_value_fits (const IruProfileValue *value, const char *text);

/* The finding that @status stands for there; NULL where it is what it is for everyone. */
const char *iru_profile_get_status_id (const IruProfile *profile, guint status);

/* Marked for translation. @detail: (nullable): the finding's. NULL where it has none of its
 * own. */
const char *iru_profile_get_advice (const IruProfile *profile, const char *id, const char *detail);

/* Gives those of @findings (element-type IruFinding) the profile's advice that have none of
 * their own. */
void iru_profile_advise (const IruProfile *profile, GPtrArray *findings);

G_END_DECLS
