/* gate.c: runs a program and stops at one of its system calls
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * gate [OPTION…] [--at N ACTION] -- PROGRAM ARGUMENT…
 *
 * Counts the program's system calls, from 1, from the first one on that makes a file or a
 * folder: what is before that only reads. What it prints is not counted, nor what a build with
 * gcov does at its end. When it comes to the Nth, before the system does it:
 *
 *   --kill            the program is killed
 *   --errno NUMBER    the call is not done and fails with this
 *   --run COMMAND     a shell runs this first, then the call is done
 *   --no-memory       from here on the system gives no more memory
 *
 * The program is kept from forbidding that others look at its memory and its descriptors: only
 * root could watch it then.
 *
 * Ends as the program ends, with 128 + the signal that ended it; 125 if it can't be traced.
 *
 *   --always          every call from the Nth on
 *   --from-start      counts from the first call on
 *   --no-exchange     as a file system that knows no flags of renameat2()
 *   --only NAMES      counts these calls only
 *   --status FILE     gets "COUNT REACHED"
 *   --log FILE        gets a line a call that concerns files, as JSON; paths are whole
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define CANNOT_TRACE 125
#define MAX_THREADS 64
#define MAX_DATA 65536
#define SYSCALL_STOP (SIGTRAP | 0x80)

typedef enum
{
  KIND_FD,     /* (fd) */
  KIND_AT,     /* (folder, name) */
  KIND_PATH,   /* (path) */
  KIND_RENAME, /* (folder, name, folder, name, flags) */
  KIND_OPEN,   /* (folder, name, flags) */
  KIND_WRITE,  /* (fd, bytes, length) */
  KIND_MEMORY, /* asks for some; is no matter of files, and not logged */
} Kind;

static const struct
{
  long number;
  const char *name;
  Kind kind;
} calls[] = {
  { SYS_openat, "openat", KIND_OPEN },
  { SYS_write, "write", KIND_WRITE },
  { SYS_fsync, "fsync", KIND_FD },
  { SYS_fdatasync, "fdatasync", KIND_FD },
  { SYS_ftruncate, "ftruncate", KIND_FD },
  { SYS_renameat2, "renameat2", KIND_RENAME },
  { SYS_linkat, "linkat", KIND_RENAME },
  { SYS_unlinkat, "unlinkat", KIND_AT },
  { SYS_mkdirat, "mkdirat", KIND_AT },
  { SYS_fchmod, "fchmod", KIND_FD },
  { SYS_fchown, "fchown", KIND_FD },
  { SYS_fsetxattr, "fsetxattr", KIND_FD },
  { SYS_fremovexattr, "fremovexattr", KIND_FD },
  { SYS_flock, "flock", KIND_FD },
  { SYS_close, "close", KIND_FD },
  { SYS_pread64, "pread64", KIND_FD },
  { SYS_getdents64, "getdents64", KIND_FD },
  { SYS_brk, "brk", KIND_MEMORY },
  { SYS_mmap, "mmap", KIND_MEMORY },
  { SYS_mremap, "mremap", KIND_MEMORY },
#ifdef SYS_renameat
  { SYS_renameat, "renameat", KIND_RENAME },
#endif
#ifdef SYS_rmdir
  { SYS_rmdir, "rmdir", KIND_PATH },
  { SYS_mkdir, "mkdir", KIND_PATH },
  { SYS_unlink, "unlink", KIND_PATH },
  { SYS_open, "open", KIND_PATH },
#endif
};

typedef enum
{
  ACTION_NONE,
  ACTION_KILL,
  ACTION_ERRNO,
  ACTION_RUN,
  ACTION_NO_MEMORY,
} Action;

/* A call that has been entered: what its end needs. */
typedef struct
{
  pid_t thread;
  int error;       /* what it is made to fail with, or 0 */
  bool is_skipped; /* it is not done, and succeeds */
  int call;        /* index, or -1 */
  char text[2 * PATH_MAX + 128];
  char opened[PATH_MAX]; /* what an openat() has really come to */
  char *data;
} Entered;

static struct
{
  FILE *log;
  const char *status;
  const char *only;
  unsigned long at;
  bool always;
  bool no_exchange;
  Action action;
  int error;
  const char *command;

  pid_t program;
  bool begun;
  bool ended;
  bool reached;
  unsigned long count;
  Entered entered[MAX_THREADS];
} gate;

static void
die (const char *what)
{
  fprintf (stderr, "gate: %s: %s\n", what, strerror (errno));
  exit (CANNOT_TRACE);
}

/* What the C library leaves to the machine. */

#if defined(__x86_64__)
static void
set_number (pid_t thread, long number)
{
  struct user_regs_struct regs;

  if (ptrace (PTRACE_GETREGS, thread, 0, &regs) != 0)
    return;
  regs.orig_rax = number;
  ptrace (PTRACE_SETREGS, thread, 0, &regs);
}

static void
set_result (pid_t thread, long result)
{
  struct user_regs_struct regs;

  if (ptrace (PTRACE_GETREGS, thread, 0, &regs) != 0)
    return;
  regs.rax = result;
  ptrace (PTRACE_SETREGS, thread, 0, &regs);
}

static void
clear_argument (pid_t thread)
{
  struct user_regs_struct regs;

  if (ptrace (PTRACE_GETREGS, thread, 0, &regs) != 0)
    return;
  regs.rdi = 0;
  ptrace (PTRACE_SETREGS, thread, 0, &regs);
}
#elif defined(__aarch64__)
static void
set_number (pid_t thread, long number)
{
  int value = number;
  struct iovec part = { &value, sizeof value };

  ptrace (PTRACE_SETREGSET, thread, NT_ARM_SYSTEM_CALL, &part);
}

static void
set_result (pid_t thread, long result)
{
  struct user_regs_struct regs;
  struct iovec part = { &regs, sizeof regs };

  if (ptrace (PTRACE_GETREGSET, thread, NT_PRSTATUS, &part) != 0)
    return;
  regs.regs[0] = result;
  ptrace (PTRACE_SETREGSET, thread, NT_PRSTATUS, &part);
}

static void
clear_argument (pid_t thread)
{
  set_result (thread, 0);
}
#else
static void
set_number (pid_t thread, long number)
{
  errno = ENOTSUP;
  die ("this machine's registers are not known");
}

static void
set_result (pid_t thread, long result)
{
}

static void
clear_argument (pid_t thread)
{
}
#endif

static size_t
read_memory (uint64_t from, void *to, size_t length)
{
  struct iovec local = { to, length };
  struct iovec remote = { (void *)(uintptr_t)from, length };
  ssize_t got = process_vm_readv (gate.program, &local, 1, &remote, 1, 0);

  return got > 0 ? got : 0;
}

/* A string may end just before a page that can't be read. */
static void
read_string (uint64_t from, char *to)
{
  size_t length = 0;

  while (length < PATH_MAX - 1)
    {
      size_t piece = 256 - (from + length) % 256;
      size_t got;

      if (piece > PATH_MAX - 1 - length)
        piece = PATH_MAX - 1 - length;
      got = read_memory (from + length, to + length, piece);
      if (got == 0 || memchr (to + length, '\0', got) != NULL)
        break;
      length += got;
    }
  to[PATH_MAX - 1] = '\0';
}

static void
read_link (int fd, char *to)
{
  char path[64];
  ssize_t length;

  if (fd == AT_FDCWD)
    snprintf (path, sizeof path, "/proc/%d/cwd", gate.program);
  else
    snprintf (path, sizeof path, "/proc/%d/fd/%d", gate.program, fd);
  length = readlink (path, to, PATH_MAX - 1);
  to[length > 0 ? length : 0] = '\0';
}

static void
read_path (uint64_t folder, uint64_t name, char *to)
{
  char text[PATH_MAX] = "";
  size_t length;

  read_string (name, text);
  if (text[0] == '/')
    {
      memcpy (to, text, PATH_MAX);
      return;
    }
  read_link ((int)folder, to);
  length = strlen (to);
  snprintf (to + length, PATH_MAX - length, "/%s", text);
}

/* Paths of tests have nothing to escape. */
static void
describe (Entered *entered, const struct __ptrace_syscall_info *info)
{
  const uint64_t *args = info->entry.args;
  char path[PATH_MAX] = "";
  char other[PATH_MAX] = "";

  switch (calls[entered->call].kind)
    {
    case KIND_FD:
    case KIND_WRITE:
      read_link ((int)args[0], path);
      break;
    case KIND_AT:
    case KIND_OPEN:
      read_path (args[0], args[1], path);
      break;
    case KIND_PATH:
      read_path ((uint64_t)AT_FDCWD, args[0], path);
      break;
    case KIND_RENAME:
      read_path (args[0], args[1], path);
      read_path (args[2], args[3], other);
      break;
    case KIND_MEMORY:
      break;
    }
  snprintf (entered->text, sizeof entered->text,
            "\"path\":\"%s\",\"other\":\"%s\",\"flags\":%llu,\"third\":%llu,\"second\":%llu", path,
            other, calls[entered->call].kind == KIND_RENAME ? (unsigned long long)args[4] : 0,
            (unsigned long long)args[2], (unsigned long long)args[1]);
}

static void
keep_data (Entered *entered, const struct __ptrace_syscall_info *info)
{
  static unsigned char bytes[MAX_DATA];
  size_t length = info->entry.args[2] < MAX_DATA ? info->entry.args[2] : MAX_DATA;

  length = read_memory (info->entry.args[1], bytes, length);
  entered->data = calloc (1, 2 * length + 1);
  for (size_t i = 0; entered->data != NULL && i < length; i++)
    sprintf (entered->data + 2 * i, "%02x", bytes[i]);
}

static int
find_call (uint64_t number)
{
  for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
    if ((uint64_t)calls[i].number == number)
      return i;
  return -1;
}

static bool
makes_something (const struct __ptrace_syscall_info *info)
{
  switch (info->entry.nr)
    {
    case SYS_openat:
      return (info->entry.args[2] & O_CREAT) != 0;
    case SYS_mkdirat:
      return true;
#ifdef SYS_mkdir
    case SYS_mkdir:
      return true;
    case SYS_open:
      return (info->entry.args[1] & O_CREAT) != 0;
#endif
    default:
      return false;
    }
}

static bool
notes_coverage (const struct __ptrace_syscall_info *info)
{
  char path[PATH_MAX] = "";
  size_t length;

  if (info->entry.nr != SYS_openat || (info->entry.args[2] & O_CREAT) == 0)
    return false;
  read_string (info->entry.args[1], path);
  length = strlen (path);
  return length > 5 && strcmp (path + length - 5, ".gcda") == 0;
}

static bool
is_counted (int call, const struct __ptrace_syscall_info *info)
{
  size_t length;
  const char *at;

  if (call >= 0 && calls[call].kind == KIND_WRITE && info->entry.args[0] <= STDERR_FILENO)
    return false;
  if (gate.only == NULL)
    return true;
  if (call < 0)
    return false;
  length = strlen (calls[call].name);
  for (at = gate.only; at != NULL; at = strchr (at, ','))
    {
      at += *at == ',';
      if (strncmp (at, calls[call].name, length) == 0 && (at[length] == ',' || at[length] == '\0'))
        return true;
    }
  return false;
}

static Entered *
get_entered (pid_t thread)
{
  for (int i = 0; i < MAX_THREADS; i++)
    if (gate.entered[i].thread == thread || gate.entered[i].thread == 0)
      {
        gate.entered[i].thread = thread;
        return &gate.entered[i];
      }
  errno = EMFILE;
  die ("too many threads");
  return NULL;
}

/* brk() has no errors: it tells where the end is, which is left where it was. */
static void
refuse (Entered *entered, int error)
{
  if (entered->call >= 0 && calls[entered->call].number == SYS_brk)
    {
      clear_argument (entered->thread);
      return;
    }
  set_number (entered->thread, -1);
  entered->error = error;
}

static void
act (Entered *entered)
{
  gate.reached = true;
  if (gate.action == ACTION_KILL)
    {
      set_number (entered->thread, -1);
      kill (gate.program, SIGKILL);
    }
  if (gate.action == ACTION_ERRNO)
    refuse (entered, gate.error);
  if (gate.action == ACTION_RUN && system (gate.command) != 0)
    {
      errno = EINVAL;
      die (gate.command);
    }
}

static bool
forbids_looking (const struct __ptrace_syscall_info *info)
{
  return info->entry.nr == SYS_prctl && info->entry.args[0] == PR_SET_DUMPABLE;
}

static void
on_entry (pid_t thread, const struct __ptrace_syscall_info *info)
{
  Entered *entered = get_entered (thread);

  if (forbids_looking (info))
    {
      set_number (thread, -1);
      entered->is_skipped = true;
    }
  entered->call = find_call (info->entry.nr);
  gate.begun = gate.begun || makes_something (info);
  gate.ended = gate.ended || notes_coverage (info);
  if (!gate.begun || gate.ended)
    {
      entered->call = -1;
      return;
    }
  if (gate.no_exchange && info->entry.nr == SYS_renameat2)
    {
      set_number (thread, -1);
      entered->error = EINVAL;
    }
  if (is_counted (entered->call, info))
    {
      gate.count++;
      if (gate.action != ACTION_NONE
          && (gate.count == gate.at || (gate.always && gate.count > gate.at)))
        act (entered);
    }
  if (gate.reached && gate.action == ACTION_NO_MEMORY && entered->call >= 0
      && calls[entered->call].kind == KIND_MEMORY)
    refuse (entered, ENOMEM);
  if (entered->call >= 0 && calls[entered->call].kind == KIND_MEMORY)
    entered->call = -1;
  if (gate.log == NULL || entered->call < 0)
    return;
  describe (entered, info);
  if (calls[entered->call].kind == KIND_WRITE)
    keep_data (entered, info);
}

static void
on_exit_of_call (pid_t thread, const struct __ptrace_syscall_info *info)
{
  Entered *entered = get_entered (thread);
  long result = info->exit.rval;

  if (entered->error != 0)
    set_result (thread, result = -entered->error);
  if (entered->is_skipped)
    set_result (thread, result = 0);
  if (gate.log != NULL && entered->call >= 0 && calls[entered->call].kind == KIND_OPEN
      && result >= 0)
    read_link ((int)result, entered->opened);
  if (gate.log != NULL && entered->call >= 0 && gate.begun)
    fprintf (gate.log,
             "{\"at\":%lu,\"call\":\"%s\",\"result\":%ld,%s,\"opened\":\"%s\",\"data\":\"%s\"}\n",
             gate.count, calls[entered->call].name, result, entered->text, entered->opened,
             entered->data != NULL ? entered->data : "");
  entered->opened[0] = '\0';
  free (entered->data);
  entered->data = NULL;
  entered->error = 0;
  entered->is_skipped = false;
  entered->call = -1;
}

static void
on_stop (pid_t thread, int status)
{
  struct __ptrace_syscall_info info = { 0 };
  int signal = WSTOPSIG (status);

  if (signal == SYSCALL_STOP)
    {
      if (ptrace (PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) > 0)
        {
          if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
            on_entry (thread, &info);
          else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
            on_exit_of_call (thread, &info);
        }
      signal = 0;
    }
  /* A new thread's first stop, and the event that tells of it; a SIGTRAP without one is
   * the program's own, with which GLib ends it. */
  if (signal == SIGSTOP || status >> 16 != 0)
    signal = 0;
  ptrace (PTRACE_SYSCALL, thread, 0, signal);
}

static void
start (char **arguments)
{
  const int options =
      PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
  int status = 0;

  gate.program = fork ();
  if (gate.program == 0)
    {
      if (ptrace (PTRACE_TRACEME, 0, 0, 0) != 0)
        die ("ptrace");
      raise (SIGSTOP);
      execvp (arguments[0], arguments);
      die (arguments[0]);
    }
  if (gate.program < 0 || waitpid (gate.program, &status, 0) < 0)
    die ("fork");
  if (WIFEXITED (status))
    exit (WEXITSTATUS (status));
  if (ptrace (PTRACE_SETOPTIONS, gate.program, 0, options) != 0
      || ptrace (PTRACE_SYSCALL, gate.program, 0, 0) != 0)
    die ("ptrace");
}

static int
watch (void)
{
  int status;
  pid_t thread;

  while ((thread = waitpid (-1, &status, __WALL)) > 0)
    {
      if (WIFSTOPPED (status))
        on_stop (thread, status);
      else if (thread == gate.program)
        return WIFSIGNALED (status) ? 128 + WTERMSIG (status) : WEXITSTATUS (status);
    }
  die ("waitpid");
  return CANNOT_TRACE;
}

static bool
read_switch (const char *name)
{
  if (strcmp (name, "--kill") == 0)
    gate.action = ACTION_KILL;
  else if (strcmp (name, "--always") == 0)
    gate.always = true;
  else if (strcmp (name, "--from-start") == 0)
    gate.begun = true;
  else if (strcmp (name, "--no-exchange") == 0)
    gate.no_exchange = true;
  else if (strcmp (name, "--no-memory") == 0)
    gate.action = ACTION_NO_MEMORY;
  else
    return false;
  return true;
}

static bool
read_option (const char *name, const char *value)
{
  if (strcmp (name, "--log") == 0)
    gate.log = fopen (value, "we");
  else if (strcmp (name, "--status") == 0)
    gate.status = value;
  else if (strcmp (name, "--only") == 0)
    gate.only = value;
  else if (strcmp (name, "--at") == 0)
    gate.at = strtoul (value, NULL, 10);
  else if (strcmp (name, "--errno") == 0)
    {
      gate.action = ACTION_ERRNO;
      gate.error = atoi (value);
    }
  else if (strcmp (name, "--run") == 0)
    {
      gate.action = ACTION_RUN;
      gate.command = value;
    }
  else
    return false;
  return true;
}

static void
write_status (void)
{
  FILE *file = fopen (gate.status, "we");

  if (file == NULL || fprintf (file, "%lu %d\n", gate.count, gate.reached) < 0
      || fclose (file) != 0)
    die (gate.status);
}

int
main (int argc, char **argv)
{
  int at = 1;
  int code;

  for (; at < argc && strcmp (argv[at], "--") != 0; at++)
    {
      if (read_switch (argv[at]))
        continue;
      if (at + 1 >= argc || !read_option (argv[at], argv[at + 1]))
        {
          fprintf (stderr, "gate: %s?\n", argv[at]);
          return CANNOT_TRACE;
        }
      at++;
    }
  if (at + 1 >= argc)
    return CANNOT_TRACE;
  start (argv + at + 1);
  code = watch ();
  if (gate.status != NULL)
    write_status ();
  return code;
}
