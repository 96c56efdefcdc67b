import com.android.apksig.ApkSigner;
import com.android.apksig.ApkVerifier;
import com.android.apksig.KeyConfig;
import com.android.apksig.apk.ApkFormatException;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Run as a single source file with apksig on the class path.
 *
 * `verify APK` prints `signed SHA256 HASH` of the signer's certificate, or `refused WHY`, as an Android of the APK's own
 * minSdk would judge. `sign IN OUT KEYSTORE PASSWORD` signs with the only key of a PKCS12 file.
 */
final class ApkSignature {
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("verify")) System.out.println(verify(new File(arguments[1])));
    else sign(new File(arguments[1]), new File(arguments[2]), Path.of(arguments[3]), arguments[4].toCharArray());
  }

  private static String verify(File apk) throws Exception {
    ApkVerifier.Result verdict;
    try {
      verdict = new ApkVerifier.Builder(apk).build().verify();
    } catch (ApkFormatException notAnApk) {
      return "refused " + notAnApk.getMessage();
    }
    if (!verdict.isVerified()) return "refused " + verdict.getAllErrors();
    byte[] certificate = verdict.getSignerCertificates().get(0).getEncoded();
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
    // The second word is how `dumpsys package` shows a signer: android.content.pm.Signature hashes its bytes so.
    return "signed " + sha256 + " " + Integer.toHexString(Arrays.hashCode(certificate));
  }

  private static void sign(File in, File out, Path keystore, char[] password) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(keystore)) {
      keys.load(file, password);
    }
    String alias = keys.aliases().nextElement();
    PrivateKey key = (PrivateKey) keys.getKey(alias, password);
    X509Certificate certificate = (X509Certificate) keys.getCertificate(alias);
    var signer = new ApkSigner.SignerConfig.Builder("TEST", new KeyConfig.Jca(key), List.of(certificate)).build();
    new ApkSigner.Builder(List.of(signer)).setInputApk(in).setOutputApk(out).setV1SigningEnabled(false)
        .setV2SigningEnabled(true).setV3SigningEnabled(true).setV4SigningEnabled(false).build().sign();
  }
}
