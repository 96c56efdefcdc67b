package app.relaydesk.relay.support;

import app.relaydesk.relay.model.Hex;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A TLS server on loopback with a key that no other one has meanwhile, made by Java's keytool. Keytool takes seconds,
 * so the keys of servers that are closed are used again.
 */
public final class TlsServer implements AutoCloseable {
  private static final char[] PASSWORD = "password".toCharArray();

  private static final ConcurrentLinkedQueue<KeyStore> IDLE = new ConcurrentLinkedQueue<>();

  public final int port;
  /** Hex SHA-256 of the SPKI in DER. */
  public final String pin;
  private final KeyStore keys;
  private final SSLServerSocket socket;
  private final Thread thread;

  /** {@code protocols} as Java names them; {@code serving} gets each connection after its handshake. */
  public TlsServer(File folder, String[] protocols, Serving serving) throws Exception {
    KeyStore idle = IDLE.poll();
    keys = idle != null ? idle : keys(new File(folder, "keys-" + System.nanoTime() + ".p12"));
    pin = pinOf((X509Certificate) keys.getCertificate("relay"));
    KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    socket = (SSLServerSocket) context.getServerSocketFactory()
        .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    socket.setEnabledProtocols(protocols);
    port = socket.getLocalPort();
    thread = new Thread(() -> serve(serving), "tls-server");
    thread.start();
  }

  /** What the server does with a connection. */
  public interface Serving {
    void serve(SSLSocket connection) throws IOException;
  }

  private void serve(Serving serving) {
    while (!socket.isClosed()) {
      try (SSLSocket connection = (SSLSocket) socket.accept()) {
        connection.setSoTimeout(5_000);
        connection.startHandshake();
        serving.serve(connection);
      } catch (IOException over) {
        // A refused handshake, or the end of the server: the client's side of it is what the tests look at.
      }
    }
  }

  @Override public void close() throws IOException {
    socket.close();
    try {
      thread.join(6_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    IDLE.add(keys);
  }

  private static KeyStore keys(File file) throws Exception {
    Process keytool = new ProcessBuilder(System.getProperty("java.home") + "/bin/keytool", "-genkeypair", "-alias",
        "relay", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=somebody else", "-validity", "1",
        "-startdate", "-9d", "-storetype", "PKCS12", "-keystore", file.getPath(), "-storepass", new String(PASSWORD))
        .redirectErrorStream(true).start();
    keytool.getInputStream().readAllBytes();
    if (keytool.waitFor() != 0) throw new IOException("keytool made no key");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = new FileInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static String pinOf(X509Certificate certificate) throws GeneralSecurityException {
    StringBuilder hex = new StringBuilder();
    for (byte each : MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded())) {
      hex.append(String.format("%02x", each));
    }
    return hex.toString();
  }
}
