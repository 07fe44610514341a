/* iru-json-remove.c: what of a JSON text goes when a member goes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The counterpart of iru-json-set.c: each rule here takes back what one there has
 * put in, to the byte.
 */
#include "iru-edit.h"
#include "iru-json-style.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  IruJsonText text;
  GPtrArray *edits;
  gsize done; /* up to here it has been decided what goes */
} Removal;

/* A member that is to go, and the blanks round it. */
typedef struct
{
  IruJsonMember member;
  gsize blank;        /* where the blanks ahead of it begin: behind the last comment */
  gboolean in_slash;  /* which is a line comment */
  IruSpan line_break; /* the last line end in them; empty if it starts no line */
  gsize end;          /* behind it, and behind its comma if only blanks are between */
  gsize rest;         /* where the line ends behind it, its comments passed, or IRU_JSON_NONE */
  gsize next;         /* the token that follows */
} Target;

static void
cut (Removal *self, gsize start, gsize end)
{
  start = MAX (start, self->done);
  if (end <= start)
    return;
  iru_edits_add (self->edits, start, end - start, g_strdup (""));
  self->done = end;
}

static gsize
skip_spaces (IruJsonText text, gsize at)
{
  while (text.data[at] == ' ' || text.data[at] == '\t')
    at++;
  return at;
}

/* Behind the last comment between @start and @end, and whether it is a line comment. */
static gsize
get_comments_end (IruJsonText text, gsize start, gsize end, gboolean *in_slash)
{
  gsize behind = start;

  *in_slash = FALSE;
  for (gsize at = start; at < end;)
    {
      if (text.data[at] != '/')
        {
          at++;
          continue;
        }
      *in_slash = text.data[at + 1] == '/';
      behind = at = iru_json_skip_comment (text, at);
    }
  return behind;
}

static gboolean
has_comment (IruJsonText text, gsize start, gsize end)
{
  return memchr (text.data + start, '/', end - start) != NULL;
}

/* A comment that starts on this line and ends on another is not of this line. */
static gsize
get_line_rest (IruJsonText text, gsize at)
{
  while (TRUE)
    {
      at = skip_spaces (text, at);
      if (text.data[at] == '\n' || text.data[at] == '\r')
        return at;
      if (text.data[at] != '/')
        return IRU_JSON_NONE;
      gsize end = iru_json_skip_comment (text, at);
      if (iru_json_has_break (text, at, end))
        return IRU_JSON_NONE;
      at = end;
    }
}

static Target
get_target (IruJsonText text, const IruJsonMember *member)
{
  Target target = { .member = *member, .end = member->value.end };
  gsize comma = member->comma;

  target.blank = get_comments_end (text, member->before, member->key.start, &target.in_slash);
  target.line_break = iru_json_get_last_break (text, target.blank, member->key.start);
  if (comma != IRU_JSON_NONE && !has_comment (text, target.end, comma))
    target.end = comma + 1;
  target.rest = get_line_rest (text, target.end);
  target.next = iru_json_skip_blank (text, comma != IRU_JSON_NONE ? comma + 1 : target.end);
  return target;
}

static gboolean
starts_line (const Target *target)
{
  return target->line_break.end > target->line_break.start;
}

/* There is another member behind it. If that @goes too, it sees to its own blanks. */
static void
cut_before_next (Removal *self, const Target *target, gboolean goes)
{
  gboolean shares_line = target->rest == IRU_JSON_NONE;

  if (shares_line && (!goes || starts_line (target)))
    cut (self, target->member.key.start, skip_spaces (self->text, target->end));
  else if (!shares_line && starts_line (target))
    cut (self, target->line_break.start, target->rest);
  else
    cut (self, target->blank, target->end);
}

/* The object had this one only, and no comment: what is left is what
 * insert_between_braces() found. */
static void
cut_between_braces (Removal *self, const Target *target)
{
  IruJsonText text = self->text;
  gsize start = target->member.key.start;
  gsize length = target->next - target->end;

  if (starts_line (target))
    {
      gboolean was_broken =
          iru_json_has_break (text, target->member.before, target->line_break.start);
      IruSpan behind = iru_json_get_first_break (text, target->end, target->next);

      if (was_broken && behind.end > behind.start)
        cut (self, target->line_break.start, behind.end);
      else
        cut (self, target->line_break.start, was_broken ? target->end : target->next);
    }
  else if (length > 0 && length <= start - target->blank
           && memcmp (text.data + start - length, text.data + target->end, length) == 0)
    cut (self, start - length, target->next);
  else
    cut (self, start, target->end);
}

/* A line end that may be what ends a comment: the one ahead, or one ahead of a
 * duplicate that has just gone. */
static gboolean
may_end_comment (const Removal *self, const Target *target)
{
  gsize start = target->line_break.start;

  return (target->in_slash && start == target->blank) || (self->done > 0 && start <= self->done);
}

static void
cut_last (Removal *self, const Target *target, gboolean alone)
{
  IruJsonText text = self->text;

  if (alone && target->blank == target->member.before
      && !has_comment (text, target->end, target->next))
    cut_between_braces (self, target);
  else if (!starts_line (target))
    cut (self, target->blank, target->end);
  else if (target->rest != IRU_JSON_NONE)
    cut (self, target->line_break.start, target->rest);
  else if (may_end_comment (self, target))
    cut (self, target->line_break.end, target->end);
  else
    cut (self, target->line_break.start, target->end);
}

static void
cut_comma (Removal *self, gsize comma)
{
  iru_edits_add (self->edits, comma, 1, g_strdup (""));
}

/* @kept is the nearest member ahead that stays, if any. */
static void
remove_member (Removal *self, const IruJsonMember *member, const IruJsonMember *kept,
               const char *key)
{
  Target target = get_target (self->text, member);
  gsize next = target.next;

  if (self->text.data[next] != '}')
    {
      IruSpan next_key = { next, iru_json_skip_value (self->text, next) };

      cut_before_next (self, &target, iru_json_is_key (self->text, next_key, key));
    }
  else
    {
      if (kept != NULL && member->comma == IRU_JSON_NONE)
        cut_comma (self, kept->comma);
      cut_last (self, &target, kept == NULL && self->done == 0);
    }
  if (member->comma != IRU_JSON_NONE && member->comma >= self->done)
    cut (self, member->comma, member->comma + 1);
}

static gboolean
find_parent (IruJsonText text, const char *const *path, IruSpan *parent)
{
  if (!iru_json_get_root (text, parent) || !iru_json_is_object (text, *parent))
    return FALSE;
  for (; path[1] != NULL; path++)
    {
      IruJsonMember member;

      if (!iru_json_find_member (text, *parent, *path, &member)
          || !iru_json_is_object (text, member.value))
        return FALSE;
      *parent = member.value;
    }
  return TRUE;
}

GPtrArray *
iru_json_remove (IruJsonText text, const char *const *path, IruTextError *error)
{
  Removal self = { .text = text };
  IruJsonMember member;
  IruJsonMember kept;
  gboolean has_kept = FALSE;
  IruSpan parent;

  if (*path == NULL)
    {
      iru_text_fail (error, IRU_TEXT_ERROR_UNSUPPORTED, N_ ("The whole of a file is not removed."),
                     0);
      return NULL;
    }
  self.edits = iru_edits_new ();
  if (!find_parent (text, path, &parent))
    return self.edits;

  const char *key = path[g_strv_length ((GStrv)path) - 1];
  for (gsize at = parent.start + 1; iru_json_next_member (self.text, &at, &member);)
    {
      if (iru_json_is_key (self.text, member.key, key))
        {
          remove_member (&self, &member, has_kept ? &kept : NULL, key);
          continue;
        }
      kept = member;
      has_kept = TRUE;
    }
  return self.edits;
}
