package app.relaydesk.relay.pairing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.app.Application;
import android.content.ComponentName;
import android.content.Intent;
import android.content.pm.ProviderInfo;
import android.net.Uri;
import android.os.Bundle;
import app.relaydesk.relay.LinkService;
import app.relaydesk.relay.link.PairRequest;
import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.service.LinkState;
import app.relaydesk.relay.service.Relay;
import app.relaydesk.relay.support.OneRelay;
import java.util.List;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowBinder;
import org.robolectric.shadows.ShadowLog;

/** The desktop's door: who comes through, and what it answers. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34)
public final class ShellProviderTest {
  private static final String PIN = "ab".repeat(32);
  private static final String CODE = "6f1ed002ab5595859014ebf0951522d9";
  @Rule public final OneRelay one = new OneRelay();
  private final Application app = RuntimeEnvironment.getApplication();

  @After public void comeBack() {
    ShadowBinder.reset();
  }

  @Test public void onlyAdbAndRootComeThrough() {
    for (int uid : new int[] {10_123, 1000, 1001, 2001, 9999, 102_000}) {
      ShadowBinder.setCallingUid(uid);
      for (String method : List.of("pair", "poke", "other")) {
        assertThrows(SecurityException.class, () -> call(method, request()));
      }
    }
    ShadowBinder.reset();
    assertThrows("not even the app itself", SecurityException.class, () -> call("poke", null));
    assertEquals(LinkState.Kind.UNPAIRED, Relay.of(app).state().kind());
    assertEquals("not_paired", as(0, "poke", null));
    assertEquals("not_paired", as(2000, "poke", null));
  }

  @SuppressWarnings("deprecation") // Robolectric does not know the newer question
  @Test public void theManifestAsksForDumpBesides() throws Exception {
    ProviderInfo info = app.getPackageManager().getProviderInfo(new ComponentName(app, ShellProvider.class), 0);
    assertEquals("app.relaydesk.relay.shell", info.authority);
    assertEquals("android.permission.DUMP", info.readPermission);
    assertEquals("android.permission.DUMP", info.writePermission);
  }

  @Test public void aPairIsTakenAndStartsTheService() {
    assertNull(as(2000, "pair", request()));
    assertEquals(LinkState.Kind.PAIRING, Relay.of(app).state().kind());
    Intent started = shadowOf(app).getNextStartedService();
    assertEquals(LinkService.class.getName(), started.getComponent().getClassName());
    assertNull(started.getExtras());
  }

  @Test public void whatIsMissingOrCannotBeTrueIsABadRequest() {
    assertEquals("bad_request", as(2000, "pair", null));
    Object[][] changes = {{"code", ""}, {"code", "with space"}, {"code", "x".repeat(256)}, {"code", null}, {"pin", "ab"},
        {"pin", "zz".repeat(32)}, {"pin", null}, {"host", ""}, {"host", "नमस्ते"}, {"host", null}, {"port", 0},
        {"port", 65_536}, {"port", -1}};
    for (Object[] change : changes) {
      Bundle extras = request();
      extras.remove((String) change[0]);
      if (change[1] instanceof Integer number) extras.putInt((String) change[0], number);
      else extras.putString((String) change[0], (String) change[1]);
      assertEquals(change[0] + "=" + change[1], "bad_request", as(2000, "pair", extras));
    }
    assertNull(shadowOf(app).getNextStartedService());
  }

  @Test public void rule10_anotherGatewayIsRefusedWithoutReplace() {
    Relay.of(app).core().pair(new Pairing("wsp_1", "dev_1", "token", "cd".repeat(32), "127.0.0.1", 1, 0));
    assertEquals("already_paired", as(2000, "pair", request()));
    assertEquals(LinkState.Kind.SEARCHING, Relay.of(app).state().kind());
    assertNull(shadowOf(app).getNextStartedService());
    Bundle replace = request();
    replace.putBoolean("replace", true);
    assertNull(as(2000, "pair", replace));
    assertEquals(LinkState.Kind.PAIRING, Relay.of(app).state().kind());
  }

  @Test public void theSameGatewayMayPairAgain() {
    Relay.of(app).core().pair(new Pairing("wsp_1", "dev_1", "token", PIN.toUpperCase(java.util.Locale.ROOT), "127.0.0.1", 1, 0));
    assertNull(as(2000, "pair", request()));
  }

  @Test public void aPokeOfAPairedPhoneStartsTheService() {
    Relay.of(app).core().pair(new Pairing("wsp_1", "dev_1", "token", PIN, "127.0.0.1", 1, 0));
    assertNull(as(2000, "poke", null));
    assertEquals(LinkService.class.getName(), shadowOf(app).getNextStartedService().getComponent().getClassName());
  }

  @Test public void anUnknownMethodIsAnsweredSo() {
    assertEquals("unknown_method", as(2000, "unpair", null));
  }

  @Test public void anOldCodeIsNotTriedForEver() {
    PairRequest request = ShellProvider.read(request(), 5);
    assertEquals(new PairRequest(CODE, PIN, "127.0.0.1", 1, false, 5), request);
  }

  @Test public void neitherCodeNorKeyIsLogged() {
    as(2000, "pair", request());
    for (ShadowLog.LogItem each : ShadowLog.getLogs()) {
      assertTrue(each.msg, !each.msg.contains(CODE) && !each.msg.contains(PIN));
    }
  }

  @Test public void itHoldsNoData() {
    Uri uri = Uri.parse("content://app.relaydesk.relay.shell");
    assertNull(app.getContentResolver().query(uri, null, null, null, null));
    assertEquals(0, app.getContentResolver().delete(uri, null, null));
    assertNull(app.getContentResolver().insert(uri, new android.content.ContentValues()));
  }

  private static Bundle request() {
    Bundle extras = new Bundle();
    extras.putString("code", CODE);
    extras.putString("pin", PIN);
    extras.putString("host", "127.0.0.1");
    extras.putInt("port", 1);
    return extras;
  }

  /** Null when it said ok, else the reason. */
  private String as(int uid, String method, Bundle extras) {
    ShadowBinder.setCallingUid(uid);
    try {
      Bundle answer = call(method, extras);
      assertEquals(answer.getBoolean("ok"), !answer.containsKey("reason"));
      return answer.getString("reason");
    } finally {
      ShadowBinder.reset();
    }
  }

  private Bundle call(String method, Bundle extras) {
    return app.getContentResolver().call(Uri.parse("content://app.relaydesk.relay.shell"), method, null, extras);
  }
}
