package io.freshet.cli.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PromQL expression of a dashboard or a rule.
 *
 * @param place where it is
 * @param text the expression, without variables; of an alert, what is compared
 */
record Expression(String place, String text) {
  private static final Pattern COMPARED =
      Pattern.compile("(.+?)\\s+(?:>|<|>=|<=|==|!=)\\s+[0-9.]+\\s*", Pattern.DOTALL);
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:freshet|flink|jvm|process)_\\w+|\\bup\\b");

  /** Of every panel, and of the queries behind variables and annotations. */
  static List<Expression> ofDashboards() {
    List<Expression> all = new ArrayList<>();
    for (JsonNode dashboard : Shipped.dashboards()) {
      String title = dashboard.path("title").asText();
      for (JsonNode panel : dashboard.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          String place = "%s, %s".formatted(title, panel.path("title").asText());
          all.add(new Expression(place, withoutVariables(target.path("expr").asText(), dashboard)));
        }
      }
      for (JsonNode annotation : dashboard.at("/annotations/list")) {
        if (annotation.has("expr")) {
          all.addAll(
              compared(
                  "%s, annotation %s".formatted(title, annotation.path("name").asText()),
                  withoutVariables(annotation.path("expr").asText(), dashboard)));
        }
      }
      for (JsonNode variable : dashboard.at("/templating/list")) {
        Matcher values =
            Pattern.compile("label_values\\((\\w+), (\\w+)\\)")
                .matcher(variable.at("/query/query").asText());
        all.add(
            new Expression(
                "%s, variable %s".formatted(title, variable.path("name").asText()),
                values.replaceAll("count by ($2) ($1)")));
      }
    }
    return all;
  }

  /** Of every recording rule and alert. */
  static List<Expression> ofRules() {
    List<Expression> all = new ArrayList<>();
    for (JsonNode group : Shipped.yaml(Shipped.RULES).path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        String text = rule.path("expr").asText();
        if (rule.has("alert")) {
          all.addAll(compared(rule.path("alert").asText(), text));
        } else {
          all.add(new Expression(rule.path("record").asText(), text));
        }
      }
    }
    return all;
  }

  /** Names of the series it asks for; those that rules record are not among them. */
  Set<String> metrics() {
    Set<String> names = new TreeSet<>();
    METRIC
        .matcher(text.replaceAll("\"[^\"]*\"", "").replaceAll("freshet:[a-z0-9_:]+", ""))
        .results()
        .forEach(it -> names.add(it.group()));
    return names;
  }

  /** What is compared with numbers, joined by a line that says "and". */
  private static List<Expression> compared(String place, String text) {
    List<Expression> all = new ArrayList<>();
    for (String part : text.split("\\n\\s*and\\s*\\n", -1)) {
      Matcher matcher = COMPARED.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "Cannot test %s: not a comparison with a number (%s)".formatted(place, part));
      }
      all.add(new Expression(place, matcher.group(1)));
    }
    return all;
  }

  private static String withoutVariables(String text, JsonNode dashboard) {
    String plain = text.replace("$__rate_interval", "30s");
    for (JsonNode variable : dashboard.at("/templating/list")) {
      plain = plain.replace("$" + variable.path("name").asText(), ".*");
    }
    if (plain.contains("$")) {
      throw new IllegalArgumentException("Cannot test: unknown variable in " + plain);
    }
    return plain;
  }
}
