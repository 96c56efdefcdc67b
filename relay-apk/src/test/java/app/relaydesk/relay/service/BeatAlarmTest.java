package app.relaydesk.relay.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.app.AlarmManager;
import android.app.Application;
import android.os.PowerManager;
import android.os.SystemClock;
import app.relaydesk.relay.support.OneRelay;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowAlarmManager.ScheduledAlarm;
import org.robolectric.shadows.ShadowAlarmManager;

@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34)
public final class BeatAlarmTest {
  @Rule public final OneRelay one = new OneRelay();
  private final Application app = RuntimeEnvironment.getApplication();
  private final AlarmManager alarms = app.getSystemService(AlarmManager.class);

  @Test public void wakesAtMostOnceAMinuteAndAtLeastEveryFifteen() {
    assertEquals(60_000, BeatAlarm.everyMs(0));
    assertEquals(60_000, BeatAlarm.everyMs(10));
    assertEquals(60_000, BeatAlarm.everyMs(60));
    assertEquals(300_000, BeatAlarm.everyMs(300));
    assertEquals(900_000, BeatAlarm.everyMs(86_400));
    assertEquals(900_000, BeatAlarm.everyMs(Long.MAX_VALUE));
  }

  @Test public void thereIsOneAlarmHoweverOftenItIsSet() {
    for (int i = 0; i < 3; i++) BeatAlarm.set(app, null);
    List<ScheduledAlarm> set = shadowOf(alarms).getScheduledAlarms();
    assertEquals(1, set.size());
    assertEquals(AlarmManager.ELAPSED_REALTIME_WAKEUP, set.get(0).getType());
    assertEquals(SystemClock.elapsedRealtime() + 60_000, set.get(0).getTriggerAtMs());
    assertTrue("through doze", set.get(0).isAllowWhileIdle());
    BeatAlarm.cancel(app);
    assertNull(shadowOf(alarms).peekNextScheduledAlarm());
  }

  @Test public void withoutThePermissionItIsInexactAndStillSet() {
    ShadowAlarmManager.setCanScheduleExactAlarms(false);
    assertEquals(false, BeatAlarm.isExact(app));
    BeatAlarm.set(app, null);
    assertNotNull(shadowOf(alarms).peekNextScheduledAlarm());
  }

  @Test public void anAppWithoutBatteryLimitsMayBeExactToo() {
    ShadowAlarmManager.setCanScheduleExactAlarms(false);
    shadowOf(app.getSystemService(PowerManager.class)).setIgnoringBatteryOptimizations(app.getPackageName(), true);
    assertTrue(BeatAlarm.isExact(app));
  }
}
