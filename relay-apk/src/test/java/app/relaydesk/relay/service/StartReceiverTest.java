package app.relaydesk.relay.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.robolectric.Shadows.shadowOf;

import android.app.AlarmManager;
import android.app.Application;
import android.content.Intent;
import app.relaydesk.relay.LinkService;
import app.relaydesk.relay.ledger.RelayCore;
import app.relaydesk.relay.model.Pairing;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowLooper;

/** What a boot, or an update of the app, sets going. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34)
public final class StartReceiverTest {
  private final Application app = RuntimeEnvironment.getApplication();

  @After public void end() {
    Relay.endForTests();
  }

  @Test public void aPhoneThatIsPairedStartsItsService() throws Exception {
    pair();
    for (String action : new String[] {Intent.ACTION_BOOT_COMPLETED, Intent.ACTION_MY_PACKAGE_REPLACED}) {
      hear(action);
      Intent started = shadowOf(app).getNextStartedService();
      assertEquals(LinkService.class.getName(), started.getComponent().getClassName());
      assertNull("nothing of a message in it", started.getExtras());
    }
    assertNotNull("and its alarm", shadowOf(app.getSystemService(AlarmManager.class)).peekNextScheduledAlarm());
  }

  @Test public void aPhoneThatBelongsToNobodyStartsNothing() throws Exception {
    hear(Intent.ACTION_BOOT_COMPLETED);
    assertNull(shadowOf(app).getNextStartedService());
    assertNull(shadowOf(app.getSystemService(AlarmManager.class)).peekNextScheduledAlarm());
  }

  @Test public void afterAnUnpairTheNextBootStartsNothing() throws Exception {
    pair();
    Relay.of(app).unpair(false);
    Relay.endForTests();
    hear(Intent.ACTION_BOOT_COMPLETED);
    assertNull(shadowOf(app).getNextStartedService());
    assertNull(shadowOf(app.getSystemService(AlarmManager.class)).peekNextScheduledAlarm());
  }

  private void pair() {
    RelayCore core = Relay.of(app).core();
    core.pair(new Pairing("wsp_1", "dev_1", "token", "aa", "127.0.0.1", 1, 0));
    Relay.endForTests();
  }

  private void hear(String action) throws Exception {
    app.sendBroadcast(new Intent(action).setClass(app, StartReceiver.class));
    ShadowLooper.idleMainLooper();
    BroadcastWork.await();
  }
}
