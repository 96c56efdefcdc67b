package app.relaydesk.relay.ledger;

import static org.junit.Assert.assertEquals;

import android.database.Cursor;
import android.database.sqlite.SQLiteFullException;
import app.relaydesk.relay.model.Radio;
import app.relaydesk.relay.support.LedgerWorld;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** A phone that fails before the radio says so, and never leaves it open whether the text went out. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class PhoneErrorTest {
  private static final Radio.NotHandedOver FAILED = new Radio.NotHandedOver(new NullPointerException("a vendor's"));
  private static final long NO_LIMIT = 1_000_000;
  @Rule public final LedgerWorld world = new LedgerWorld();

  @Test public void aTextThatThePhoneCannotCutIsRefused() {
    world.radio.counting = () -> {
      throw FAILED;
    };
    world.send("att_1");
    assertEquals("rejected: phone_error", world.state("att_1"));
    assertEquals(List.of("rejected"), world.reports("att_1"));
    assertEquals(List.of(), world.radio.submitted);
  }

  @Test public void oneThatItCutsNoMoreAtTheLastMomentIsNotHandedOver() {
    int[] counted = {0};
    world.radio.counting = () -> {
      if (++counted[0] > 1) throw FAILED;
    };
    world.send("att_1");
    assertEquals("rejected: phone_error", world.state("att_1"));
    assertEquals(List.of("accepted", "rejected"), world.reports("att_1"));
    assertEquals(List.of(), world.radio.submitted);
  }

  @Test public void aStepBeforeTheRadioThatThrowsProvesThatNothingWasHandedOver() {
    world.radio.during = () -> {
      throw FAILED;
    };
    world.send("att_1");
    assertEquals("rejected: phone_error", world.state("att_1"));
    assertEquals(List.of("accepted", "submitting", "rejected"), world.reports("att_1"));
  }

  @Test public void aSendThatTheFullDiskHasNoRoomForIsAnsweredAndNotHandedOver() {
    fillDisk();
    world.send("att_1", "text", "x".repeat(16_000));
    assertEquals("none", world.state("att_1"));
    assertEquals(List.of(), world.radio.submitted);
    Map<String, Object> answer = world.answers.get(0);
    Map<?, ?> entry = (Map<?, ?>) ((List<?>) answer.get("entries")).get(0);
    assertEquals("ledger", answer.get("t"));
    assertEquals("att_1", answer.get("query_id"));
    assertEquals("att_1", entry.get("attempt_id"));
    assertEquals("rejected", entry.get("state"));
    assertEquals("phone_error", entry.get("reason"));
  }

  @Test public void whatTheFullDiskRefusedStaysRefusedWhenThereIsRoomAgain() {
    fillDisk();
    Map<String, Object> send = LedgerWorld.frame("att_1");
    send.put("text", "x".repeat(16_000));
    world.send(send);
    limitPages(NO_LIMIT);
    world.send(send);
    assertEquals("rejected: phone_error", world.state("att_1"));
    assertEquals("revoked", world.lastReport().get("reason"));
    world.send("att_2");
    assertEquals(List.of("att_2"), world.radio.submitted);
  }

  @Test public void oneThatWasAcceptedBeforeTheDiskWasFullGoesOutOnceThereIsRoom() {
    world.radio.before = () -> {
      throw new SQLiteFullException("database or disk is full");
    };
    world.send("att_1");
    assertEquals("accepted", world.state("att_1"));
    assertEquals(List.of(), world.answers);
    world.radio.before = () -> { };
    world.core.tick();
    assertEquals(List.of("att_1"), world.radio.submitted);
  }

  private void fillDisk() {
    limitPages(1); // SQLite takes the pages that there are
  }

  /** Of the connection that writes, which is the one of a transaction. */
  private void limitPages(long pages) {
    world.db.beginTransactionNonExclusive();
    try (Cursor limit = world.db.rawQuery("PRAGMA max_page_count = " + pages, null)) {
      limit.moveToFirst();
    } finally {
      world.db.endTransaction();
    }
  }
}
