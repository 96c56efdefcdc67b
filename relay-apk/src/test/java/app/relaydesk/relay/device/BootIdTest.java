package app.relaydesk.relay.device;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public final class BootIdTest {
  @Test public void theNextBootHasAnotherIdWhateverCanBeRead() {
    assertNotEquals(BootId.join(7, "", 5), BootId.join(8, "", 5));
    assertNotEquals(BootId.join(-1, "ab", 5), BootId.join(-1, "cd", 5));
    assertNotEquals(BootId.join(-1, "", 5), BootId.join(-1, "", 6));
  }

  @Test public void aClockThatIsSetIsNoBootWhereTheBootsAreCounted() {
    assertEquals(BootId.join(7, "", 5), BootId.join(7, "", 9_000));
  }

  @Test public void holdsNoSpaceAndFitsTheFrame() {
    String id = BootId.join(Integer.MAX_VALUE, "0123456789abcdef0123456789abcdef", 5);
    assertTrue(id.length() <= 64 && !id.contains(" "));
  }
}
