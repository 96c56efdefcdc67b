package app.relaydesk.relay.pairing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.app.Application;
import android.content.Intent;
import android.net.Uri;
import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.service.LinkState;
import app.relaydesk.relay.service.Relay;
import app.relaydesk.relay.support.OneRelay;
import app.relaydesk.relay.support.Screen;
import java.util.List;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;

/** A link shows who asks and changes nothing. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34)
public final class PairActivityTest {
  private static final String LINK = "relaydesk://pair?name=Front%20desk&host=192.168.1.7&port=8643&pin=" + "ab".repeat(32);
  private static final String LATER = "Pairing over Wi-Fi comes with a later version of RelayDesk on the computer. Until"
      + " then, plug this phone into the computer and click Pair there. Nothing was changed.";
  private static final String REFUSED =
      "This phone is already paired. Unpair it first if it is to belong to another gateway. Nothing was changed.";
  @Rule public final OneRelay one = new OneRelay();
  private final Application app = RuntimeEnvironment.getApplication();
  private ActivityController<PairActivity> controller;

  @After public void close() {
    controller.close();
  }

  @Test public void itShowsNameAndAddressAndPairsNothing() throws Exception {
    List<String> rows = open(LINK, LATER);
    assertTrue(rows.contains("Name: Front desk") && rows.contains("Address: 192.168.1.7:8643"));
    assertEquals(LinkState.Kind.UNPAIRED, Relay.of(app).state().kind());
    assertNull(shadowOf(app).getNextStartedService());
  }

  @Test public void aPairedPhoneRefusesIt() throws Exception {
    Relay.of(app).core().pair(new Pairing("wsp_1", "dev_1", "token", "aa", "127.0.0.1", 1, 0));
    open(LINK, REFUSED);
    assertEquals("wsp_1", Relay.of(app).core().pairing().gatewayId());
  }

  @Test public void aLinkThatCannotBeReadShowsNothingOfItself() throws Exception {
    List<String> rows = open("relaydesk://pair?name=Evil", "This link cannot be read. Ask for a new one. Nothing was changed.");
    assertEquals(3, rows.size());
  }

  @Test public void anotherLinkTakesThePlaceOfTheFirst() throws Exception {
    open(LINK, LATER);
    controller.newIntent(new Intent(Intent.ACTION_VIEW, Uri.parse(LINK.replace("Front", "Back"))));
    assertTrue(Screen.waitFor(controller.get(), LATER).contains("Name: Back desk"));
  }

  @Test public void itHasNoButtonButClose() throws Exception {
    open(LINK, LATER);
    assertEquals(1, Screen.buttons(controller.get()).size());
    Screen.buttons(controller.get()).get(0).performClick();
    assertTrue(controller.get().isFinishing());
  }

  @Test @Config(qualifiers = "ne") public void itSpeaksNepali() throws Exception {
    assertTrue(open("relaydesk://pair?", "यो लिङ्क पढ्न सकिएन। नयाँ लिङ्क माग्नुहोस्। केही पनि फेरिएको छैन।")
        .contains("गेटवेसँग जोड्ने"));
  }

  private List<String> open(String link, String verdict) throws Exception {
    Intent intent = new Intent(Intent.ACTION_VIEW, Uri.parse(link));
    controller = Robolectric.buildActivity(PairActivity.class, intent).setup();
    return Screen.waitFor(controller.get(), verdict);
  }
}
