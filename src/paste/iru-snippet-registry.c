/* iru-snippet-registry.c: server.json of the MCP registry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-snippet-registry.h"

#include "iru-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How packages of each kind are run: the arguments before the package, and what is between it and
 * its version. */
static const struct
{
  const char *registry;
  const char *command;
  const char *args[5];
  const char *version;
} runners[] = {
  { "npm", "npx", { "-y" }, "@" },
  { "pypi", "uvx", { NULL }, "@" },
  { "oci", "docker", { "run", "-i", "--rm" }, ":" },
  { "nuget", "dnx", { NULL }, "@" },
};

static const IruValue *
get_list (const IruValue *object, const char *key)
{
  const IruValue *list = iru_value_get (object, key);

  return iru_value_count_elements (list) > 0 ? list : NULL;
}

const IruValue *
iru_snippet_get_registry (const IruValue *root)
{
  const IruValue *inner = iru_value_get (root, "server");

  if (get_list (root, "remotes") != NULL || get_list (root, "packages") != NULL)
    return root;
  return get_list (inner, "remotes") != NULL || get_list (inner, "packages") != NULL ? inner : NULL;
}

/* Streamable HTTP, or else what is first. */
static const IruValue *
choose_remote (const IruValue *remotes)
{
  for (guint i = 0; i < iru_value_count_elements (remotes); i++)
    {
      const IruValue *remote = iru_value_get_element (remotes, i);

      if (g_strcmp0 (iru_value_get_string (remote, "type"), "streamable-http") == 0)
        return remote;
    }
  return iru_value_get_element (remotes, 0);
}

static void
append_string (IruValue *args, const char *string, IruSpan span)
{
  iru_value_append (args, iru_value_new_string (string))->span = span;
}

/* Named arguments have a name and perhaps a value, positional ones a value only. */
static void
append_arguments (IruValue *args, const IruValue *package, const char *field)
{
  const IruValue *list = get_list (package, field);

  for (guint i = 0; i < iru_value_count_elements (list); i++)
    {
      const IruValue *argument = iru_value_get_element (list, i);
      const char *name = iru_value_get_string (argument, "name");
      const char *value = iru_value_get_string (argument, "value");

      if (name != NULL && g_strcmp0 (iru_value_get_string (argument, "type"), "named") == 0)
        append_string (args, name, argument->span);
      if (value != NULL)
        append_string (args, value, argument->span);
    }
}

/* Docker passes on the variables that it is told to. */
static void
append_passed_variables (IruValue *args, const IruValue *package)
{
  const IruValue *list = get_list (package, "environmentVariables");

  for (guint i = 0; i < iru_value_count_elements (list); i++)
    {
      const IruValue *variable = iru_value_get_element (list, i);
      const char *name = iru_value_get_string (variable, "name");

      if (name == NULL)
        continue;
      append_string (args, "-e", variable->span);
      append_string (args, name, variable->span);
    }
}

/* (transfer full): an entry for @package with @runner's command */
static IruValue *
make_command (const IruValue *package, guint runner)
{
  const char *identifier = iru_value_get_string (package, "identifier");
  const char *version = iru_value_get_string (package, "version");
  const IruValue *variables = get_list (package, "environmentVariables");
  IruValue *entry = iru_value_new (IRU_VALUE_OBJECT);
  IruValue *args = iru_value_new (IRU_VALUE_ARRAY);
  g_autofree char *name = version != NULL && strpbrk (identifier, "@:") == NULL
                              ? g_strconcat (identifier, runners[runner].version, version, NULL)
                              : g_strdup (identifier);

  entry->span = args->span = package->span;
  for (guint i = 0; runners[runner].args[i] != NULL; i++)
    append_string (args, runners[runner].args[i], package->span);
  if (strcmp (runners[runner].command, "docker") == 0)
    append_passed_variables (args, package);
  append_arguments (args, package, "runtimeArguments");
  append_string (args, name, package->span);
  append_arguments (args, package, "packageArguments");
  iru_value_add (entry, "command", iru_value_new_string (runners[runner].command))->span =
      package->span;
  iru_value_add (entry, "args", args);
  if (variables != NULL)
    iru_value_add (entry, "env", iru_value_copy (variables));
  return entry;
}

static IruValue *
read_package (IruSnippetReader *reader, const IruValue *package)
{
  const char *registry = iru_value_get_string (package, "registryType");

  if (iru_value_get_string (package, "identifier") != NULL)
    for (guint i = 0; i < G_N_ELEMENTS (runners); i++)
      if (g_strcmp0 (registry, runners[i].registry) == 0)
        return make_command (package, i);
  iru_snippet_fail (reader, IRU_ERROR_UNSUPPORTED, package->span.start,
                    _ ("This server.json has no remote server, and its package is of a kind that "
                       "is not known."));
  return NULL;
}

IruValue *
iru_snippet_read_registry (IruSnippetReader *reader, const IruValue *registry, char **name)
{
  const char *whole = iru_value_get_string (registry, "name");
  const char *slash = whole != NULL ? strrchr (whole, '/') : NULL;
  const IruValue *remotes = get_list (registry, "remotes");

  *name = g_strdup (slash != NULL ? slash + 1 : whole);
  iru_snippet_fix (reader, "registry", registry->span.start);
  return remotes != NULL
             ? iru_value_copy (choose_remote (remotes))
             : read_package (reader, iru_value_get_element (get_list (registry, "packages"), 0));
}
