package app.relaydesk.relay.mutants;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mutations of a piece of SQL: much of what the ledger promises stands in its WHERE clauses. */
final class SqlMutations {
  private static final Pattern SQL = Pattern.compile("\\b(SELECT|UPDATE|DELETE|INSERT|WHERE|AND)\\b");
  private static final Map<Pattern, String> CHANGES = new LinkedHashMap<>();

  static {
    change(">=", ">");
    change("<=", "<");
    change("(?<= )>(?= )", ">=");
    change("(?<= )<(?= )", "<=");
    change("IS NOT NULL", "IS NULL");
    change("IS NULL", "IS NOT NULL");
    change(" AND NOT ", " AND ");
    change(" AND (?!NOT )", " OR ");
    change(" OR (?!IGNORE|REPLACE)", " AND ");
    change(" DESC", "");
    change("OR IGNORE", "OR REPLACE");
    change("OR REPLACE", "OR IGNORE");
    change("max\\(", "min(");
  }

  private SqlMutations() {}

  private static void change(String from, String to) {
    CHANGES.put(Pattern.compile(from), to);
  }

  /** What each changed text is, by what was changed in it; empty for a text that is no SQL. */
  static Map<String, String> of(String text) {
    Map<String, String> changed = new LinkedHashMap<>();
    if (!SQL.matcher(text).find() || text.startsWith("CREATE")) return changed;
    for (Map.Entry<Pattern, String> change : CHANGES.entrySet()) {
      Matcher found = change.getKey().matcher(text);
      while (found.find()) {
        String near = text.substring(Math.max(0, found.start() - 14), Math.min(text.length(), found.end() + 14)).trim();
        changed.put("SQL `" + near + "`: `" + found.group().trim() + "` became `" + change.getValue().trim() + "`",
            text.substring(0, found.start()) + change.getValue() + text.substring(found.end()));
      }
    }
    return changed;
  }
}
