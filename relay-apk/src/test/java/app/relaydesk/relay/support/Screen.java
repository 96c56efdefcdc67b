package app.relaydesk.relay.support;

import android.app.Activity;
import android.view.View;
import android.view.ViewGroup;
import android.widget.Button;
import android.widget.TextView;
import java.util.ArrayList;
import java.util.List;
import org.robolectric.shadows.ShadowLooper;

/** What a person reads on a screen. */
public final class Screen {
  private static final long DEADLINE_MS = 10_000;

  private Screen() {}

  /** Waits until this text is a row of the screen, and answers all rows from top to bottom. */
  public static List<String> waitFor(Activity activity, String text) throws InterruptedException {
    long end = System.nanoTime() + DEADLINE_MS * 1_000_000;
    List<String> rows = new ArrayList<>();
    while (System.nanoTime() < end) {
      ShadowLooper.idleMainLooper();
      rows = rows(activity);
      if (rows.contains(text)) return rows;
      Thread.sleep(5); // for the thread that reads the ledger, which says nothing when it is done
    }
    throw new AssertionError(text + " is not shown, but " + rows);
  }

  public static List<String> rows(Activity activity) {
    List<String> rows = new ArrayList<>();
    for (TextView each : views(activity.getWindow().getDecorView())) rows.add(each.getText().toString());
    return rows;
  }

  public static List<Button> buttons(Activity activity) {
    List<Button> buttons = new ArrayList<>();
    for (TextView each : views(activity.getWindow().getDecorView())) if (each instanceof Button button) buttons.add(button);
    return buttons;
  }

  private static List<TextView> views(View root) {
    List<TextView> found = new ArrayList<>();
    if (root instanceof TextView text) found.add(text);
    if (root instanceof ViewGroup group) {
      for (int i = 0; i < group.getChildCount(); i++) found.addAll(views(group.getChildAt(i)));
    }
    return found;
  }
}
