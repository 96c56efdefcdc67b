package app.relaydesk.relay.device;

import android.content.Context;
import android.os.Build;
import android.provider.Settings;
import android.telephony.ServiceState;
import android.telephony.SignalStrength;
import android.telephony.SubscriptionInfo;
import android.telephony.SubscriptionManager;
import android.telephony.TelephonyManager;
import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.Sim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The SIMs in the phone and how their radio fares. What Android refuses to tell is null, false or missing. */
public final class SimReader {
  /** As many as a frame may hold. */
  private static final int MOST_SIMS = 8;
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_NUMBER = 32;
  private static final int BEST_SIGNAL = 4;

  private final Context context;

  SimReader(Context context) {
    this.context = context;
  }

  /** The SIM given, or where a phone names none, the one that texts go by. */
  public static int simIdOr(int given) {
    return given >= 0 ? given : SubscriptionManager.getDefaultSmsSubscriptionId();
  }

  /** Without READ_PHONE_STATE Android tells of none. */
  List<Sim> sims() {
    List<Sim> sims = new ArrayList<>();
    SubscriptionManager manager = context.getSystemService(SubscriptionManager.class);
    if (manager == null) return sims;
    List<SubscriptionInfo> found = ask(manager::getActiveSubscriptionInfoList);
    if (found == null) return sims;
    for (SubscriptionInfo info : found) {
      int slot = info.getSimSlotIndex() + 1; // 0: a SIM in another device, met over Bluetooth
      if (slot < 1 || slot > MOST_SIMS || sims.size() == MOST_SIMS) continue;
      sims.add(new Sim(info.getSubscriptionId(), slot, text(info.getCarrierName(), LONGEST_NAME), mccMnc(info),
          number(manager, info)));
    }
    return sims;
  }

  /** The `sims` of a heartbeat. */
  List<Object> health() {
    boolean isFlying = Settings.Global.getInt(context.getContentResolver(), Settings.Global.AIRPLANE_MODE_ON, 0) == 1;
    TelephonyManager phone = context.getSystemService(TelephonyManager.class);
    List<Object> health = new ArrayList<>();
    for (Sim sim : sims()) {
      TelephonyManager line = phone == null ? null : ask(() -> phone.createForSubscriptionId(sim.id()));
      health.add(line == null ? health(sim, false, null, null)
          : health(sim, !isFlying && isInService(line), signal(line),
              text(ask(line::getNetworkOperatorName), LONGEST_NAME)));
    }
    return health;
  }

  private static Map<String, Object> health(Sim sim, boolean isInService, Integer signal, String operator) {
    return Json.object("id", sim.id(), "in_service", isInService, "signal", signal, "operator", operator);
  }

  private static boolean isInService(TelephonyManager line) {
    ServiceState state = ask(line::getServiceState);
    return state != null && state.getState() == ServiceState.STATE_IN_SERVICE;
  }

  private static Integer signal(TelephonyManager line) {
    if (Build.VERSION.SDK_INT < 28) return null;
    SignalStrength strength = ask(line::getSignalStrength);
    return strength == null ? null : Math.max(0, Math.min(BEST_SIGNAL, strength.getLevel()));
  }

  private static String mccMnc(SubscriptionInfo info) {
    return Build.VERSION.SDK_INT < 29 ? mccMncBefore29(info) : join(info.getMccString(), info.getMncString());
  }

  private static String join(String mcc, String mnc) {
    return mcc == null || mnc == null || mcc.isEmpty() || mnc.isEmpty() ? null : text(mcc + mnc, 8);
  }

  /** Android's numbers have lost whether the network code has two digits or three; 0 stands for not known. */
  @SuppressWarnings("deprecation")
  private static String mccMncBefore29(SubscriptionInfo info) {
    int mcc = info.getMcc();
    int mnc = info.getMnc();
    if (mcc <= 0 || mnc < 0) return null;
    return pad(mcc, 3) + pad(mnc, 2);
  }

  private static String pad(int number, int digits) {
    StringBuilder text = new StringBuilder(Integer.toString(number));
    while (text.length() < digits) text.insert(0, '0');
    return text.toString();
  }

  private static String number(SubscriptionManager manager, SubscriptionInfo info) {
    return text(ask(() -> Build.VERSION.SDK_INT < 33 ? numberBefore33(info)
        : manager.getPhoneNumber(info.getSubscriptionId())), LONGEST_NUMBER);
  }

  @SuppressWarnings("deprecation")
  private static String numberBefore33(SubscriptionInfo info) {
    return info.getNumber();
  }

  private static String text(CharSequence text, int longest) {
    if (text == null || text.length() == 0) return null;
    return text.length() > longest ? text.subSequence(0, longest).toString() : text.toString();
  }

  /** Null when refused. Vendors throw more than SecurityException here; nothing that depends on it is worth the link. */
  private static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RuntimeException refused) {
      return null;
    }
  }
}
