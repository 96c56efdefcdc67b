package app.relaydesk.relay.model;

import static org.junit.Assert.assertEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.Test;

public final class ReceivedTextTest {
  @Test public void rule9_theIdIsMadeOfSimAddressSecondAndBody() {
    ReceivedText text = new ReceivedText(1, "+9779801234567", "Ja\nbitte 😀", 1_795_435_200_999L, 2);
    assertEquals(Hex.sha256("1\n+9779801234567\n1795435200\nJa\nbitte 😀"), text.inboundId());
  }

  @Test public void rule9_millisecondsAndPartsDoNotMatterToIt() {
    String broadcast = new ReceivedText(1, "31003", "Hi", 1_795_435_200_000L, 2).inboundId();
    assertEquals(broadcast, new ReceivedText(1, "31003", "Hi", 1_795_435_200_999L, 1).inboundId());
  }

  @Test public void rule9_everythingElseDoes() {
    Set<String> ids = new HashSet<>();
    ids.add(new ReceivedText(1, "31003", "Hi", 1_795_435_200_000L, 1).inboundId());
    ids.add(new ReceivedText(2, "31003", "Hi", 1_795_435_200_000L, 1).inboundId());
    ids.add(new ReceivedText(1, "31004", "Hi", 1_795_435_200_000L, 1).inboundId());
    ids.add(new ReceivedText(1, "31003", "Hi ", 1_795_435_200_000L, 1).inboundId());
    ids.add(new ReceivedText(1, "31003", "Hi", 1_795_435_201_000L, 1).inboundId());
    assertEquals(5, ids.size());
  }

  @Test public void whatAPhoneLeavesOutIsEmpty() {
    assertEquals(new ReceivedText(1, "", "", 0, 1), ReceivedText.of(1, null, null, 0, 1));
  }
}
