/* iru-snippet-command.c: what a pasted command line would have configured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One walk over the words, by the program's row. The outcome is what the same
 * server would be in JSON, so that all that holds for JSON holds for it.
 */
#include "iru-snippet-command.h"

#include "iru-error.h"
#include "iru-repair.h"
#include "iru-snippet-program.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The rest of a word from a byte on. */
typedef struct
{
  const IruWord *word;
  gsize from;
} Piece;

typedef struct
{
  IruSnippetReader *reader;
  const IruCommand *command;
  const IruProgram *program;
  GArray *fixes;
  guint next;
  gboolean options_over;
  const IruWord *name;
  const IruWord *target;
  IruValue *entry; /* (owned) */
  IruValue *args;  /* in @entry or NULL */
  GPtrArray *out;  /* (element-type IruValue) */
} Walk;

static gboolean
fail (Walk *walk, gsize offset, const char *message)
{
  return iru_snippet_fail (walk->reader, IRU_ERROR_SYNTAX, offset, message);
}

static gboolean
refuse (Walk *walk, gsize offset, const char *message)
{
  return iru_snippet_fail (walk->reader, IRU_ERROR_UNSUPPORTED, offset, message);
}

static void
add_fix (Walk *walk, const char *id, gsize offset)
{
  IruFix fix = { .id = id, .offset = offset };

  g_array_append_val (walk->fixes, fix);
}

static const IruWord *
peek_word (const Walk *walk)
{
  return walk->next < walk->command->words->len
             ? g_ptr_array_index (walk->command->words, walk->next)
             : NULL;
}

/* @word from @from to @to as a value, without what is stray at its ends; NULL with the
 * error where a shell would make something else of it. */
static IruValue *
make_string (Walk *walk, const IruWord *word, gsize from, gsize to)
{
  IruValue *value;
  IruSpan span = iru_word_get_span (word, from, to);

  if (word->fault.code != IRU_TEXT_ERROR_NONE)
    {
      iru_snippet_fail_text (walk->reader, &word->fault);
      return NULL;
    }
  value = iru_value_new (IRU_VALUE_STRING);
  value->text = iru_repair_clean_string (word->text + from, to - from, span.start, walk->fixes);
  value->span = span;
  if (strpbrk (value->text, "\r\n") == NULL)
    return value;
  iru_value_free (value);
  fail (walk, span.start, _ ("There is a line break in this value."));
  return NULL;
}

static void
add_member (IruValue *object, const char *key, IruSpan key_span, IruValue *value)
{
  iru_value_add (object, key, value);
  iru_value_get_member (object, iru_value_count_members (object) - 1)->key_span = key_span;
}

/* The object of that name in the entry. */
static IruValue *
get_object (Walk *walk, const char *key)
{
  IruValue *object = iru_value_get (walk->entry, key);

  if (object != NULL)
    return object;
  object = iru_value_new (IRU_VALUE_OBJECT);
  object->span = walk->command->span;
  add_member (walk->entry, key, walk->command->span, object);
  return object;
}

static gboolean
add_field (Walk *walk, const char *key, Piece piece)
{
  IruValue *value = make_string (walk, piece.word, piece.from, piece.word->length);

  if (value != NULL)
    add_member (walk->entry, key, value->span, value);
  return value != NULL;
}

/* Headers that belong to the one request that curl was to make. */
static gboolean
is_request_header (const char *name)
{
  static const char *const names[] = {
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-length",
    "content-type",
    "host",
    "last-event-id",
    "mcp-method",
    "mcp-name",
    "mcp-session-id",
    "mcp-protocol-version",
    "origin",
    "user-agent",
    NULL,
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_strv_contains (names, lower);
}

/* "Name: value" or "NAME=value", parted at @sign, into the entry's @object. */
static gboolean
add_pair (Walk *walk, const char *object, Piece piece, char sign)
{
  const IruWord *word = piece.word;
  const char *part = memchr (word->text + piece.from, sign, word->length - piece.from);
  gsize at = part != NULL ? (gsize)(part - word->text) : piece.from;
  gsize start = iru_word_get_span (word, piece.from, word->length).start;

  if (at == piece.from)
    return fail (walk, start,
                 sign == ':' ? _ ("A header is expected here, written as “Name: value”.")
                             : _ ("A variable is expected here, written as NAME=value."));

  g_autofree char *name =
      iru_repair_clean_string (word->text + piece.from, at - piece.from, start, walk->fixes);
  if (walk->program->form == IRU_FORM_URL && is_request_header (name))
    {
      add_fix (walk, "request-header", start);
      return TRUE;
    }
  gsize from = at + 1;
  while (sign == ':' && from < word->length && word->text[from] == ' ')
    from++;
  IruValue *value = make_string (walk, word, from, word->length);
  if (value == NULL)
    return FALSE;
  add_member (get_object (walk, object), name, iru_word_get_span (word, piece.from, at), value);
  return TRUE;
}

static gboolean
add_bearer (Walk *walk, Piece piece)
{
  IruValue *value = make_string (walk, piece.word, piece.from, piece.word->length);
  char *header;

  if (value == NULL)
    return FALSE;
  header = g_strconcat ("Bearer ", value->text, NULL);
  iru_secret_free (value->text);
  value->text = header;
  add_member (get_object (walk, "headers"), "Authorization", value->span, value);
  return TRUE;
}

static gboolean
add_argument (Walk *walk, const IruWord *word)
{
  IruValue *value = make_string (walk, word, 0, word->length);

  if (value == NULL)
    return FALSE;
  if (walk->args == NULL)
    {
      walk->args = iru_value_new (IRU_VALUE_ARRAY);
      walk->args->span = word->span;
      add_member (walk->entry, "args", word->span, walk->args);
    }
  iru_value_append (walk->args, value);
  return TRUE;
}

static gboolean
starts_with_url (const char *text)
{
  return g_ascii_strncasecmp (text, "https://", 8) == 0
         || g_ascii_strncasecmp (text, "http://", 7) == 0;
}

/* The bytes of the dashes that an option begins with; 0 if it is none. @letter: one
 * letter follows, or several that are one letter each. */
static gsize
measure_dashes (const char *text, gboolean *letter)
{
  gboolean em = g_str_has_prefix (text, "\u2014");
  gsize length = em || g_str_has_prefix (text, "\u2013") ? 3 : strspn (text, "-");

  *letter = length == 1 || (length == 3 && !em && strlen (text) == 4);
  if (length == 3 && text[0] == '-')
    return 0;
  return text[length] != '\0' ? length : 0;
}

/* A name and the sign behind it, as the words have that one option takes several of. */
static gboolean
is_pair (const char *text, char sign)
{
  gsize length = 0;
  gboolean letter;

  if (starts_with_url (text) || measure_dashes (text, &letter) > 0)
    return FALSE;
  while (g_ascii_isalnum (text[length]) || (text[length] != '\0' && strchr ("-_", text[length])))
    length++;
  return length > 0 && text[length] == sign;
}

/* Reads an option's JSON, or the argument that is. */
static gboolean
add_json (Walk *walk, Piece piece)
{
  IruTextError error = { 0 };
  guint first = walk->fixes->len;
  IruValue *value;

  if (piece.word->fault.code != IRU_TEXT_ERROR_NONE)
    return iru_snippet_fail_text (walk->reader, &piece.word->fault);
  value = iru_repair_read_word (piece.word, piece.from, walk->fixes, &error);
  if (value == NULL)
    return iru_snippet_fail_text (walk->reader, &error);
  for (guint i = first; i < walk->fixes->len; i++)
    walk->reader->mended |=
        strcmp (g_array_index (walk->fixes, IruFix, i).id, "missing-brace") == 0;
  g_ptr_array_add (walk->out, value);
  return TRUE;
}

static gboolean
apply_option (Walk *walk, const IruOption *option, Piece piece)
{
  gsize start = iru_word_get_span (piece.word, piece.from, piece.word->length).start;

  switch (option->kind)
    {
    case IRU_OPTION_HEADER:
      return add_pair (walk, "headers", piece, ':');
    case IRU_OPTION_ENV:
      return add_pair (walk, "env", piece, '=');
    case IRU_OPTION_URL:
      if (iru_value_get (walk->entry, "url") != NULL)
        return refuse (walk, start, _ ("A second url stands here."));
      return add_field (walk, "url", piece);
    case IRU_OPTION_TRANSPORT:
      if (iru_value_get (walk->entry, "type") != NULL)
        return refuse (walk, start, _ ("A second transport stands here."));
      return add_field (walk, "type", piece);
    case IRU_OPTION_BEARER:
      return add_bearer (walk, piece);
    case IRU_OPTION_BEARER_ENV:
      return add_field (walk, "bearer_token_env_var", piece);
    case IRU_OPTION_JSON:
      return add_json (walk, piece);
    case IRU_OPTION_FLAG:
    case IRU_OPTION_SKIP:
    case IRU_OPTION_REFUSED:
    default:
      return TRUE;
    }
}

/* The option's value: the rest of its word, or the next word and those like it. */
static gboolean
take_values (Walk *walk, const IruOption *option, const IruWord *word, gsize rest)
{
  char sign = option->kind == IRU_OPTION_ENV ? '=' : ':';
  Piece piece = { .word = word, .from = rest };

  if (rest >= word->length)
    {
      piece = (Piece){ .word = peek_word (walk), .from = 0 };
      if (piece.word == NULL)
        return fail (walk, word->span.end, _ ("The value of this option is missing."));
      walk->next++;
    }
  if (!apply_option (walk, option, piece))
    return FALSE;
  while (option->many && peek_word (walk) != NULL && is_pair (peek_word (walk)->text, sign))
    {
      piece = (Piece){ .word = peek_word (walk), .from = 0 };
      walk->next++;
      if (!apply_option (walk, option, piece))
        return FALSE;
    }
  return TRUE;
}

static gboolean
refuse_option (Walk *walk, const IruWord *word, const IruOption *option)
{
  return refuse (walk, word->span.start,
                 option == NULL
                     ? _ ("What this option means for the server is not known.")
                     : _ ("What this option says can't be put into an MCP configuration."));
}

static gboolean
take_long_option (Walk *walk, const IruWord *word, gsize dashes)
{
  const char *name = word->text + dashes;
  gsize length = strcspn (name, "=");
  const IruOption *option = iru_program_find_option (walk->program, name, length);
  gboolean joined = name[length] == '=';

  if (option == NULL || option->kind == IRU_OPTION_REFUSED
      || (joined && option->kind == IRU_OPTION_FLAG))
    return refuse_option (walk, word, option);
  if (option->kind == IRU_OPTION_FLAG)
    return TRUE;
  if (joined && dashes + length + 1 == word->length)
    return fail (walk, word->span.end, _ ("The value of this option is missing."));
  return take_values (walk, option, word, joined ? dashes + length + 1 : word->length);
}

static gboolean
take_letters (Walk *walk, const IruWord *word, gsize dashes)
{
  for (gsize i = dashes; i < word->length; i++)
    {
      const IruOption *option = iru_program_find_letter (walk->program, word->text[i]);

      if (option == NULL || option->kind == IRU_OPTION_REFUSED)
        return refuse_option (walk, word, option);
      if (option->kind != IRU_OPTION_FLAG)
        return take_values (walk, option, word, i + 1);
    }
  return TRUE;
}

static gboolean
take_option (Walk *walk, const IruWord *word, gsize dashes, gboolean letter)
{
  if (word->text[0] != '-')
    add_fix (walk, "smart-dashes", word->span.start);
  return letter ? take_letters (walk, word, dashes) : take_long_option (walk, word, dashes);
}

static gboolean
take_argument (Walk *walk, const IruWord *word)
{
  switch (walk->program->form)
    {
    case IRU_FORM_URL:
      return apply_option (walk, &(IruOption){ .kind = IRU_OPTION_URL },
                           (Piece){ .word = word, .from = 0 });
    case IRU_FORM_NAME_TARGET:
    case IRU_FORM_NAME_COMMAND:
    case IRU_FORM_NAME_JSON:
      if (walk->name == NULL)
        walk->name = word;
      else if (walk->program->form == IRU_FORM_NAME_JSON && walk->target != NULL)
        break;
      else if (walk->target == NULL)
        walk->target = word;
      else
        return add_argument (walk, word);
      walk->options_over |= walk->target != NULL && walk->program->form == IRU_FORM_NAME_COMMAND;
      return TRUE;
    case IRU_FORM_JSON:
    case IRU_FORM_VARIABLES:
    default:
      break;
    }
  return refuse (walk, word->span.start, _ ("This word is not expected in the command."));
}

static gboolean
take_words (Walk *walk)
{
  const IruWord *word;

  while ((word = peek_word (walk)) != NULL)
    {
      gboolean letter = FALSE;
      gsize dashes = walk->options_over ? 0 : measure_dashes (word->text, &letter);
      gboolean taken;

      walk->next++;
      if (!walk->options_over && strcmp (word->text, "--") == 0)
        {
          walk->options_over = TRUE;
          continue;
        }
      taken = dashes > 0 ? take_option (walk, word, dashes, letter) : take_argument (walk, word);
      if (!taken)
        return FALSE;
    }
  return TRUE;
}

/* Takes @server. Puts it under its name, as a client's file has it. */
static gboolean
add_named (Walk *walk, IruValue *server)
{
  g_autoptr (IruValue) name = make_string (walk, walk->name, 0, walk->name->length);
  IruValue *root;
  IruValue *list;

  if (name == NULL)
    {
      iru_value_free (server);
      return FALSE;
    }
  root = iru_value_new (IRU_VALUE_OBJECT);
  list = iru_value_new (IRU_VALUE_OBJECT);
  root->span = list->span = walk->command->span;
  add_member (list, name->text, name->span, server);
  add_member (root, "mcpServers", name->span, list);
  g_ptr_array_add (walk->out, root);
  return TRUE;
}

/* Arguments at the end may be missing, and nobody would notice; a header is missed. */
static gboolean
add_command (Walk *walk)
{
  if (walk->command->open)
    return fail (walk, walk->command->span.end,
                 _ ("The text ends right behind the command, so that nothing shows whether "
                    "arguments are missing. End the line."));
  return add_field (walk, "command", (Piece){ .word = walk->target, .from = 0 });
}

/* Where a claude command has the url although no transport says so, claude would start it. */
static gboolean
finish_target (Walk *walk)
{
  const char *type = iru_value_get_string (walk->entry, "type");
  gboolean is_url = starts_with_url (walk->target->text);
  Piece piece = { .word = walk->target, .from = 0 };

  if (type == NULL && is_url)
    add_fix (walk, "missing-transport", walk->target->span.start);
  if (type == NULL ? !is_url : strcmp (type, "stdio") == 0)
    return add_command (walk);
  if (walk->args != NULL)
    return refuse (walk, walk->args->span.start, _ ("This word is not expected in the command."));
  return add_field (walk, "url", piece);
}

static gboolean
finish_named (Walk *walk)
{
  gboolean has_url = iru_value_get (walk->entry, "url") != NULL;

  if (walk->name == NULL || (walk->target == NULL && !has_url))
    return fail (walk, walk->command->span.end,
                 _ ("The command ends before it has named the server and what it is."));
  if (walk->program->form == IRU_FORM_NAME_JSON)
    {
      if (!add_json (walk, (Piece){ .word = walk->target, .from = 0 }))
        return FALSE;
      IruValue *value = g_ptr_array_index (walk->out, walk->out->len - 1);
      return !iru_snippet_is_server (value)
             || add_named (walk, g_ptr_array_steal_index (walk->out, walk->out->len - 1));
    }
  if (walk->program->form == IRU_FORM_NAME_TARGET && !finish_target (walk))
    return FALSE;
  if (walk->program->form == IRU_FORM_NAME_COMMAND && walk->target != NULL && !add_command (walk))
    return FALSE;
  return add_named (walk, g_steal_pointer (&walk->entry));
}

static gboolean
finish (Walk *walk)
{
  switch (walk->program->form)
    {
    case IRU_FORM_NAME_TARGET:
    case IRU_FORM_NAME_COMMAND:
    case IRU_FORM_NAME_JSON:
      return finish_named (walk);
    case IRU_FORM_URL:
      if (iru_value_get (walk->entry, "url") == NULL)
        return fail (walk, walk->command->span.end, _ ("There is no url in the command."));
      g_ptr_array_add (walk->out, g_steal_pointer (&walk->entry));
      return TRUE;
    case IRU_FORM_JSON:
    case IRU_FORM_VARIABLES:
    default:
      return TRUE;
    }
}

static gboolean
read_command (Walk *walk)
{
  walk->entry = iru_value_new (IRU_VALUE_OBJECT);
  walk->entry->span = walk->command->span;
  walk->next = walk->program->n_words;
  gboolean read = take_words (walk) && finish (walk);
  g_clear_pointer (&walk->entry, iru_value_free);
  walk->args = NULL;
  return read;
}

/* Variables: all that the text sets make one server. */

static const struct
{
  const char *variable;
  const char *header; /* NULL: the url */
} variables[] = {
  { "IRU_MCP_URL", NULL },
  { "IRU_X_API_KEY", "X-API-Key" },
  { "IRU_X_MCP_PROFILE", "X-MCP-Profile" },
};

static gboolean
set_variable (Walk *walk, const char *name, gsize length, Piece piece)
{
  IruValue *object = walk->entry;
  const char *key = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    if (strlen (variables[i].variable) == length
        && g_ascii_strncasecmp (variables[i].variable, name, length) == 0)
      key = variables[i].header != NULL ? variables[i].header : "url";
  if (key == NULL)
    return TRUE;
  if (strcmp (key, "url") != 0)
    object = get_object (walk, "headers");

  g_autoptr (IruValue) value = make_string (walk, piece.word, piece.from, piece.word->length);
  const IruValue *other = iru_value_get (object, key);
  if (value == NULL)
    return FALSE;
  if (other != NULL && strcmp (other->text, value->text) != 0)
    return refuse (walk, value->span.start,
                   _ ("This has a second value here. Remove the one that is not wanted."));
  if (other != NULL)
    add_fix (walk, "duplicate-copy", value->span.start);
  else
    {
      IruSpan span = value->span;

      add_member (object, key, span, g_steal_pointer (&value));
    }
  return TRUE;
}

static gboolean
take_equals (Piece *piece)
{
  gboolean there = piece->word != NULL && piece->word->text[piece->from] == '=';

  piece->from += there;
  return there;
}

/* Goes on to the next word if nothing is left of this one. */
static gboolean
is_used_up (Walk *walk, Piece *piece)
{
  if (piece->word == NULL || piece->from < piece->word->length)
    return FALSE;
  *piece = (Piece){ .word = peek_word (walk), .from = 0 };
  walk->next++;
  return TRUE;
}

/* NAME=value in one word, or NAME and value in two, with an equals sign between them or not. */
static gboolean
take_variable (Walk *walk, const IruWord *word)
{
  gboolean powershell = g_ascii_strncasecmp (word->text, "$env:", 5) == 0;
  gsize start = powershell ? 5 : 0;
  const char *name = word->text + start;
  gsize length = 0;

  while (g_ascii_isalnum (name[length]) || name[length] == '_')
    length++;

  Piece piece = { .word = word, .from = start + length };
  gboolean parted = powershell || g_str_has_suffix (walk->program->head, " ");
  gboolean spaced = parted && is_used_up (walk, &piece);
  gboolean equals = take_equals (&piece);
  if (!equals && !spaced)
    return refuse (walk, word->span.start,
                   _ ("This word does not belong to a variable. Put a value with a space in "
                      "quotes."));
  if (equals && powershell)
    is_used_up (walk, &piece);
  if (piece.word == NULL || piece.from >= piece.word->length)
    return fail (walk, word->span.end, _ ("The variable has no value here."));
  return set_variable (walk, name, length, piece);
}

/* Whether a shell would start @word with the variables in front of it: what it is told is not for
 * us. */
static gboolean
is_program (const char *word)
{
  static const char *const programs[] = { "iru-mcp-setup", "zsh",     "bash", "sh",
                                          "env",           "python3", "sudo", NULL };

  return g_strv_contains (programs, word) || g_str_has_prefix (word, "./")
         || g_str_has_prefix (word, "~/") || *word == '/';
}

static gboolean
read_variables (Walk *walk)
{
  const IruWord *word;

  if (walk->entry == NULL)
    {
      walk->entry = iru_value_new (IRU_VALUE_OBJECT);
      walk->entry->span = walk->command->span;
    }
  walk->next = walk->program->n_words;
  while ((word = peek_word (walk)) != NULL && !is_program (word->text))
    {
      walk->next++;
      if (!take_variable (walk, word))
        return FALSE;
    }
  return TRUE;
}

/* What --from-env wants as well. */
static gboolean
finish_variables (Walk *walk)
{
  const IruValue *headers = iru_value_get (walk->entry, "headers");

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      const char *header = variables[i].header;
      const IruValue *value =
          header != NULL ? iru_value_get (headers, header) : iru_value_get (walk->entry, "url");

      if (value != NULL)
        continue;
      g_autofree char *message = g_strdup_printf (
          _ ("%s is not set here or elsewhere in the text."), variables[i].variable);
      return fail (walk, walk->entry->span.start, message);
    }
  g_ptr_array_add (walk->out, g_steal_pointer (&walk->entry));
  return TRUE;
}

GPtrArray *
iru_snippet_read_commands (IruSnippetReader *reader, GPtrArray *commands, GArray *fixes)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func ((GDestroyNotify)iru_value_free);
  Walk set = { .reader = reader, .fixes = fixes, .out = out };
  gboolean read = TRUE;

  for (guint i = 0; read && i < commands->len; i++)
    {
      const IruCommand *command = g_ptr_array_index (commands, i);
      Walk walk = { .reader = reader, .fixes = fixes, .out = out };

      walk.command = set.command = command;
      walk.program = set.program = iru_program_get (command->head);
      read =
          walk.program->form == IRU_FORM_VARIABLES ? read_variables (&set) : read_command (&walk);
    }
  if (read && set.entry != NULL)
    read = finish_variables (&set);
  g_clear_pointer (&set.entry, iru_value_free);
  return read ? g_steal_pointer (&out) : NULL;
}
