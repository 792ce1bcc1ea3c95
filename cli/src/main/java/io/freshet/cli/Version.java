package io.freshet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.IVersionProvider;

/** Versions of this build and of what it runs on. */
final class Version implements IVersionProvider {
  private static final String RESOURCE = "version.properties";

  @Override
  public String[] getVersion() {
    return new String[] {
      "freshet " + freshet(),
      "Java " + java(),
      "Flink " + EnvironmentInformation.getVersion(),
      "Kafka " + AppInfoParser.getVersion()
    };
  }

  static String freshet() {
    try (InputStream stream = Version.class.getResourceAsStream(RESOURCE)) {
      Properties properties = new Properties();
      if (stream != null) {
        properties.load(stream);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String java() {
    return Runtime.version().toString();
  }
}
