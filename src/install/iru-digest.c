/* iru-digest.c: a short value that tells whether a file is still what it was
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-digest.h"

#include <string.h>

#include "iru-fd.h"

#define PRIME ((G_GUINT64_CONSTANT (1) << 61) - 1)
#define HALF_LENGTH 16

/* Coefficients are of seven bytes, so that each is below the prime. Four sums, each
 * of every fourth coefficient, do not wait for one another. */
#define WORD 7
#define LANES 4

/* Below 2^62. */
static inline guint64
fold (guint64 value)
{
  return (value & PRIME) + (value >> 61);
}

static inline guint64
reduce (guint64 value)
{
  value = fold (value);
  return value >= PRIME ? value - PRIME : value;
}

/* Of two factors below 2^62, below 2^62 again, congruent to their product. */
#ifdef __SIZEOF_INT128__
static inline guint64
multiply (guint64 a, guint64 b)
{
  __extension__ typedef unsigned __int128 Wide;
  Wide product = (Wide)a * b;

  return fold (((guint64)product & PRIME) + (guint64)(product >> 61));
}
#else
static inline guint64
multiply (guint64 a, guint64 b)
{
  guint64 sum = 0;

  a = reduce (a);
  b = reduce (b);
  for (int shift = 60; shift >= 0; shift--)
    sum = reduce (reduce (sum << 1) + (b >> shift & 1 ? a : 0));
  return sum;
}
#endif

static inline guint64
get_word (const guint8 *from, gsize length)
{
  guint64 word = 0;

  memcpy (&word, from, length);
  return GUINT64_FROM_LE (word) & ((G_GUINT64_CONSTANT (1) << 56) - 1);
}

static guint64
evaluate (const guint8 *data, gsize length, guint64 point)
{
  guint64 lanes[LANES] = { 0 };
  guint64 square = multiply (point, point);
  guint64 stride = multiply (square, square);
  guint64 value = 0;
  gsize at = 0;

  for (; length - at >= LANES * WORD + 1; at += LANES * WORD)
    for (gsize i = 0; i < LANES; i++)
      lanes[i] = fold (multiply (lanes[i], stride) + get_word (data + at + i * WORD, WORD + 1));
  for (gsize i = 0; i < LANES; i++)
    value = fold (multiply (value, point) + reduce (lanes[i]));
  for (; at < length; at += WORD)
    value = fold (multiply (value, point) + get_word (data + at, MIN (WORD, length - at)));
  return reduce (fold (multiply (value, point) + length));
}

static guint64
evaluate_bytes (GBytes *bytes, guint64 point)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return evaluate (data, length, point);
}

char *
iru_digest_new (GBytes *bytes)
{
  g_autofree char *random = iru_fd_random_name (HALF_LENGTH / 2);
  guint64 point = g_ascii_strtoull (random, NULL, 16) % PRIME;

  if (bytes == NULL)
    return NULL;
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x-%016" G_GINT64_MODIFIER "x", point,
                          evaluate_bytes (bytes, point));
}

gboolean
iru_digest_is_valid (const char *text)
{
  return strlen (text) == IRU_DIGEST_LENGTH && text[HALF_LENGTH] == '-'
         && strspn (text, "0123456789abcdef") == HALF_LENGTH
         && strspn (text + HALF_LENGTH + 1, "0123456789abcdef") == HALF_LENGTH;
}

gboolean
iru_digest_matches (const char *digest, GBytes *bytes)
{
  guint64 point;

  if (digest == NULL || bytes == NULL)
    return digest == NULL && bytes == NULL;
  if (!iru_digest_is_valid (digest))
    return FALSE;
  point = g_ascii_strtoull (digest, NULL, 16);
  return point < PRIME
         && evaluate_bytes (bytes, point) == g_ascii_strtoull (digest + HALF_LENGTH + 1, NULL, 16);
}
