package app.relaydesk.relay.pairing;

import android.content.ContentProvider;
import android.content.ContentValues;
import android.content.Context;
import android.database.Cursor;
import android.net.Uri;
import android.os.Binder;
import android.os.Bundle;
import android.os.SystemClock;
import app.relaydesk.relay.LinkService;
import app.relaydesk.relay.link.PairRequest;
import app.relaydesk.relay.service.Relay;

/**
 * The desktop's door, by `adb shell content call`: `pair` and `poke`. Only adb's shell and root come through; the
 * manifest asks for DUMP besides. It holds no data.
 */
public final class ShellProvider extends ContentProvider {
  private static final int ROOT_UID = 0;
  private static final int SHELL_UID = 2000;
  private static final int LONGEST = 255;

  @Override public boolean onCreate() {
    return true;
  }

  /** Answers `ok=true`, or `ok=false` with a `reason`. */
  @Override public Bundle call(String method, String argument, Bundle extras) {
    // Android asks for a provider's permission when it is opened, not at each call; and shells open it another way.
    int uid = Binder.getCallingUid();
    if (uid != SHELL_UID && uid != ROOT_UID) throw new SecurityException("only adb may call this");
    switch (method) {
      case "pair":
        return answer(pair(extras));
      case "poke":
        return answer(poke(extras));
      default:
        return answer("unknown_method");
    }
  }

  private String pair(Bundle extras) {
    PairRequest request = extras == null ? null : read(extras, SystemClock.elapsedRealtime());
    if (request == null) return "bad_request";
    return asApp(() -> {
      String refusal = Relay.of(context()).pair(request);
      if (refusal == null) LinkService.start(context());
      return refusal;
    });
  }

  private String poke(Bundle extras) {
    int port = extras == null ? 0 : extras.getInt("port");
    return asApp(() -> {
      String refusal = Relay.of(context()).poke(port);
      if (refusal == null) LinkService.start(context());
      return refusal;
    });
  }

  /** Null unless everything is there and may be true. */
  static PairRequest read(Bundle extras, long now) {
    String code = extras.getString("code");
    String pin = extras.getString("pin");
    String host = extras.getString("host");
    int port = extras.getInt("port");
    boolean isRight = isWord(code) && pin != null && pin.matches("[0-9a-fA-F]{64}") && isWord(host)
        && port >= 1 && port <= 65_535;
    return isRight ? new PairRequest(code, pin, host, port, extras.getBoolean("replace"), now) : null;
  }

  private static boolean isWord(String text) {
    return text != null && !text.isEmpty() && text.length() <= LONGEST && text.matches("[!-~]*");
  }

  private Context context() {
    return getContext().getApplicationContext();
  }

  private interface Order {
    /** Null, or why not. */
    String run();
  }

  /** In the app's own name: Android judges what follows by its permissions, not by the shell's. */
  private static String asApp(Order order) {
    long caller = Binder.clearCallingIdentity();
    try {
      return order.run();
    } finally {
      Binder.restoreCallingIdentity(caller);
    }
  }

  private static Bundle answer(String refusal) {
    Bundle answer = new Bundle();
    answer.putBoolean("ok", refusal == null);
    if (refusal != null) answer.putString("reason", refusal);
    return answer;
  }

  @Override public Cursor query(Uri uri, String[] columns, String where, String[] values, String order) {
    return null;
  }

  @Override public String getType(Uri uri) {
    return null;
  }

  @Override public Uri insert(Uri uri, ContentValues values) {
    return null;
  }

  @Override public int delete(Uri uri, String where, String[] values) {
    return 0;
  }

  @Override public int update(Uri uri, ContentValues values, String where, String[] more) {
    return 0;
  }
}
