/* measure.c: runs a command once and says what it took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * measure COMMAND [ARGUMENT]... prints "NANOSECONDS KIB EXIT-CODE": wall time, largest
 * resident set, exit code. The command's output goes nowhere. A program of its own, because
 * Linux counts the memory of whoever started a command as the command's.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
become (char **argv)
{
  int nowhere = open ("/dev/null", O_RDWR);

  dup2 (nowhere, STDIN_FILENO);
  dup2 (nowhere, STDOUT_FILENO);
  dup2 (nowhere, STDERR_FILENO);
  execv (argv[0], argv);
  _exit (127);
}

int
main (int argc, char **argv)
{
  struct rusage usage;
  int64_t start;
  int64_t end;
  pid_t child;
  int status;

  if (argc < 2)
    return 2;
  start = now_ns ();
  child = fork ();
  if (child == 0)
    become (argv + 1);
  if (child < 0 || wait4 (child, &status, 0, &usage) < 0)
    return 1;
  end = now_ns ();
  printf ("%lld %ld %d\n", (long long)(end - start), usage.ru_maxrss,
          WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status));
  return 0;
}
