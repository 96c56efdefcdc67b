package app.relaydesk.relay.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import android.content.Intent;
import android.provider.Telephony;
import android.telephony.SubscriptionManager;
import app.relaydesk.relay.model.ReceivedText;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class SmsReceiverTest {
  /** SMS-DELIVER (3GPP TS 23.040) of +15551234567, 2026-11-23 12:00:00 UTC, nine septets with a header in front. */
  private static final String HEAD = "00440B915155214365F7000062113221000000" + "09";
  private static final byte[] FIRST = bytes(HEAD + "050003070201" + "C262");
  private static final byte[] SECOND = bytes(HEAD + "050003070202" + "C664");

  @Test public void joinsThePartsAndTakesTheTimeOfTheFirst() {
    ReceivedText text = SmsReceiver.read(received(FIRST, SECOND));
    assertEquals(new ReceivedText(3, "+15551234567", "abcd", 1_795_435_200_000L, 2), text);
  }

  @Test public void aBroadcastWithoutATextIsNone() {
    assertNull(SmsReceiver.read(new Intent(Telephony.Sms.Intents.SMS_RECEIVED_ACTION)));
  }

  private static Intent received(byte[]... pdus) {
    return new Intent(Telephony.Sms.Intents.SMS_RECEIVED_ACTION).putExtra("pdus", (Object[]) pdus)
        .putExtra("format", "3gpp").putExtra(SubscriptionManager.EXTRA_SUBSCRIPTION_INDEX, 3);
  }

  private static byte[] bytes(String hex) {
    byte[] out = new byte[hex.length() / 2];
    for (int i = 0; i < out.length; i++) out[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    return out;
  }
}
