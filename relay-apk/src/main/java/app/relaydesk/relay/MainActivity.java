package app.relaydesk.relay;

import android.app.Activity;

/** The status screen. */
public final class MainActivity extends Activity {}
