package app.relaydesk.relay.json;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Questions about the fields of one object, as {@link Json#parse} reads it. Lengths are in UTF-16 units. */
public record Fields(Map<?, ?> map) {
  /** The highest whole number that every reader of JSON keeps exact. */
  private static final long SAFE = (1L << 53) - 1;

  public boolean isAbsentOr(String name, boolean isRight) {
    return !map.containsKey(name) || isRight;
  }

  public boolean isNull(String name) {
    return map.containsKey(name) && map.get(name) == null;
  }

  public boolean string(String name, int shortest, int longest) {
    return map.get(name) instanceof String text && text.length() >= shortest && text.length() <= longest;
  }

  public boolean text(String name, int longest) {
    return string(name, 1, longest);
  }

  public boolean nullableText(String name, int longest) {
    return isNull(name) || string(name, 0, longest);
  }

  public boolean integer(String name, long lowest, long highest) {
    return map.get(name) instanceof Long number && number >= lowest && number <= highest;
  }

  public boolean count(String name) {
    return integer(name, 0, SAFE);
  }

  public boolean bool(String name) {
    return map.get(name) instanceof Boolean;
  }

  public boolean hex(String name, int length) {
    return map.get(name) instanceof String text && text.length() == length && text.matches("[0-9a-f]*");
  }

  public boolean map(String name, Predicate<Map<?, ?>> isRight) {
    return map.get(name) instanceof Map<?, ?> inner && isRight.test(inner);
  }

  public boolean list(String name, int longest, Predicate<Object> isRight) {
    if (!(map.get(name) instanceof List<?> list) || list.size() > longest) return false;
    for (Object each : list) if (!isRight.test(each)) return false;
    return true;
  }
}
