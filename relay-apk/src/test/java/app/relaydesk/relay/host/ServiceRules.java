package app.relaydesk.relay.host;

import android.app.Notification;
import android.app.Service;
import android.content.ComponentName;
import android.content.pm.PackageManager;
import android.content.pm.ServiceInfo;
import android.os.Build;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.annotation.RealObject;
import org.robolectric.shadows.ShadowService;

/**
 * What Robolectric lets slip of services: Android 14 asks a foreground service for a type and the permission for it,
 * and a service that was started again in the meantime is not stopped by the number of its last start but one.
 */
@Implements(Service.class)
public class ServiceRules extends ShadowService {
  @RealObject private Service service;

  @Implementation @Override protected void startForeground(int id, Notification notification, int type) throws Exception {
    if (Build.VERSION.SDK_INT >= 34) check(type);
    super.startForeground(id, notification, type);
  }

  @Implementation @Override protected void stopSelf(int id) {
    if (Components.isLastStart(service, id)) super.stopSelf(id);
  }

  @Implementation @Override protected boolean stopSelfResult(int id) {
    return Components.isLastStart(service, id) && super.stopSelfResult(id);
  }

  private void check(int type) {
    int declared;
    try {
      declared = service.getPackageManager()
          .getServiceInfo(new ComponentName(service, service.getClass()), 0).getForegroundServiceType();
    } catch (PackageManager.NameNotFoundException impossible) {
      throw new IllegalStateException(impossible);
    }
    if (type == 0 || declared == 0) {
      throw new IllegalStateException("MissingForegroundServiceTypeException: starting FGS without a type");
    }
    if ((type & declared) != type) {
      throw new IllegalArgumentException("foregroundServiceType " + type + " is not a subset of " + declared);
    }
    if (type == ServiceInfo.FOREGROUND_SERVICE_TYPE_REMOTE_MESSAGING
        && service.checkSelfPermission("android.permission.FOREGROUND_SERVICE_REMOTE_MESSAGING")
            != PackageManager.PERMISSION_GRANTED) {
      throw new SecurityException("Starting FGS with type remoteMessaging requires its permission");
    }
  }
}
