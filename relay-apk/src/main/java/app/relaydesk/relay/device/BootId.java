package app.relaydesk.relay.device;

import android.content.ContentResolver;
import android.os.SystemClock;
import android.provider.Settings;
import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;

/** Tells one boot of the phone from every other. */
final class BootId {
  private static final String KERNEL_FILE = "/proc/sys/kernel/random/boot_id";
  private static final long MINUTE_MS = 60_000;

  private BootId() {}

  /** Ask once in a process: the last resort may differ by a minute. */
  static String read(ContentResolver resolver) {
    return join(Settings.Global.getInt(resolver, Settings.Global.BOOT_COUNT, -1), kernelId(),
        (System.currentTimeMillis() - SystemClock.elapsedRealtime()) / MINUTE_MS);
  }

  /**
   * Android counts its boots; the kernel makes a random id, which newer phones hide from apps. Where neither can be
   * read, the minute of the boot: a clock that is set looks like a boot then, which settles too early, never twice.
   * {@code bootCount} is -1 and {@code kernelId} empty when not readable.
   */
  static String join(int bootCount, String kernelId, long bootMinute) {
    if (bootCount < 0 && kernelId.isEmpty()) return "m" + bootMinute;
    return (bootCount < 0 ? "" : "c" + bootCount) + (kernelId.isEmpty() ? "" : "k" + kernelId);
  }

  private static String kernelId() {
    try (BufferedReader file = new BufferedReader(new FileReader(KERNEL_FILE))) {
      String line = file.readLine();
      return line == null ? "" : line.replaceAll("[^0-9a-f]", "");
    } catch (IOException | SecurityException hidden) {
      return "";
    }
  }
}
