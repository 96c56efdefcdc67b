package app.relaydesk.relay.screen;

import android.app.Activity;
import android.view.Gravity;
import android.view.View;
import android.view.ViewGroup;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.ScrollView;
import android.widget.TextView;
import app.relaydesk.relay.R;

/** A screen of plain rows from top to bottom. Sizes follow the person's text size; what is touched is 48 dp or more. */
public final class Page {
  private static final int TOUCH_DP = 48;
  private static final int EDGE_DP = 20;
  private static final int GAP_DP = 8;
  private static final int SECTION_DP = 24;

  private final Activity activity;
  private final LinearLayout rows;

  public Page(Activity activity) {
    this.activity = activity;
    rows = new LinearLayout(activity);
    rows.setOrientation(LinearLayout.VERTICAL);
    rows.setPadding(dp(EDGE_DP), dp(EDGE_DP), dp(EDGE_DP), dp(EDGE_DP));
  }

  /** Puts the page in place of what the activity shows, scrolled to where that was. */
  public void show() {
    ScrollView scroll = new ScrollView(activity);
    scroll.setId(R.id.page);
    scroll.setFillViewport(true);
    scroll.setFitsSystemWindows(true); // from Android 15 windows reach under the bars
    scroll.addView(rows);
    View before = activity.findViewById(R.id.page);
    activity.setContentView(scroll);
    if (before != null) scroll.post(() -> scroll.scrollTo(0, before.getScrollY()));
  }

  /** Screen readers jump from heading to heading. */
  public TextView heading(String text) {
    TextView view = add(text, 22, R.color.text, rows.getChildCount() == 0 ? 0 : SECTION_DP);
    if (android.os.Build.VERSION.SDK_INT >= 28) view.setAccessibilityHeading(true);
    return view;
  }

  public TextView strong(String text, int color) {
    TextView view = add(text, 18, color, GAP_DP);
    view.setTypeface(view.getTypeface(), android.graphics.Typeface.BOLD);
    return view;
  }

  public TextView text(String text) {
    return add(text, 16, R.color.text, GAP_DP);
  }

  public TextView small(String text) {
    return add(text, 14, R.color.text_second, 0);
  }

  /** {@code spoken} is what a screen reader says where the text alone would not do; null when it does. */
  public void button(String text, String spoken, Runnable pressed) {
    Button button = new Button(activity);
    button.setText(text);
    button.setAllCaps(false);
    button.setTextSize(16);
    button.setMinHeight(dp(TOUCH_DP));
    button.setMinWidth(dp(2 * TOUCH_DP));
    if (spoken != null) button.setContentDescription(spoken);
    button.setOnClickListener(view -> pressed.run());
    LinearLayout.LayoutParams place =
        new LinearLayout.LayoutParams(ViewGroup.LayoutParams.WRAP_CONTENT, ViewGroup.LayoutParams.WRAP_CONTENT);
    place.topMargin = dp(GAP_DP);
    place.gravity = Gravity.START;
    rows.addView(button, place);
  }

  private TextView add(String text, int sp, int color, int aboveDp) {
    TextView view = new TextView(activity);
    view.setText(text);
    view.setTextSize(sp);
    view.setTextColor(activity.getColor(color));
    view.setTextAlignment(View.TEXT_ALIGNMENT_VIEW_START);
    LinearLayout.LayoutParams place =
        new LinearLayout.LayoutParams(ViewGroup.LayoutParams.MATCH_PARENT, ViewGroup.LayoutParams.WRAP_CONTENT);
    place.topMargin = dp(aboveDp);
    rows.addView(view, place);
    return view;
  }

  private int dp(int dp) {
    return Math.round(dp * activity.getResources().getDisplayMetrics().density);
  }
}
