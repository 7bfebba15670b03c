// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaSecurityTest {
  @TempDir Path folder;

  @BeforeEach
  void nameJars() throws Exception {
    Path file = Files.writeString(folder.resolve("classpath"), "/a/one.jar");
    System.setProperty("holdfast.classpath.file", file.toString());
  }

  @AfterEach
  void forgetJars() {
    System.clearProperty("holdfast.classpath.file");
  }

  private Path jdk(String... lines) throws Exception {
    Path file = folder.resolve("jdk/conf/security/java.security");
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
    return folder.resolve("jdk");
  }

  private static List<?> lines(Object... args) throws Exception {
    Run run = Run.of(args);
    assertEquals(0, run.code(), run.err());
    return (List<?>) run.json().get("lines");
  }

  @Test
  void last_takesTheFirstFreeNumberOfTheRunningJdk() throws Exception {
    int free = 1;
    while (Security.getProperty("security.provider." + free) != null) {
      free++;
    }
    Path config = folder.resolve("h.properties");
    Run run = Run.of("java-security", "--config", config);
    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.out().lines().toList().contains("security.provider." + free + "=Holdfast " + config),
        run.out());
    assertTrue(run.out().contains("/a/one.jar"), run.out());
    assertTrue(run.out().contains("--enable-native-access"), run.out());
  }

  @Test
  void last_stopsAtTheGapWhereJavaStops() throws Exception {
    Path jdk =
        jdk("security.provider.1=SUN", "security.provider.2=SunEC", "security.provider.9=Lost");
    assertEquals(
        List.of("security.provider.3=Holdfast /h"),
        lines("java-security", "--json", "--java-home", jdk, "--config", "/h"));
  }

  @Test
  void first_movesAllOthers() throws Exception {
    Path jdk = jdk("security.provider.1=SUN", "security.provider.2=SunPKCS11 /x.cfg");
    assertEquals(
        List.of(
            "security.provider.1=Holdfast /h",
            "security.provider.2=SUN",
            "security.provider.3=SunPKCS11 /x.cfg"),
        lines(
            "java-security",
            "--json",
            "--java-home",
            jdk,
            "--config",
            "/h",
            "--position",
            "first"));
  }

  @Test
  void registeredAlready_keepsTheOthersAndLosesNone() throws Exception {
    Path atEnd = jdk("security.provider.1=SUN", "security.provider.2=Holdfast /old");
    assertEquals(
        List.of("security.provider.2=Holdfast /h"),
        lines("java-security", "--json", "--java-home", atEnd, "--config", "/h"));
    Path between = jdk("security.provider.1=Holdfast /old", "security.provider.2=SUN");
    assertEquals(
        List.of("security.provider.1=SUN", "security.provider.2=Holdfast /h"),
        lines("java-security", "--json", "--java-home", between, "--config", "/h"));
  }

  @Test
  void write_makesAFileThatJavaReads_andOverwritesNone() throws Exception {
    Path extra = folder.resolve("extra.security");
    Path config = folder.resolve("h.properties");
    Path jdk = jdk("security.provider.1=SUN");
    Object[] args = {"java-security", "--java-home", jdk, "--config", config, "--write", extra};
    Run run = Run.of(args);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("-Djava.security.properties=" + extra), run.out());
    Properties read = new Properties();
    read.load(new StringReader(Files.readString(extra)));
    assertEquals("Holdfast " + config, read.getProperty("security.provider.2"));
    Files.writeString(extra, "precious");
    assertEquals(1, Run.of(args).code());
    assertEquals("precious", Files.readString(extra));
  }

  @Test
  void write_isRefusedWhereTheJdkHeedsNoExtraFile() throws Exception {
    Path jdk = jdk("security.provider.1=SUN", "security.overridePropertiesFile=false");
    Path extra = folder.resolve("extra.security");
    Run run = Run.of("java-security", "--java-home", jdk, "--config", "/h", "--write", extra);
    assertEquals(1, run.code());
    assertTrue(run.err().contains("security.overridePropertiesFile"), run.err());
    assertFalse(Files.exists(extra));
  }

  @Test
  void folderThatIsNoJdk_isNamed() {
    Run run = Run.of("java-security", "--java-home", folder.resolve("none"));
    assertEquals(1, run.code());
    assertTrue(run.err().contains(folder.resolve("none").toString()), run.err());
  }
}
