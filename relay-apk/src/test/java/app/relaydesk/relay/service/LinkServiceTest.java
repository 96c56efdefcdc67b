package app.relaydesk.relay.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.app.Application;
import android.app.Notification;
import android.app.NotificationManager;
import android.content.ComponentName;
import android.content.pm.PackageManager;
import android.content.pm.ServiceInfo;
import app.relaydesk.relay.LinkService;
import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.ledger.RelayCore;
import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.support.LedgerWorld;
import app.relaydesk.relay.support.OneRelay;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ServiceController;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowLooper;

/** The service: what Android is told, and what people are. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34)
public final class LinkServiceTest {
  private static final long DEADLINE_MS = 10_000;
  @Rule public final OneRelay one = new OneRelay();
  private final Application app = RuntimeEnvironment.getApplication();
  private ServiceController<LinkService> controller;

  @Test public void isDeclaredForRemoteMessagingAndGuardedByDump() throws Exception {
    ServiceInfo info = app.getPackageManager()
        .getServiceInfo(new ComponentName(app, LinkService.class), PackageManager.ComponentInfoFlags.of(0));
    assertEquals(ServiceInfo.FOREGROUND_SERVICE_TYPE_REMOTE_MESSAGING, info.getForegroundServiceType());
    assertEquals("android.permission.DUMP", info.permission);
    assertTrue(info.exported);
  }

  @Test public void showsItselfBeforeTheLedgerIsRead() {
    controller = Robolectric.buildService(LinkService.class).create().startCommand(0, 1);
    Notification shown = shadowOf(controller.get()).getLastForegroundNotification();
    assertEquals("Starting", title(shown));
    assertEquals(ServiceInfo.FOREGROUND_SERVICE_TYPE_REMOTE_MESSAGING, controller.get().getForegroundServiceType());
    controller.destroy();
  }

  @Test public void tellsHowTheLinkIsAndNothingOfAMessage() throws Exception {
    handOver("Secret 471108");
    controller = Robolectric.buildService(LinkService.class).create().startCommand(0, 1);
    Notification shown = waitFor("Looking for the gateway");
    assertEquals(1, shadowOf(app.getSystemService(NotificationManager.class)).size());
    String all = shown.toString() + shown.extras;
    for (String key : shown.extras.keySet()) all += "\n" + key + "=" + shown.extras.get(key);
    assertFalse(all, all.contains("471108") || all.contains("980123"));
    assertTrue((shown.flags & Notification.FLAG_ONGOING_EVENT) != 0);
    controller.destroy();
  }

  @Test @Config(qualifiers = "ne") public void speaksNepali() throws Exception {
    handOver("x");
    controller = Robolectric.buildService(LinkService.class).create().startCommand(0, 1);
    assertEquals("सुरु हुँदैछ", title(shadowOf(controller.get()).getLastForegroundNotification()));
    waitFor("गेटवे खोजिँदैछ");
    controller.destroy();
  }

  @Test public void endsItselfOnAPhoneThatBelongsToNobody() throws Exception {
    controller = Robolectric.buildService(LinkService.class).create().startCommand(0, 1);
    long end = System.nanoTime() + DEADLINE_MS * 1_000_000;
    while (!shadowOf(controller.get()).isStoppedBySelf() && System.nanoTime() < end) turn();
    assertTrue(shadowOf(controller.get()).isStoppedBySelf());
    controller.destroy();
  }

  /** A text that the phone has taken in, of a gateway that cannot be reached. */
  private void handOver(String text) {
    RelayCore core = Relay.of(app).core();
    core.pair(new Pairing(LedgerWorld.GATEWAY, "dev_1", "token", "aa", "127.0.0.1", 1, 0));
    core.send(LedgerWorld.GATEWAY, frame(text), answer -> { });
    assertEquals(List.of("rejected"), states(core));
  }

  private static java.util.Map<String, Object> frame(String text) {
    java.util.Map<String, Object> frame = LedgerWorld.frame("att_1");
    frame.putAll(Json.object("text", text, "not_after", Long.MAX_VALUE));
    return frame;
  }

  private static List<String> states(RelayCore core) {
    return List.of(core.store.attempts.find(LedgerWorld.GATEWAY, "att_1").state);
  }

  private Notification waitFor(String title) throws Exception {
    long end = System.nanoTime() + DEADLINE_MS * 1_000_000;
    Notification shown = null;
    while (System.nanoTime() < end) {
      turn();
      List<Notification> all = shadowOf(app.getSystemService(NotificationManager.class)).getAllNotifications();
      shown = all.isEmpty() ? null : all.get(0);
      if (shown != null && title.equals(title(shown))) return shown;
    }
    throw new AssertionError("shown: " + (shown == null ? "nothing" : title(shown)));
  }

  /** Lets the service's own thread work, then what it gave to the main thread. */
  private static void turn() throws InterruptedException {
    Thread.sleep(5);
    ShadowLooper.idleMainLooper();
  }

  private static String title(Notification shown) {
    return String.valueOf(shown.extras.getCharSequence(Notification.EXTRA_TITLE));
  }
}
