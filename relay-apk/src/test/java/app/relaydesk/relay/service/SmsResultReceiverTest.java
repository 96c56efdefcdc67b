package app.relaydesk.relay.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class SmsResultReceiverTest {
  @Test public void readsTheRowThatAndroidNames() {
    assertEquals(Long.valueOf(17), SmsResultReceiver.rowOf("content://sms/17"));
    assertNull(SmsResultReceiver.rowOf("content://sms/sent"));
    assertNull(SmsResultReceiver.rowOf("content://sms"));
    assertNull(SmsResultReceiver.rowOf(null));
  }
}
