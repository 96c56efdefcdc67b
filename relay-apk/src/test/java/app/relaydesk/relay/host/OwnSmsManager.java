package app.relaydesk.relay.host;

import android.telephony.SmsManager;
import org.robolectric.annotation.Implements;

/** Android's own SmsManager, down to its binder: Robolectric's shadow would keep what is sent to itself. */
@Implements(SmsManager.class)
public final class OwnSmsManager {}
