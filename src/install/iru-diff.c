/* iru-diff.c: a unified diff of two texts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986, after what
 * both texts begin and end with has been left out.
 */
#include "iru-diff.h"

#include <string.h>

#define CONTEXT 3
#define MAX_LINE 512

/* Beyond either of these the rest is one replaced block: the trace grows with the
 * square of the one, the time with the other. */
#define MAX_DISTANCE 1000
#define MAX_STEPS 50000000

/* A line with its end. @id is the same for the same bytes. */
typedef struct
{
  const char *start;
  gsize length;
  guint id;
} Line;

/* One side. @lines: from where the context of the first difference begins to where
 * that of the last one ends; @n_lead and @n_trail of them are context. @changed: one
 * flag a line. */
typedef struct
{
  const char *text;
  gsize length;
  gsize first;
  gsize end;
  gsize first_number;
  guint n_lead;
  guint n_trail;
  GArray *lines;
  GArray *shown;
  guint8 *changed;
} Side;

static void
side_clear (Side *side)
{
  g_clear_pointer (&side->lines, g_array_unref);
  g_clear_pointer (&side->shown, g_array_unref);
  g_clear_pointer (&side->changed, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static Line *
get_line (GArray *lines, gsize index)
{
  return &g_array_index (lines, Line, index);
}

static void
side_init (Side *side, GBytes *text)
{
  side->text = text != NULL ? g_bytes_get_data (text, &side->length) : NULL;
  if (side->text == NULL)
    side->text = "";
  side->first = 0;
  side->end = side->length;
}

static gsize
next_line (const char *text, gsize length, gsize offset)
{
  const char *end = offset < length ? memchr (text + offset, '\n', length - offset) : NULL;

  return end != NULL ? (gsize)(end - text) + 1 : length;
}

static gsize
previous_line (const char *text, gsize offset)
{
  const char *end = offset > 1 ? memrchr (text, '\n', offset - 1) : NULL;

  return end != NULL ? (gsize)(end - text) + 1 : 0;
}

static gboolean
is_line_start (const Side *side, gsize offset)
{
  return offset == 0 || side->text[offset - 1] == '\n';
}

/* Leaves out whole lines that both sides begin or end with, but for the context. */
static void
trim (Side *a, Side *b)
{
  gsize shorter = MIN (a->length, b->length);
  gsize head = 0;
  gsize tail = 0;

  while (head < shorter && a->text[head] == b->text[head])
    head++;
  while (head > 0 && !is_line_start (a, head))
    head = previous_line (a->text, head + 1);
  while (tail < shorter - head && a->text[a->length - 1 - tail] == b->text[b->length - 1 - tail])
    tail++;
  if (tail > 0 && !(is_line_start (a, a->length - tail) && is_line_start (b, b->length - tail)))
    tail = a->length - next_line (a->text, a->length, a->length - tail);

  a->end = a->length - tail;
  b->end = b->length - tail;
  for (; a->n_lead < CONTEXT && head > 0; a->n_lead++)
    head = previous_line (a->text, head);
  for (; a->n_trail < CONTEXT && a->end < a->length; a->n_trail++)
    {
      a->end = next_line (a->text, a->length, a->end);
      b->end = next_line (b->text, b->length, b->end);
    }
  a->first = b->first = head;
  b->n_lead = a->n_lead;
  b->n_trail = a->n_trail;
}

/* How many lines are to be compared. */
static int
count_core (const Side *side)
{
  return side->lines->len - side->n_lead - side->n_trail;
}

static gboolean
same_line (const Side *a, const Side *b, int x, int y)
{
  return get_line (a->lines, a->n_lead + x)->id == get_line (b->lines, b->n_lead + y)->id;
}

static GArray *
split (const char *text, gsize first, gsize end)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));

  while (first < end)
    {
      gsize next = next_line (text, end, first);
      Line line = { .start = text + first, .length = next - first };

      g_array_append_val (lines, line);
      first = next;
    }
  return lines;
}

static gsize
count_lines (const char *text, gsize end)
{
  gsize count = 0;

  for (gsize offset = 0; offset < end; offset = next_line (text, end, offset))
    count++;
  return count;
}

/* The lines that are printed in the place of the side's own: found by number. */
static void
split_side (Side *side, GBytes *shown)
{
  gsize length = 0;
  const char *text = shown != NULL ? g_bytes_get_data (shown, &length) : NULL;
  gsize first = 0;

  side->first_number = count_lines (side->text, side->first);
  side->lines = split (side->text, side->first, side->end);
  side->changed = g_new0 (guint8, side->lines->len + 1);
  if (shown == NULL)
    {
      side->shown = g_array_ref (side->lines);
      return;
    }
  for (gsize i = 0; i < side->first_number; i++)
    first = next_line (text, length, first);
  side->shown = split (text, first, length);
}

static guint
hash_line (gconstpointer key)
{
  const Line *line = key;
  guint hash = 2166136261u;

  for (gsize i = 0; i < line->length; i++)
    hash = (hash ^ (guint8)line->start[i]) * 16777619u;
  return hash;
}

static gboolean
equal_lines (gconstpointer a, gconstpointer b)
{
  const Line *left = a;
  const Line *right = b;

  return left->length == right->length && memcmp (left->start, right->start, left->length) == 0;
}

static void
number_lines (GHashTable *seen, GArray *lines)
{
  for (gsize i = 0; i < lines->len; i++)
    {
      Line *line = get_line (lines, i);
      Line *known = g_hash_table_lookup (seen, line);

      line->id = known != NULL ? known->id : g_hash_table_size (seen);
      if (known == NULL)
        g_hash_table_add (seen, line);
    }
}

/* The furthest points of one more difference: @reach[k] is how far side a got on
 * diagonal k = a - b. Returns TRUE at the end of both. */
static gboolean
advance (const Side *a, const Side *b, int *reach, int distance, gsize *n_steps)
{
  int n = count_core (a);
  int m = count_core (b);

  for (int k = -distance; k <= distance; k += 2)
    {
      gboolean down = k == -distance || (k != distance && reach[k - 1] < reach[k + 1]);
      int x = down ? reach[k + 1] : reach[k - 1] + 1;
      int from = x;

      while (x < n && x - k < m && same_line (a, b, x, x - k))
        x++;
      *n_steps += x - from + 1;
      reach[k] = x;
      if (x >= n && x - k >= m)
        return TRUE;
    }
  return FALSE;
}

/* Walks back from the end; @trace[d] is the reach before the difference d + 1. */
static void
mark_path (Side *a, Side *b, GPtrArray *trace)
{
  int x = count_core (a);
  int y = count_core (b);

  for (int d = trace->len; d > 0; d--)
    {
      const int *reach = (const int *)g_ptr_array_index (trace, d - 1) + d;
      int k = x - y;
      gboolean down = k == -d || (k != d && reach[k - 1] < reach[k + 1]);

      x = down ? reach[k + 1] : reach[k - 1];
      y = down ? x - (k + 1) : x - (k - 1);
      if (down)
        b->changed[b->n_lead + y] = TRUE;
      else
        a->changed[a->n_lead + x] = TRUE;
    }
}

static void
compare (Side *a, Side *b)
{
  g_autoptr (GPtrArray) trace = g_ptr_array_new_with_free_func (g_free);
  g_autofree int *room = g_new0 (int, 2 * MAX_DISTANCE + 5);
  int *reach = room + MAX_DISTANCE + 2;
  gsize n_steps = 0;

  for (int d = 0; d <= MAX_DISTANCE && n_steps < MAX_STEPS; d++)
    {
      if (advance (a, b, reach, d, &n_steps))
        {
          mark_path (a, b, trace);
          return;
        }
      /* From -d - 1 to d + 1, which is what going back one difference looks at. */
      g_ptr_array_add (trace, g_memdup2 (reach - d - 1, (2 * d + 3) * sizeof *reach));
    }
  memset (a->changed + a->n_lead, TRUE, count_core (a));
  memset (b->changed + b->n_lead, TRUE, count_core (b));
}

/* Lines from start up to end of either side that are not the same. */
typedef struct
{
  gsize a_start;
  gsize a_end;
  gsize b_start;
  gsize b_end;
} Block;

static Block *
get_block (GArray *blocks, gsize index)
{
  return &g_array_index (blocks, Block, index);
}

static GArray *
find_blocks (const Side *a, const Side *b)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  gsize i = 0;
  gsize j = 0;

  while (i < a->lines->len || j < b->lines->len)
    {
      Block block = { .a_start = i, .b_start = j };

      while (i < a->lines->len && a->changed[i])
        i++;
      while (j < b->lines->len && b->changed[j])
        j++;
      block.a_end = i++;
      block.b_end = j++;
      if (block.a_end > block.a_start || block.b_end > block.b_start)
        g_array_append_val (blocks, block);
    }
  return blocks;
}

/* The length of @line without its end. */
static gsize
get_bare_length (const Line *line, gboolean *has_cr)
{
  gsize length = line->length;

  if (length > 0 && line->start[length - 1] == '\n')
    length--;
  *has_cr = length > 0 && line->start[length - 1] == '\r';
  return *has_cr ? length - 1 : length;
}

static gboolean
differs_in_cr (const Line *a, const Line *b)
{
  gboolean a_cr;
  gboolean b_cr;
  gsize length = get_bare_length (a, &a_cr);

  return length == get_bare_length (b, &b_cr) && a_cr != b_cr
         && memcmp (a->start, b->start, length) == 0;
}

static void
print_line (GString *out, char sign, const Side *side, gsize index, gboolean shows_cr)
{
  static const Line unknown = { .start = "…", .length = sizeof "…" - 1 };
  const Line *line = get_line (side->lines, index);
  const Line *shown = index < side->shown->len ? get_line (side->shown, index) : &unknown;
  gboolean has_cr;
  gsize length = get_bare_length (shown, &has_cr);
  gsize cut = MIN (length, MAX_LINE);

  while (cut < length && cut > 0 && (shown->start[cut] & 0xc0) == 0x80)
    cut--;
  g_string_append_c (out, sign);
  g_string_append_len (out, shown->start, cut);
  if (cut < length)
    g_string_append (out, "…");
  get_bare_length (line, &has_cr);
  g_string_append (out, shows_cr && has_cr ? "\\r\n" : "\n");
  if (line->start[line->length - 1] != '\n')
    g_string_append (out, "\\ No newline at end of file\n");
}

static void
print_block (GString *out, const Side *a, const Side *b, const Block *block)
{
  gsize n_pairs = MIN (block->a_end - block->a_start, block->b_end - block->b_start);

  for (gsize i = block->a_start; i < block->a_end; i++)
    {
      gsize pair = i - block->a_start;
      gboolean cr =
          pair < n_pairs
          && differs_in_cr (get_line (a->lines, i), get_line (b->lines, block->b_start + pair));

      print_line (out, '-', a, i, cr);
    }
  for (gsize j = block->b_start; j < block->b_end; j++)
    {
      gsize pair = j - block->b_start;
      gboolean cr =
          pair < n_pairs
          && differs_in_cr (get_line (a->lines, block->a_start + pair), get_line (b->lines, j));

      print_line (out, '+', b, j, cr);
    }
}

/* The number of the first line; of the one before it if there is none. */
static gsize
get_number (const Side *side, gsize start, gsize end)
{
  return side->first_number + start + (end > start ? 1 : 0);
}

static void
print_hunk (GString *out, const Side *a, const Side *b, GArray *blocks, gsize first, gsize last)
{
  const Block *head = get_block (blocks, first);
  const Block *tail = get_block (blocks, last);
  gsize lead = MIN (head->a_start, CONTEXT);
  gsize trail = MIN (a->lines->len - tail->a_end, CONTEXT);
  gsize a_start = head->a_start - lead;
  gsize b_start = head->b_start - lead;
  gsize a_end = tail->a_end + trail;
  gsize b_end = tail->b_end + trail;

  g_string_append_printf (out,
                          "@@ -%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT " +%" G_GSIZE_FORMAT
                          ",%" G_GSIZE_FORMAT " @@\n",
                          get_number (a, a_start, a_end), a_end - a_start,
                          get_number (b, b_start, b_end), b_end - b_start);
  for (gsize i = first, at = a_start; i <= last; i++)
    {
      const Block *block = get_block (blocks, i);
      gsize stop = i < last ? get_block (blocks, i + 1)->a_start : a_end;

      for (; at < block->a_start; at++)
        print_line (out, ' ', a, at, FALSE);
      print_block (out, a, b, block);
      for (at = block->a_end; at < stop; at++)
        print_line (out, ' ', a, at, FALSE);
    }
}

static void
print_hunks (GString *out, const Side *a, const Side *b)
{
  g_autoptr (GArray) blocks = find_blocks (a, b);
  gsize first = 0;

  for (gsize i = 0; i < blocks->len; i++)
    {
      if (i + 1 < blocks->len
          && get_block (blocks, i + 1)->a_start - get_block (blocks, i)->a_end <= 2 * CONTEXT)
        continue;
      print_hunk (out, a, b, blocks, first, i);
      first = i + 1;
    }
}

char *
iru_diff_unified (GBytes *old_text, GBytes *new_text, GBytes *old_shown, GBytes *new_shown,
                  const char *path)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_line, equal_lines);
  g_auto (Side) a = { 0 };
  g_auto (Side) b = { 0 };
  GString *out;

  side_init (&a, old_text);
  side_init (&b, new_text);
  if (a.length == b.length && memcmp (a.text, b.text, a.length) == 0)
    return g_strdup ("");

  trim (&a, &b);
  split_side (&a, old_shown);
  split_side (&b, new_shown);
  number_lines (seen, a.lines);
  number_lines (seen, b.lines);
  compare (&a, &b);

  out = g_string_new (NULL);
  g_string_append_printf (out, "--- %s\n", old_text != NULL ? path : "/dev/null");
  g_string_append_printf (out, "+++ %s\n", new_text != NULL ? path : "/dev/null");
  print_hunks (out, &a, &b);
  return g_string_free (out, FALSE);
}
