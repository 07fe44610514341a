/* run-measured.c: runs a program, its output to standard error; prints its exit code and memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The most memory that Linux tells of a process counts from that of who started it, which has
 * to be small: 128 + signal and KiB.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int
main (int argc, char **argv)
{
  struct rusage usage;
  int status;
  pid_t child;

  if (argc < 2)
    return 2;
  child = fork ();
  if (child == 0)
    {
      dup2 (STDERR_FILENO, STDOUT_FILENO);
      execv (argv[1], argv + 1);
      _exit (127);
    }
  if (child < 0 || wait4 (child, &status, 0, &usage) < 0)
    return 1;
  printf ("%d %ld\n", WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status),
          usage.ru_maxrss);
  return 0;
}
