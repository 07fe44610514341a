/* iru-repository.c: whether git has a file, or would take it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-repository.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "iru-dialect.h"
#include "iru-file.h"
#include "iru-path.h"

/* Of a file of patterns, in bytes; of its lines; of one of them, and of what stands for
 * any characters in it, which takes time. No more are looked at. */
#define MAX_PATTERNS_SIZE (1024 * 1024)
#define MAX_PATTERNS 10000
#define MAX_PATTERN_LENGTH 512
#define MAX_STARS 6

/* gitformat-index(5): of an entry's flags these bits are the length of its name. */
#define NAME_MASK 0x0fff

static GBytes *
load (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat info;

  return iru_file_load (path, &info, NULL);
}

/* A ".git" of another user must not lead root to what is not that user's, nor one of another
 * system out of its @root. */
static gboolean
may_lead_to (const char *link, const char *store, const char *root)
{
  struct stat from;
  struct stat to;

  if (g_str_has_prefix (link, root)
      && (!g_str_has_prefix (store, root) || (*root != '\0' && store[strlen (root)] != '/')))
    return FALSE;
  return geteuid () != 0
         || (lstat (link, &from) == 0 && lstat (store, &to) == 0
             && (from.st_uid == 0 || from.st_uid == to.st_uid));
}

/* What ".git" is: a folder, or a file that names one. (transfer full) (nullable) */
static char *
find_store (const char *folder, const char *root)
{
  g_autofree char *store = g_build_filename (folder, ".git", NULL);
  g_autoptr (GBytes) text = NULL;

  if (iru_path_test (store, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&store);
  text = load (folder, ".git");
  if (text == NULL)
    return NULL;

  gsize length;
  const char *data = g_bytes_get_data (text, &length);
  g_autofree char *line = g_strndup (data, length);
  if (!g_str_has_prefix (line, "gitdir:"))
    return NULL;
  g_autofree char *named = iru_path_canonicalize (g_strstrip (line + strlen ("gitdir:")), folder);
  return may_lead_to (store, named, root) ? g_steal_pointer (&named) : NULL;
}

/* The name stands whole, its length before it, a NUL behind it. Names that are packed
 * (version 4 of the format) are not found. */
static gboolean
is_in_index (const char *store, const char *name)
{
  g_autoptr (GBytes) index = load (store, "index");
  gsize length = 0;
  const guchar *data = index != NULL ? g_bytes_get_data (index, &length) : NULL;
  gsize name_length = strlen (name) + 1;
  const guchar *from = data;
  const guchar *hit;

  while (data != NULL && (hit = memmem (from, length - (from - data), name, name_length)) != NULL)
    {
      guint flags = hit - data >= 2 ? (hit[-2] << 8 | hit[-1]) & NAME_MASK : 0;

      /* The third version has two bytes more for some entries. */
      guint before = hit - data >= 4 ? (hit[-4] << 8 | hit[-3]) & NAME_MASK : 0;
      guint wanted = MIN (name_length - 1, NAME_MASK);
      if (flags == wanted || before == wanted)
        return TRUE;
      from = hit + 1;
    }
  return FALSE;
}

/* One character of a pattern, or "*", "**", "?"; returns how many bytes it took. */
static gsize
translate_one (GString *regex, const char *p)
{
  static const struct
  {
    const char *glob;
    const char *regex;
  } words[] = {
    { "**/", "(?:.*/)?" }, { "**", ".*" }, { "*", "[^/]*" }, { "?", "[^/]" },
    { "[!", "[^" },        { "[", "[" },   { "]", "]" },     { "-", "-" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (p, words[i].glob))
      {
        g_string_append (regex, words[i].regex);
        return strlen (words[i].glob);
      }
  gboolean is_quoted = *p == '\\' && p[1] != '\0';
  char c = is_quoted ? p[1] : *p;
  if (g_ascii_ispunct (c))
    g_string_append_c (regex, '\\');
  g_string_append_c (regex, c);
  return is_quoted ? 2 : 1;
}

/* gitignore(5) as a regular expression. (transfer full) (nullable): NULL for one that would
 * take long */
static char *
translate (const char *pattern)
{
  g_autoptr (GString) regex = g_string_new (strchr (pattern, '/') != NULL ? "^" : "^(?:.*/)?");
  const char *p = *pattern == '/' ? pattern + 1 : pattern;
  guint n_stars = 0;

  while (*p != '\0' && n_stars <= MAX_STARS)
    {
      n_stars += *p == '*';
      p += translate_one (regex, p);
    }
  if (n_stars > MAX_STARS || p - pattern > MAX_PATTERN_LENGTH)
    return NULL;
  return g_strconcat (regex->str, "$", NULL);
}

/* Whether the pattern on @line is about @name; @verdict is what it says then. */
static gboolean
match_line (char *line, const char *name, gboolean is_folder, gboolean *verdict)
{
  gboolean negated = *line == '!';
  gsize length;

  g_strchomp (line);
  if (*line == '\0' || *line == '#')
    return FALSE;
  line += negated;
  length = strlen (line);
  if (length > 1 && line[length - 1] == '/')
    {
      if (!is_folder)
        return FALSE;
      line[length - 1] = '\0';
    }
  g_autofree char *pattern = translate (line);
  *verdict = !negated;
  return pattern != NULL && g_regex_match_simple (pattern, name, G_REGEX_RAW, 0);
}

/* What the patterns in @text say of @name, which is relative to their folder. */
static void
apply_patterns (GBytes *text, const char *name, gboolean is_folder, gboolean *ignored)
{
  gsize length;
  const char *data = text != NULL ? g_bytes_get_data (text, &length) : NULL;
  g_autofree char *copy =
      data != NULL && length <= MAX_PATTERNS_SIZE ? g_strndup (data, length) : g_strdup ("");
  g_auto (GStrv) lines = g_strsplit (copy, "\n", MAX_PATTERNS);
  gboolean verdict;

  for (guint i = 0; lines[i] != NULL; i++)
    if (match_line (lines[i], name, is_folder, &verdict))
      *ignored = verdict;
}

/* Whether the repository in @top ignores @name, a path in it, itself. */
static gboolean
is_ignored_itself (const char *top, const char *store, const char *name, gboolean is_folder)
{
  g_autofree char *info = g_build_filename (store, "info", NULL);
  g_autoptr (GBytes) excluded = load (info, "exclude");
  gboolean ignored = FALSE;
  const char *rest = name;

  apply_patterns (excluded, name, is_folder, &ignored);
  while (rest != NULL)
    {
      g_autofree char *below = g_strndup (name, rest - name);
      g_autofree char *folder = g_build_filename (top, below, NULL);
      g_autoptr (GBytes) patterns = load (folder, ".gitignore");

      apply_patterns (patterns, rest, is_folder, &ignored);
      rest = strchr (rest, '/');
      rest = rest != NULL ? rest + 1 : NULL;
    }
  return ignored;
}

/* The same for each folder that it lies in: what is in an ignored one is ignored. */
static gboolean
is_ignored (const char *top, const char *store, const char *name)
{
  for (const char *slash = strchr (name, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    {
      g_autofree char *folder = g_strndup (name, slash - name);

      if (is_ignored_itself (top, store, folder, TRUE))
        return TRUE;
    }
  return is_ignored_itself (top, store, name, FALSE);
}

IruRepositoryState
iru_repository_look (const char *path, const char *root)
{
  g_autofree char *folder = g_path_get_dirname (path);

  for (;;)
    {
      g_autofree char *store = find_store (folder, root);
      gsize length = strlen (folder);
      const char *name = path + length + (folder[length - 1] != '/');

      if (store != NULL)
        return is_in_index (store, name)          ? IRU_REPOSITORY_TRACKED
               : is_ignored (folder, store, name) ? IRU_REPOSITORY_NONE
                                                  : IRU_REPOSITORY_OPEN;
      if (length <= MAX (strlen (root), IRU_PATH_ROOT_LENGTH))
        return IRU_REPOSITORY_NONE;
      g_autofree char *child = folder;
      folder = g_path_get_dirname (child);
    }
}

void
iru_repository_lint (const IruTarget *target, const IruEntry *entry, GPtrArray *findings)
{
  g_autoptr (GArray) secrets = iru_dialect_find_secrets (entry->value);
  IruRepositoryState state;

  if (secrets->len == 0)
    return;
  state = iru_repository_look (target->path, iru_places_get_root (target->places));
  if (state == IRU_REPOSITORY_TRACKED)
    iru_findings_add (findings, "secret-in-repository", _ ("git tracks the file."));
  else if (state == IRU_REPOSITORY_OPEN && target->scope == IRU_SCOPE_PROJECT)
    iru_findings_add (findings, "secret-in-repository",
                      _ ("git does not ignore the file: the next “git add” takes it."));
}
