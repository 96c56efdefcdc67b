import com.android.apksig.ApkSigner;
import com.android.apksig.ApkVerifier;
import com.android.apksig.KeyConfig;
import com.android.tools.r8.Diagnostic;
import com.android.tools.r8.DiagnosticsHandler;
import com.android.tools.r8.R8;
import com.android.tools.r8.R8Command;
import com.android.tools.r8.origin.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Run by Maven in `relay-apk/`, as a single source file, with R8 and apksig on the class path. Before the compiler it
 * links manifest and resources with aapt2, which gives the class R; when packaging it makes the signed APK: R8, zip,
 * signature. The same input gives the same bytes.
 */
final class BuildApk {
  private static final String MIN_SDK = "26";
  private static final String TARGET_SDK = "35";
  /** 1980-01-01, the oldest time that a zip can hold; written without a zone. */
  private static final java.time.LocalDateTime ZIP_TIME = java.time.LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path target;
  private final Path tools;
  private final Path project = Path.of("").toAbsolutePath();

  private BuildApk(Path target) {
    this.target = target;
    this.tools = target.resolve("tools");
  }

  /** Arguments: Maven's target directory, and `resources` or `apk`; or `verify` and the path of an APK. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("verify")) {
      verify(Path.of(arguments[1]));
      System.out.println("v2 and v3 verify, without a warning");
      return;
    }
    BuildApk build = new BuildApk(Path.of(arguments[0]));
    String version = versionOf(build.project.resolveSibling("package.json"));
    if (arguments[1].equals("resources")) build.link(version);
    else build.makeApk(version);
  }

  private void makeApk(String version) throws Exception {
    Path dex = shrink();
    Path unsigned = target.resolve("unsigned.apk");
    pack(withoutNames(), dex, unsigned);
    Path apk = target.resolve("relaydesk-relay.apk");
    String signer = sign(unsigned, apk);
    publish(apk, version, signer);
  }

  private static String versionOf(Path packageJson) throws IOException {
    Matcher found = Pattern.compile("\"version\":\\s*\"(\\d+\\.\\d+\\.\\d+[^\"]*)\"").matcher(Files.readString(packageJson));
    if (!found.find()) throw new IOException("package.json names no version");
    return found.group(1);
  }

  /** 1.2.3 → 1002003. */
  private static String versionCode(String version) {
    String[] numbers = version.split("[-+]")[0].split("\\.");
    long code = Long.parseLong(numbers[0]) * 1_000_000 + Long.parseLong(numbers[1]) * 1_000 + Long.parseLong(numbers[2]);
    return Long.toString(Math.max(1, code));
  }

  /** Compiles and links resources and manifest: the APK without code, the class R, and what R8 must keep. */
  private void link(String version) throws Exception {
    Path aapt2 = unpackTool();
    Path framework = target.resolve("android-framework.jar");
    unpack("prebuilt/android-framework.jar", framework);
    Path compiled = target.resolve("resources.zip");
    run(aapt2.toString(), "compile", "--dir", "src/main/res", "-o", compiled.toString());
    run(aapt2.toString(), "link", "-o", target.resolve("linked.apk").toString(), "-I", framework.toString(),
        "--manifest", "src/main/AndroidManifest.xml", "--min-sdk-version", MIN_SDK, "--target-sdk-version", TARGET_SDK,
        "--version-name", version, "--version-code", versionCode(version),
        "--compile-sdk-version-code", TARGET_SDK, "--compile-sdk-version-name", "15",
        "--proguard", target.resolve("manifest-rules.txt").toString(), "--no-version-vectors",
        "--java", Files.createDirectories(target.resolve("generated-sources/resources")).toString(),
        compiled.toString());
  }

  /** The linked resources without the names that only people read: the table can't be compressed. */
  private Path withoutNames() throws Exception {
    Path nameless = target.resolve("nameless.apk");
    run(unpackTool().toString(), "optimize", "--collapse-resource-names", "--deduplicate-entry-values",
        "--shorten-resource-paths", "-o", nameless.toString(), target.resolve("linked.apk").toString());
    return nameless;
  }

  private Path unpackTool() throws IOException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean isWindows = system.contains("windows");
    String folder = isWindows ? "windows" : system.contains("mac") ? "macosx" : "linux";
    Path aapt2 = target.resolve(isWindows ? "aapt2.exe" : "aapt2");
    try (ZipFile jar = new ZipFile(tools.resolve("apktool-lib.jar").toFile())) {
      String name = jar.stream().map(ZipEntry::getName)
          .filter(each -> each.startsWith("prebuilt/" + folder + "/aapt2"))
          .findFirst().orElseThrow(() -> new IOException("no aapt2 for " + folder));
      unpack(name, aapt2);
    }
    if (!isWindows && !aapt2.toFile().setExecutable(true)) throw new IOException("cannot make aapt2 executable");
    return aapt2;
  }

  private void unpack(String name, Path to) throws IOException {
    try (ZipFile jar = new ZipFile(tools.resolve("apktool-lib.jar").toFile())) {
      ZipEntry entry = jar.getEntry(name);
      if (entry == null) throw new IOException("apktool-lib.jar has no " + name);
      try (InputStream in = jar.getInputStream(entry)) {
        Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).directory(project.toFile()).inheritIO().start();
    if (process.waitFor() != 0) throw new IOException(Path.of(command[0]).getFileName() + " " + command[1] + " failed");
  }

  /** classes → classes.dex, with the mapping kept; a warning of R8 fails the build. */
  private Path shrink() throws Exception {
    Path out = Files.createDirectories(target.resolve("dex"));
    List<String> problems = new ArrayList<>();
    DiagnosticsHandler handler = new DiagnosticsHandler() {
      @Override public void warning(Diagnostic warning) {
        problems.add(warning.getDiagnosticMessage());
      }
    };
    R8Command command = R8Command.parse(new String[] {
        "--release", "--min-api", MIN_SDK, "--output", out.toString(),
        "--lib", tools.resolve("android-all.jar").toString(), "--lib", System.getProperty("java.home"),
        "--pg-conf", "r8-rules.txt", "--pg-conf", target.resolve("manifest-rules.txt").toString(),
        "--pg-map-output", target.resolve("mapping.txt").toString(),
        target.resolve("relay-classes.jar").toString()}, Origin.root(), handler).build();
    R8.run(command);
    if (!problems.isEmpty()) throw new IOException("R8 warns:\n" + String.join("\n", problems));
    return out.resolve("classes.dex");
  }

  /** Entries in order of their names, all of one time. */
  private static void pack(Path linked, Path dex, Path out) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(linked.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    entries.put("classes.dex", Files.readAllBytes(dex));
    try (OutputStream file = Files.newOutputStream(out); ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.setLevel(9);
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        zip.putNextEntry(entryOf(each.getKey(), each.getValue()));
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
  }

  /** Android maps resources.arsc into memory: it must not be compressed. The signer aligns it. */
  private static ZipEntry entryOf(String name, byte[] content) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(ZIP_TIME);
    if (name.equals("resources.arsc")) {
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
    }
    return entry;
  }

  /** Signs with the release key named by the environment, else with the development key; answers the signer's SHA-256. */
  private String sign(Path unsigned, Path apk) throws Exception {
    String keystore = System.getenv("RELAYDESK_RELAY_KEYSTORE");
    boolean isRelease = keystore != null && !keystore.isEmpty();
    Path file = isRelease ? Path.of(keystore) : project.resolve("signing/development.p12");
    char[] password = isRelease ? secret("RELAYDESK_RELAY_KEYSTORE_PASSWORD") : "development".toCharArray();
    String alias = isRelease ? new String(secret("RELAYDESK_RELAY_KEY_ALIAS")) : "development";
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, password);
    }
    if (!(keys.getKey(alias, password) instanceof PrivateKey key)) throw new IOException("no key " + alias + " in " + file);
    X509Certificate certificate = (X509Certificate) keys.getCertificate(alias);
    var signer = new ApkSigner.SignerConfig.Builder("RELAY", new KeyConfig.Jca(key), List.of(certificate)).build();
    new ApkSigner.Builder(List.of(signer)).setInputApk(unsigned.toFile()).setOutputApk(apk.toFile())
        .setMinSdkVersion(Integer.parseInt(MIN_SDK)).setV1SigningEnabled(false).setV2SigningEnabled(true)
        .setV3SigningEnabled(true).setV4SigningEnabled(false).setCreatedBy("RelayDesk").build().sign();
    verify(apk);
    return sha256(certificate.getEncoded());
  }

  /** As `apksigner verify` does, for every Android from minSdk on: 26 and 27 read v2, later ones v3. */
  private static void verify(Path apk) throws Exception {
    var verdict = new ApkVerifier.Builder(apk.toFile()).setMinCheckedPlatformVersion(Integer.parseInt(MIN_SDK)).build().verify();
    if (!verdict.isVerified() || verdict.containsErrors() || !verdict.getWarnings().isEmpty()) {
      throw new IOException("the signature does not verify: " + verdict.getErrors() + verdict.getWarnings());
    }
    if (!verdict.isVerifiedUsingV2Scheme() || !verdict.isVerifiedUsingV3Scheme()) {
      throw new IOException("a signature of v2 or v3 is missing");
    }
  }

  private static char[] secret(String name) throws IOException {
    String value = System.getenv(name);
    if (value == null || value.isEmpty()) throw new IOException(name + " must be set with RELAYDESK_RELAY_KEYSTORE");
    return value.toCharArray();
  }

  /** Copies the APK to where the desktop takes it from, with its SHA-256 and its manifest. */
  private void publish(Path apk, String version, String signer) throws Exception {
    Path folder = Files.createDirectories(project.resolveSibling("resources").resolve("relay"));
    byte[] bytes = Files.readAllBytes(apk);
    String sha256 = sha256(bytes);
    Files.write(folder.resolve("relaydesk-relay.apk"), bytes);
    Files.writeString(folder.resolve("relaydesk-relay.apk.sha256"), sha256 + "  relaydesk-relay.apk\n");
    String manifest = """
        {
          "package": "app.relaydesk.relay",
          "version": "%s",
          "version_code": %s,
          "min_sdk": %s,
          "target_sdk": %s,
          "file": "relaydesk-relay.apk",
          "size": %d,
          "sha256": "%s",
          "signer_sha256": "%s"
        }
        """.formatted(version, versionCode(version), MIN_SDK, TARGET_SDK, bytes.length, sha256, signer);
    Files.writeString(folder.resolve("manifest.json"), manifest, StandardCharsets.UTF_8);
    System.out.printf("relaydesk-relay.apk %s: %,d bytes, SHA-256 %s%n", version, bytes.length, sha256);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
