package app.relaydesk.relay.link;

import app.relaydesk.relay.model.Hex;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS 1.2 or newer to the one key whose SHA-256 was pinned at pairing; names, dates and authorities say nothing. */
public final class PinnedTls {
  private static final int GOODBYE_MS = 1_000;

  private PinnedTls() {}

  /** The other side holds another key than the one pinned. */
  public static final class PinMismatch extends CertificateException {
    PinMismatch() {
      super("pin_mismatch");
    }
  }

  /** Wraps a connected socket and shakes hands; {@code pin} is the hex SHA-256 of the SPKI in DER. */
  public static SSLSocket wrap(Socket plain, String host, int port, String pin) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new PinTrust(pin)}, null);
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
      try {
        socket.setEnabledProtocols(modern(socket.getSupportedProtocols()));
        socket.setSoTimeout(plain.getSoTimeout());
        socket.startHandshake();
        return socket;
      } catch (IOException | RuntimeException refused) {
        close(socket, plain);
        throw refused;
      }
    } catch (GeneralSecurityException problem) {
      throw new IOException(problem);
    }
  }

  /**
   * Says goodbye and lets go of what TLS holds outside Java, files among it, which would else wait for the garbage
   * collector. A gateway that reads no more is not waited for.
   */
  static void close(Socket secured, Socket plain) {
    Thread goodbye = new Thread(() -> closeQuietly(secured), "relay-goodbye");
    goodbye.start();
    try {
      goodbye.join(GOODBYE_MS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    closeQuietly(plain);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException | RuntimeException gone) {
      android.util.Log.d("RelayDesk", "link: closing failed, which loses nothing");
    }
  }

  public static boolean isPinMismatch(Throwable problem) {
    for (Throwable each = problem; each != null; each = each.getCause()) {
      if (each instanceof PinMismatch) return true;
    }
    return false;
  }

  static String pinOf(X509Certificate certificate) throws GeneralSecurityException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
    return Hex.of(hash);
  }

  private static String[] modern(String[] supported) {
    return java.util.Arrays.stream(supported)
        .filter(each -> each.equals("TLSv1.2") || each.equals("TLSv1.3")).toArray(String[]::new);
  }

  private static final class PinTrust extends X509ExtendedTrustManager {
    private final byte[] pin;

    PinTrust(String pin) {
      this.pin = pin.toLowerCase(java.util.Locale.ROOT).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      try {
        byte[] found = pinOf(chain[0]).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(pin, found)) throw new PinMismatch();
      } catch (CertificateException wrong) {
        throw wrong;
      } catch (GeneralSecurityException unreadable) {
        throw new CertificateException(unreadable);
      }
    }

    @Override public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
      check(chain);
    }

    @Override public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
      throw new CertificateException("this side never serves");
    }

    @Override public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("this side never serves");
    }

    @Override public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("this side never serves");
    }

    @Override public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
