package app.relaydesk.relay.link;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.support.TlsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Against a real TLS server, whose certificate names somebody else and is out of date: only its key counts. */
public final class PinnedTlsTest {
  private static final String[] NEW = {"TLSv1.2", "TLSv1.3"};
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final ConcurrentLinkedQueue<Integer> heard = new ConcurrentLinkedQueue<>();

  @Test public void theKeyThatWasPinnedIsTrusted() throws Exception {
    for (String protocol : NEW) {
      try (TlsServer server = serve(protocol); SSLSocket socket = dial(server, server.pin)) {
        assertEquals(protocol, socket.getSession().getProtocol());
        socket.getOutputStream().write('x');
        assertEquals('y', socket.getInputStream().read());
      }
    }
  }

  @Test public void thePinMayBeWrittenInCapitals() throws Exception {
    try (TlsServer server = serve(NEW); SSLSocket socket = dial(server, server.pin.toUpperCase(Locale.ROOT))) {
      assertTrue(socket.getSession().isValid());
    }
  }

  @Test public void anotherKeyIsRefusedBeforeAnythingIsSaid() throws Exception {
    try (TlsServer server = serve(NEW); TlsServer other = serve(NEW)) {
      for (String pin : new String[] {other.pin, "", server.pin.substring(2), server.pin + "00"}) {
        IOException refused = assertThrows(IOException.class, () -> dial(server, pin));
        assertTrue(PinnedTls.isPinMismatch(refused));
      }
    }
    assertTrue(heard.isEmpty());
  }

  @Test public void oldTlsIsRefusedThoughTheKeyIsRight() throws Exception {
    for (String protocol : new String[] {"TLSv1", "TLSv1.1"}) {
      try (TlsServer server = serve(protocol)) {
        IOException refused = assertThrows(IOException.class, () -> dial(server, server.pin));
        assertFalse(PinnedTls.isPinMismatch(refused));
        assertEquals("the server itself would have", protocol, dialTrusting(server, protocol));
      }
    }
  }

  @Test public void aSilentServerDoesNotHoldTheHandshakeForEver() throws Exception {
    try (java.net.ServerSocket silent = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket plain = new Socket(silent.getInetAddress(), silent.getLocalPort())) {
      plain.setSoTimeout(200);
      assertThrows(IOException.class, () -> PinnedTls.wrap(plain, "127.0.0.1", silent.getLocalPort(), "00"));
    }
  }

  private TlsServer serve(String... protocols) throws Exception {
    return new TlsServer(folder.getRoot(), protocols, connection -> {
      int first = connection.getInputStream().read();
      if (first >= 0) heard.add(first);
      connection.getOutputStream().write('y');
    });
  }

  private static SSLSocket dial(TlsServer server, String pin) throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port);
    plain.setSoTimeout(5_000);
    try {
      return PinnedTls.wrap(plain, "127.0.0.1", server.port, pin);
    } catch (IOException refused) {
      plain.close();
      throw refused;
    }
  }

  private static String dialTrusting(TlsServer server, String protocol) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, null);
    try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
        .createSocket(InetAddress.getLoopbackAddress(), server.port)) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  private static final class TrustAll implements X509TrustManager {
    @Override public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) { }

    @Override public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) { }

    @Override public java.security.cert.X509Certificate[] getAcceptedIssuers() {
      return new java.security.cert.X509Certificate[0];
    }
  }
}
