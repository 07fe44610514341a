/* iru-sim-tools.c: the tools that the simulator offers, and what they answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-sim-tools.h"

#include <string.h>

#define PAGE 20
#define MANY 10500
#define MANY_PAGE 500
#define CURSOR_PREFIX "tools:"

#define SCHEMA(properties, required)                                                               \
  "{\"type\":\"object\",\"properties\":{" properties "},\"required\":[" required "]}"
#define TEXT(name, about) "\"" name "\":{\"type\":\"string\",\"description\":\"" about "\"}"
#define NUMBER(name, about)                                                                        \
  "\"" name "\":{\"type\":\"integer\",\"minimum\":0,\"description\":\"" about "\"}"
#define PAGED                                                                                      \
  NUMBER ("limit", "How many to return, at most 300") "," NUMBER ("offset", "How many to skip")

#define NOTHING "{\"type\":\"object\",\"properties\":{}}"
#define LISTING "{\"type\":\"object\",\"properties\":{" PAGED "}}"
#define DEVICES                                                                                    \
  "{\"type\":\"object\",\"properties\":{" PAGED                                                    \
  "," TEXT ("platform", "Mac, iPhone, iPad, AppleTV, Windows or Android") "," TEXT (               \
      "blueprint_id", "Only devices of this Blueprint") "}}"
#define DEVICE SCHEMA (TEXT ("device_id", "The device's id"), "\"device_id\"")
#define LOCK                                                                                       \
  SCHEMA (                                                                                         \
      TEXT ("device_id", "The device's id") "," TEXT ("message", "Shown on the locked screen"),    \
      "\"device_id\"")
#define ERASE                                                                                      \
  SCHEMA (TEXT ("device_id", "The device's id") "," TEXT ("pin", "Six digits"),                    \
          "\"device_id\",\"pin\"")
#define BLUEPRINT SCHEMA (TEXT ("blueprint_id", "The Blueprint's id"), "\"blueprint_id\"")
#define ASSIGN                                                                                     \
  SCHEMA (TEXT ("blueprint_id", "The Blueprint's id") "," TEXT ("library_item_id",                 \
                                                                "The Library Item's id"),          \
          "\"blueprint_id\",\"library_item_id\"")
#define LIBRARY_ITEM                                                                               \
  SCHEMA (TEXT ("library_item_id", "The Library Item's id"), "\"library_item_id\"")
#define USER SCHEMA (TEXT ("user_id", "The user's id"), "\"user_id\"")
#define NAME SCHEMA (TEXT ("name", "A name that is not taken"), "\"name\"")
#define CVE SCHEMA (TEXT ("cve_id", "For example CVE-2025-6514"), "\"cve_id\"")
#define CATEGORY                                                                                   \
  SCHEMA (TEXT ("category", "applications, filevault, startup_settings …") "," PAGED,              \
          "\"category\"")

typedef enum
{
  READS,
  WRITES,
  DESTROYS,
} Effect;

typedef struct
{
  const char *name;
  const char *title;
  const char *description;
  const char *scope;
  Effect effect;
  const char *schema;
  const char *sample; /* JSON; NULL: two rows that name nothing in particular */
} Tool;

/* clang-format off */
static const Tool tools[] = {
  { "list_devices", "List devices", "Enrolled devices, with platform, serial number, user and Blueprint", "devices:read", READS, DEVICES,
    "[{\"device_id\":\"a1e0c3d2-0001-4c55-9d10-000000000001\",\"device_name\":\"Ada's MacBook Pro\",\"serial_number\":\"SIMC02AA0001\",\"platform\":\"Mac\",\"os_version\":\"26.1\"},"
    "{\"device_id\":\"a1e0c3d2-0002-4c55-9d10-000000000002\",\"device_name\":\"Front desk iPad\",\"serial_number\":\"SIMDMPAA0002\",\"platform\":\"iPad\",\"os_version\":\"26.1\"}]" },
  { "get_device", "Get device", "One device by its id", "devices:read", READS, DEVICE, NULL },
  { "get_device_apps", "Get device apps", "Applications installed on a device", "devices:read", READS, DEVICE,
    "[{\"app_name\":\"Safari\",\"version\":\"26.1\"},{\"app_name\":\"Self Service\",\"version\":\"5.3\"}]" },
  { "get_device_activity", "Get device activity", "What happened to a device, newest first", "devices:read", READS, DEVICE, NULL },
  { "get_device_details", "Get device details", "Hardware, network, volumes and security of a device", "devices:read", READS, DEVICE, NULL },
  { "get_device_library_items", "Get device Library Items", "Library Items of a device and their state", "devices:read", READS, DEVICE, NULL },
  { "get_device_parameters", "Get device parameters", "Parameters of a device and their state", "devices:read", READS, DEVICE, NULL },
  { "get_device_status", "Get device status", "Whether a device is well: check-in, Library Items, parameters", "devices:read", READS, DEVICE, NULL },
  { "list_device_notes", "List device notes", "Notes that administrators left on a device", "devices:read", READS, DEVICE, NULL },
  { "get_device_secrets", "Get device secrets", "FileVault key, unlock PIN and recovery password of a device", "secrets:read", READS, DEVICE, NULL },
  { "blank_push", "Send blank push", "Ask a device to check in now", "devices:action", WRITES, DEVICE, NULL },
  { "restart_device", "Restart device", "Restart a device", "devices:action", DESTROYS, DEVICE, NULL },
  { "lock_device", "Lock device", "Lock a device and show a message", "devices:action", DESTROYS, LOCK, NULL },
  { "erase_device", "Erase device", "Erase all content of a device", "devices:action", DESTROYS, ERASE, NULL },
  { "delete_device", "Delete device", "Remove the record of a device", "devices:delete", DESTROYS, DEVICE, NULL },
  { "list_blueprints", "List Blueprints", "Blueprints with the number of their devices", "blueprints:read", READS, LISTING,
    "[{\"id\":\"b2f1d4e3-0001-4c55-9d10-000000000001\",\"name\":\"Engineering\",\"computers_count\":42},"
    "{\"id\":\"b2f1d4e3-0002-4c55-9d10-000000000002\",\"name\":\"Front desk\",\"computers_count\":3}]" },
  { "get_blueprint", "Get Blueprint", "One Blueprint by its id", "blueprints:read", READS, BLUEPRINT, NULL },
  { "list_blueprint_library_items", "List Blueprint Library Items", "Library Items of a Blueprint", "blueprints:read", READS, BLUEPRINT, NULL },
  { "create_blueprint", "Create Blueprint", "Make an empty Blueprint", "blueprints:write", WRITES, NAME, NULL },
  { "assign_library_item", "Assign Library Item", "Add a Library Item to a Blueprint", "blueprints:write", WRITES, ASSIGN, NULL },
  { "list_library_items", "List Library Items", "Custom apps, scripts, profiles and in-house apps", "library:read", READS, LISTING, NULL },
  { "get_library_item_statuses", "Get Library Item statuses", "State of a Library Item on each of its devices", "library:read", READS, LIBRARY_ITEM, NULL },
  { "list_users", "List users", "Users from the directory", "users:read", READS, LISTING,
    "[{\"id\":\"c3a2e5f4-0001-4c55-9d10-000000000001\",\"name\":\"Ada Example\",\"email\":\"ada@example.com\"},"
    "{\"id\":\"c3a2e5f4-0002-4c55-9d10-000000000002\",\"name\":\"Ben Example\",\"email\":\"ben@example.com\"}]" },
  { "get_user", "Get user", "One user by id", "users:read", READS, USER, NULL },
  { "list_tags", "List tags", "Tags that devices can carry", "tags:read", READS, LISTING, NULL },
  { "create_tag", "Create tag", "Make a tag", "tags:write", WRITES, NAME, NULL },
  { "list_vulnerabilities", "List vulnerabilities", "Known vulnerabilities in installed software, by CVE", "vulnerabilities:read", READS, LISTING,
    "[{\"cve_id\":\"CVE-2025-6514\",\"severity\":\"critical\",\"device_count\":2},{\"cve_id\":\"CVE-2024-0001\",\"severity\":\"low\",\"device_count\":1}]" },
  { "list_affected_devices", "List affected devices", "Devices with a vulnerability", "vulnerabilities:read", READS, CVE, NULL },
  { "list_threats", "List threats", "What Endpoint Detection and Response found", "threats:read", READS, LISTING, NULL },
  { "list_prism", "List inventory", "Inventory of one category over all devices (Prism)", "prism:read", READS, CATEGORY, NULL },
  { "list_ade_devices", "List Automated Device Enrollment devices", "Devices that Apple assigned to this tenant", "ade:read", READS, LISTING, NULL },
  { "get_licensing", "Get licensing", "Licences: how many, how many in use", "settings:read", READS, NOTHING,
    "[{\"product\":\"Endpoint Management\",\"total\":100,\"used\":45},{\"product\":\"Vulnerability Management\",\"total\":100,\"used\":45}]" },
  { "list_audit_events", "List audit events", "Who changed what in the tenant", "audit:read", READS, LISTING, NULL },
};

/* By the names that MCP's conformance suite calls them by. */
static const Tool suite_tools[] = {
  { "test_simple_text", "Text", "Answers with a sentence", "suite", READS, NOTHING, "All is well." },
  { "test_error_handling", "Error", "Answers with an error", "suite", WRITES, NOTHING, NULL },
  { "test_logging_tool", "Logging", "Would log, if that were asked for", "suite", READS, NOTHING, NULL },
  { "test_streaming_elicitation", "Stream", "Answers, and asks nothing before", "suite", READS, NOTHING, NULL },
  { "test_missing_capability", "Sampling", "Wants a client that can sample", "suite", READS, NOTHING, NULL },
  { IRU_SIM_SUITE_CLOSES, "Reconnection", "Its stream is closed before the answer (2025-11-25)", "suite", READS, NOTHING, NULL },
};
/* clang-format on */

#define GENERIC_SAMPLE                                                                             \
  "[{\"id\":\"f0e1d2c3-0001-4c55-9d10-000000000001\",\"name\":\"First example\"},"                 \
  "{\"id\":\"f0e1d2c3-0002-4c55-9d10-000000000002\",\"name\":\"Second example\"}]"

/* Terminal escapes, a line break, markup, and an override of the writing direction. */
static const char hostile_name[] = "list\033[31m_\033]0;owned\a<b>devices</b>\r\n\u202Eneddih";

static JsonObject *
describe (const Tool *tool, const char *name)
{
  JsonObject *object = json_object_new ();
  JsonObject *annotations = json_object_new ();
  JsonNode *schema = json_from_string (tool->schema, NULL);

  g_assert (schema != NULL);
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "title", tool->title);
  json_object_set_string_member (object, "description", tool->description);
  json_object_set_member (object, "inputSchema", schema);
  json_object_set_boolean_member (annotations, "readOnlyHint", tool->effect == READS);
  json_object_set_boolean_member (annotations, "destructiveHint", tool->effect == DESTROYS);
  json_object_set_boolean_member (annotations, "openWorldHint", FALSE);
  json_object_set_object_member (object, "annotations", annotations);
  return object;
}

static void
add_numbered (JsonArray *array, guint first, guint last)
{
  for (guint i = first; i < last; i++)
    {
      g_autofree char *name = g_strdup_printf ("list_devices_%u", i);

      json_array_add_object_element (array, describe (&tools[0], name));
    }
}

/* The tool of that number; NULL after the last. */
static const Tool *
get_tool (const IruSimMode *mode, gsize i)
{
  if (i < G_N_ELEMENTS (tools))
    return &tools[i];
  i -= G_N_ELEMENTS (tools);
  return mode->suite_tools && i < G_N_ELEMENTS (suite_tools) ? &suite_tools[i] : NULL;
}

/* Returns how many there are in all. */
static guint
add_allowed (JsonArray *array, const IruSimMode *mode, const IruSimKey *key, guint first)
{
  const Tool *tool;
  guint n = 0;

  for (gsize i = 0; (tool = get_tool (mode, i)) != NULL; i++)
    {
      gboolean hostile = i == 0 && mode->quirk == IRU_SIM_QUIRK_CONTROL_CHARACTERS;

      if (!iru_sim_key_allows (key, tool->scope))
        continue;
      if (n >= first && n < first + PAGE)
        json_array_add_object_element (array, describe (tool, hostile ? hostile_name : tool->name));
      n++;
    }
  return n;
}

static char *
make_cursor (guint offset)
{
  g_autofree char *text = g_strdup_printf (CURSOR_PREFIX "%u", offset);

  return g_base64_encode ((const guchar *)text, strlen (text));
}

static gboolean
read_cursor (const char *cursor, guint *offset)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  guint64 value;

  if (strlen (cursor) > 64)
    return FALSE;
  text = (char *)g_base64_decode (cursor, &length);
  if (length == 0 || memchr (text, '\0', length) != NULL)
    return FALSE;
  text = g_realloc (text, length + 1);
  text[length] = '\0';
  if (!g_str_has_prefix (text, CURSOR_PREFIX)
      || !g_ascii_string_to_unsigned (text + strlen (CURSOR_PREFIX), 10, 0, G_MAXINT, &value, NULL))
    return FALSE;
  *offset = (guint)value;
  return TRUE;
}

/* The cursor of the page after this one, or NULL. */
static char *
fill_page (JsonArray *array, const IruSimMode *mode, const IruSimKey *key, guint first)
{
  guint next = first + PAGE;

  switch ((int)mode->quirk)
    {
    case IRU_SIM_QUIRK_TOOLS_NONE:
      return NULL;
    case IRU_SIM_QUIRK_TOOLS_ENDLESS:
      add_numbered (array, first, next);
      return make_cursor (next);
    case IRU_SIM_QUIRK_TOOLS_MANY:
      next = MIN (first + MANY_PAGE, MANY);
      add_numbered (array, first, next);
      return next < MANY ? make_cursor (next) : NULL;
    case IRU_SIM_QUIRK_CURSOR_REPEAT:
      add_allowed (array, mode, key, 0);
      return make_cursor (PAGE);
    case IRU_SIM_QUIRK_CURSOR_EMPTY:
      add_allowed (array, mode, key, first);
      return first == 0 ? g_strdup ("") : NULL;
    default:
      return add_allowed (array, mode, key, first) > next ? make_cursor (next) : NULL;
    }
}

JsonObject *
iru_sim_tools_list (const IruSimMode *mode, const IruSimKey *key, const char *cursor)
{
  JsonObject *result;
  JsonArray *array;
  g_autofree char *next = NULL;
  guint first = 0;

  if (cursor != NULL && *cursor == '\0' && mode->quirk == IRU_SIM_QUIRK_CURSOR_EMPTY)
    first = PAGE;
  else if (cursor != NULL && !read_cursor (cursor, &first))
    return NULL;
  array = json_array_new ();
  next = fill_page (array, mode, key, first);
  result = json_object_new ();
  json_object_set_array_member (result, "tools", array);
  if (next != NULL)
    json_object_set_string_member (result, "nextCursor", next);
  return result;
}

static JsonObject *
new_content (const char *text, gboolean is_error)
{
  JsonObject *result = json_object_new ();
  JsonArray *content = json_array_new ();
  JsonObject *item = json_object_new ();

  json_object_set_string_member (item, "type", "text");
  json_object_set_string_member (item, "text", text);
  json_array_add_object_element (content, item);
  json_object_set_array_member (result, "content", content);
  json_object_set_boolean_member (result, "isError", is_error);
  return result;
}

/* The first required argument that is not there, or NULL. */
static char *
find_missing (const Tool *tool, JsonObject *arguments)
{
  g_autoptr (JsonNode) schema = json_from_string (tool->schema, NULL);
  JsonObject *object = json_node_get_object (schema);
  JsonArray *required;

  if (!json_object_has_member (object, "required"))
    return NULL;
  required = json_object_get_array_member (object, "required");
  for (guint i = 0; i < json_array_get_length (required); i++)
    {
      const char *name = json_array_get_string_element (required, i);

      if (arguments == NULL || !json_object_has_member (arguments, name))
        return g_strdup (name);
    }
  return NULL;
}

static JsonObject *
call (const Tool *tool, const IruSimKey *key, JsonObject *arguments)
{
  g_autofree char *missing = NULL;
  g_autofree char *text = NULL;

  if (!iru_sim_key_allows (key, tool->scope))
    {
      text = g_strdup_printf ("Error 403: Forbidden. The API token lacks the permission %s.",
                              tool->scope);
      return new_content (text, TRUE);
    }
  missing = find_missing (tool, arguments);
  if (missing != NULL)
    {
      text = g_strdup_printf ("Input validation error: %s is required", missing);
      return new_content (text, TRUE);
    }
  if (tool->effect != READS)
    return new_content ("simulated: nothing was done", TRUE);
  return new_content (tool->sample != NULL ? tool->sample : GENERIC_SAMPLE, FALSE);
}

JsonObject *
iru_sim_tools_call (const IruSimMode *mode, const IruSimKey *key, const char *name,
                    JsonObject *arguments)
{
  const Tool *tool;

  for (gsize i = 0; (tool = get_tool (mode, i)) != NULL; i++)
    if (strcmp (tool->name, name) == 0)
      return call (tool, key, arguments);
  return NULL;
}

const char *
iru_sim_tools_get_capability (const IruSimMode *mode, const char *name)
{
  gboolean samples = mode->suite_tools && g_strcmp0 (name, "test_missing_capability") == 0;

  return samples ? "sampling" : NULL;
}
