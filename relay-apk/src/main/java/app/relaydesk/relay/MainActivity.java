package app.relaydesk.relay;

import android.app.Activity;
import android.app.AlertDialog;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import android.text.format.DateUtils;
import android.util.Log;
import android.widget.CheckBox;
import android.widget.FrameLayout;
import android.widget.Toast;
import app.relaydesk.relay.screen.Need;
import app.relaydesk.relay.screen.Page;
import app.relaydesk.relay.screen.RecentText;
import app.relaydesk.relay.screen.StatusFacts;
import app.relaydesk.relay.service.LinkState;
import app.relaydesk.relay.service.Relay;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The status screen: how the link is, what the phone does not allow, the last texts, and unpairing. */
public final class MainActivity extends Activity {
  private static final long REFRESH_MS = 3_000;
  private static final int TEXT_FLAGS =
      DateUtils.FORMAT_SHOW_DATE | DateUtils.FORMAT_SHOW_TIME | DateUtils.FORMAT_ABBREV_MONTH;

  private final Handler main = new Handler(Looper.getMainLooper());
  private final ExecutorService reader = Executors.newSingleThreadExecutor(work -> new Thread(work, "relay-screen"));
  private final Runnable refresh = this::refresh;
  private final Runnable watcher = () -> main.post(refresh);
  private StatusFacts shown;
  private boolean isVisible;

  @Override protected void onCreate(Bundle saved) {
    super.onCreate(saved);
    showWaiting();
  }

  @Override protected void onResume() {
    super.onResume();
    isVisible = true;
    reader.execute(this::takeUp);
    refresh();
  }

  @Override protected void onPause() {
    isVisible = false;
    main.removeCallbacks(refresh);
    super.onPause();
  }

  @Override protected void onDestroy() {
    reader.execute(() -> Relay.of(this).unwatch(watcher));
    reader.shutdown();
    super.onDestroy();
  }

  /** The screen is open: the one moment when Android lets the service start whatever the battery settings say. */
  private void takeUp() {
    Relay relay = Relay.of(this);
    relay.watch(watcher);
    if (!relay.isWanted()) return;
    relay.start();
    main.post(() -> {
      if (isVisible) LinkService.start(this);
    });
  }

  private void refresh() {
    main.removeCallbacks(refresh);
    if (!isVisible) return;
    reader.execute(() -> {
      StatusFacts facts = gather();
      main.post(() -> show(facts));
    });
    main.postDelayed(refresh, REFRESH_MS);
  }

  /** Null when the ledger could not be read this time. */
  private StatusFacts gather() {
    try {
      return StatusFacts.gather(this, Relay.of(this));
    } catch (RuntimeException failed) {
      Log.e("RelayDesk", "screen: can't read, " + failed.getClass().getSimpleName());
      return null;
    }
  }

  private void showWaiting() {
    Page page = new Page(this);
    page.heading(getString(R.string.app_name));
    page.strong(getString(StateText.title(null)), R.color.text);
    page.show();
  }

  /** Built anew only when something changed, so that a screen reader keeps its place. */
  private void show(StatusFacts facts) {
    if (facts == null || facts.equals(shown) || isDestroyed()) return;
    boolean isNews = shown != null && shown.state().kind() != facts.state().kind();
    shown = facts;
    Page page = new Page(this);
    page.heading(getString(R.string.app_name));
    addState(page, facts.state());
    addNeeds(page, facts);
    addTexts(page, facts);
    if (facts.isPaired()) page.button(getString(R.string.unpair), null, this::confirmUnpair);
    page.show();
    if (isNews) findViewById(R.id.page).announceForAccessibility(getString(StateText.title(facts.state())));
  }

  private void addState(Page page, LinkState state) {
    page.strong(getString(StateText.title(state)), StateText.colour(state));
    page.text(getString(StateText.advice(state)));
    if (state.gateway() != null) page.small(getString(R.string.gateway_at, state.gateway()));
  }

  private void addNeeds(Page page, StatusFacts facts) {
    page.heading(getString(R.string.permissions_title));
    if (facts.needs().isEmpty()) page.text(getString(R.string.permissions_fine));
    int code = 0;
    for (Need need : facts.needs()) {
      String name = getString(need.name());
      int requestCode = code++;
      page.strong(name, R.color.bad);
      page.text(getString(need.why()));
      page.button(getString(R.string.allow), getString(R.string.allow_named, name), () -> need.ask(this, requestCode));
    }
  }

  private void addTexts(Page page, StatusFacts facts) {
    page.heading(getString(R.string.texts_title));
    if (facts.texts().isEmpty()) page.text(getString(R.string.texts_none));
    for (RecentText text : facts.texts()) {
      page.text(getString(text.state()));
      page.small(getString(R.string.text_row, getString(R.string.number_end, text.numberEnd()),
          DateUtils.formatDateTime(this, text.at(), TEXT_FLAGS)));
    }
  }

  /** Android asks about a permission twice at most; after that only its settings help. */
  @Override public void onRequestPermissionsResult(int code, String[] permissions, int[] results) {
    super.onRequestPermissionsResult(code, permissions, results);
    refresh();
    if (permissions.length == 0) return;
    for (String permission : permissions) if (shouldShowRequestPermissionRationale(permission)) return;
    boolean isHeld = true;
    for (String each : permissions) isHeld &= app.relaydesk.relay.device.Permissions.isHeld(this, each);
    if (!isHeld) Need.openSettings(this);
  }

  private void confirmUnpair() {
    CheckBox wipe = new CheckBox(this);
    wipe.setText(R.string.unpair_wipe);
    float density = getResources().getDisplayMetrics().density;
    wipe.setMinHeight(Math.round(48 * density));
    FrameLayout frame = new FrameLayout(this);
    int edge = Math.round(20 * density);
    frame.setPadding(edge, 0, edge, 0);
    frame.addView(wipe);
    new AlertDialog.Builder(this).setTitle(R.string.unpair_title).setMessage(R.string.unpair_explained)
        .setView(frame).setNegativeButton(R.string.cancel, null)
        .setPositiveButton(R.string.unpair, (dialog, which) -> unpair(wipe.isChecked())).show();
  }

  private void unpair(boolean isWipe) {
    reader.execute(() -> {
      try {
        Relay.of(this).unpair(isWipe);
      } catch (RuntimeException failed) {
        Log.e("RelayDesk", "unpair: failed, " + failed.getClass().getSimpleName());
        main.post(() -> Toast.makeText(this, R.string.unpair_failed, Toast.LENGTH_LONG).show());
      }
      main.post(refresh);
    });
  }
}
