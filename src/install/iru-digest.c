/* iru-digest.c: a short value that tells whether a file is still what it was
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-digest.h"

#include <string.h>

#include "iru-fd.h"

#define PRIME ((G_GUINT64_CONSTANT (1) << 61) - 1)
#define HALF_LENGTH 16

/* Coefficients are of seven bytes, so that each is below the prime. */
#define WORD 7
/* As many are added up before the sum is reduced. */
#define BLOCK 16

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
__extension__ typedef unsigned __int128 Sum;

static inline guint64
end_sum (Sum sum)
{
  return fold (fold ((guint64)sum & PRIME) + fold ((guint64)(sum >> 61)));
}

/* Sixteen products of 56 bits with 62 fit. */
static inline Sum
add_product (Sum sum, guint64 a, guint64 b)
{
  return sum + (Sum)a * b;
}
#else
typedef guint64 Sum;

static inline guint64
end_sum (Sum sum)
{
  return sum;
}

static inline Sum
add_product (Sum sum, guint64 a, guint64 b)
{
  a = reduce (a);
  b = reduce (b);
  for (guint64 factor = a; b != 0; b >>= 1, factor = reduce (factor << 1))
    sum = b & 1 ? reduce (sum + factor) : sum;
  return sum;
}
#endif

static inline guint64
multiply (guint64 a, guint64 b)
{
  return end_sum (add_product (0, a, b));
}

/* Only @length of the bytes count. */
static inline guint64
get_word (const guint8 *from, gsize length)
{
  guint64 word = 0;

  memcpy (&word, from, length);
  return GUINT64_FROM_LE (word);
}

/* The first of eight bytes. */
static inline guint64
get_whole_word (const guint8 *from)
{
  return get_word (from, sizeof (guint64)) & ((G_GUINT64_CONSTANT (1) << 8 * WORD) - 1);
}

static guint64
evaluate (const guint8 *data, gsize length, guint64 point)
{
  guint64 powers[BLOCK + 1] = { 1 };
  guint64 value = 0;
  gsize at = 0;

  for (gsize i = 1; i <= BLOCK; i++)
    powers[i] = multiply (powers[i - 1], point);
  for (; length - at > BLOCK * WORD; at += BLOCK * WORD)
    {
      Sum sum = 0;

      for (gsize i = 0; i < BLOCK; i++)
        sum = add_product (sum, get_whole_word (data + at + i * WORD), powers[BLOCK - 1 - i]);
      value = fold (multiply (value, powers[BLOCK]) + end_sum (sum));
    }
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
