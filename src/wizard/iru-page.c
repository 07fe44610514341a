/* iru-page.c: one step of the wizard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "iru-page.h"

#include <glib/gi18n.h>

typedef struct
{
  IruSession *session;
  IruPageState state;
  char *message;
} IruPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (IruPage, iru_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS
};

enum
{
  CHANGED,
  ADVANCED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
iru_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  IruPagePrivate *priv = iru_page_get_instance_private (IRU_PAGE (object));

  if (id == PROP_SESSION)
    priv->session = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Pages that are not there stay in the accessible tree: their names tell which is. */
static void
iru_page_constructed (GObject *object)
{
  G_OBJECT_CLASS (iru_page_parent_class)->constructed (object);
  gtk_accessible_update_property (GTK_ACCESSIBLE (object), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (IRU_PAGE_GET_CLASS (object)->title), -1);
}

static void
iru_page_finalize (GObject *object)
{
  IruPagePrivate *priv = iru_page_get_instance_private (IRU_PAGE (object));

  g_clear_object (&priv->session);
  g_free (priv->message);
  G_OBJECT_CLASS (iru_page_parent_class)->finalize (object);
}

static void
iru_page_class_init (IruPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = iru_page_set_property;
  object_class->constructed = iru_page_constructed;
  object_class->finalize = iru_page_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);

  props[PROP_SESSION] =
      g_param_spec_object ("session", NULL, NULL, IRU_TYPE_SESSION,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[CHANGED] = g_signal_new ("changed", IRU_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[ADVANCED] = g_signal_new ("advanced", IRU_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static void
iru_page_init (IruPage *self)
{
}

IruSession *
iru_page_get_session (IruPage *self)
{
  IruPagePrivate *priv = iru_page_get_instance_private (self);

  return priv->session;
}

IruPageState
iru_page_get_state (IruPage *self)
{
  IruPagePrivate *priv = iru_page_get_instance_private (self);

  return priv->state;
}

const char *
iru_page_get_message (IruPage *self)
{
  IruPagePrivate *priv = iru_page_get_instance_private (self);

  return priv->message;
}

static void
change (IruPage *self, IruPageState state, char *message)
{
  IruPagePrivate *priv = iru_page_get_instance_private (self);

  g_free (priv->message);
  priv->message = message;
  priv->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
iru_page_set_state (IruPage *self, IruPageState state)
{
  change (self, state, NULL);
}

void
iru_page_fail (IruPage *self, const GError *error)
{
  IruPagePrivate *priv = iru_page_get_instance_private (self);
  const IruOutcome *outcome = iru_session_get_outcome (priv->session);

  change (self, IRU_PAGE_FAILED, iru_redactor_clean (outcome->redactor, error->message));
}

void
iru_page_advanced (IruPage *self)
{
  g_signal_emit (self, signals[ADVANCED], 0);
}
