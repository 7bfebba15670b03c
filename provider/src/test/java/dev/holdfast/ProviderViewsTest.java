// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.security.Provider;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The services are registered when they are first looked at, however that is. */
class ProviderViewsTest {
  private static final String KEY = "Signature.SHA256withECDSA";
  private static final String CLASS = "dev.holdfast.jca.HoldfastSignature";

  /** Names and versions; a new configuration; and what calls the others, as its test shows. */
  private static final Set<String> NOT_OF_THE_TABLE =
      Set.of(
          "getName",
          "getVersion",
          "getVersionStr",
          "getInfo",
          "toString",
          "configure",
          "isConfigured",
          "setProperty",
          "propertyNames",
          "stringPropertyNames",
          "list",
          "save",
          "store",
          "storeToXML",
          "loadFromXML");

  @Test
  @SuppressWarnings("HashtableContains") // old programs may call it
  void everyView_showsTheServicesAtTheFirstLook() {
    Map<String, Predicate<HoldfastProvider>> views = new LinkedHashMap<>();
    views.put("getService", p -> p.getService("Signature", "SHA256withECDSA") != null);
    views.put("getServices", p -> p.getServices().size() > 200);
    views.put("get", p -> CLASS.equals(p.get(KEY)));
    views.put("getOrDefault", p -> CLASS.equals(p.getOrDefault(KEY, "")));
    views.put("getProperty", p -> CLASS.equals(p.getProperty(KEY)));
    views.put("getProperty with default", p -> CLASS.equals(p.getProperty(KEY, "")));
    views.put("containsKey", p -> p.containsKey(KEY));
    views.put("containsValue", p -> p.containsValue(CLASS));
    views.put("contains", p -> p.contains(CLASS));
    views.put("size", p -> p.size() > 200);
    views.put("isEmpty", p -> !p.isEmpty());
    views.put("keySet", p -> p.keySet().contains(KEY));
    views.put("values", p -> p.values().contains(CLASS));
    views.put("entrySet", p -> p.entrySet().contains(Map.entry(KEY, CLASS)));
    views.put("keys", p -> Collections.list(p.keys()).contains(KEY));
    views.put("elements", p -> Collections.list(p.elements()).contains(CLASS));
    views.put("stringPropertyNames", p -> p.stringPropertyNames().contains(KEY));
    views.put("propertyNames", p -> Collections.list(p.propertyNames()).contains(KEY));
    views.put(
        "forEach",
        p -> {
          Map<Object, Object> seen = new HashMap<>();
          p.forEach(seen::put);
          return CLASS.equals(seen.get(KEY));
        });
    views.forEach((name, shows) -> assertTrue(shows.test(new HoldfastProvider()), name));
  }

  @Test
  void everyChange_isOfTheServicesThatAreThere() {
    Map<String, Consumer<HoldfastProvider>> removals = new LinkedHashMap<>();
    removals.put("remove", p -> p.remove(KEY));
    removals.put("remove with value", p -> p.remove(KEY, CLASS));
    removals.put("clear", HoldfastProvider::clear);
    removals.put("computeIfPresent", p -> p.computeIfPresent(KEY, (key, value) -> null));
    removals.put("compute", p -> p.compute(KEY, (key, value) -> null));
    removals.put("merge", p -> p.merge(KEY, "x", (before, value) -> null));
    removals.forEach(
        (name, removal) -> {
          HoldfastProvider provider = new HoldfastProvider();
          removal.accept(provider);
          assertFalse(provider.containsKey(KEY), name);
        });
    HoldfastProvider cleared = new HoldfastProvider();
    cleared.clear();
    assertTrue(cleared.getServices().isEmpty());
    HoldfastProvider provider = new HoldfastProvider();
    assertEquals(CLASS, provider.putIfAbsent(KEY, "x"));
    assertEquals(CLASS, provider.replace(KEY, CLASS + "2"));
    assertEquals(CLASS + "2", provider.getProperty(KEY));
  }

  @Test
  void hash_doesNotChangeAtTheFirstLook() {
    HoldfastProvider provider = new HoldfastProvider();
    int before = provider.hashCode();
    assertEquals(before, new HoldfastProvider().hashCode());
    assertNotNull(provider.getService("Signature", "SHA256withECDSA"));
    assertEquals(before, provider.hashCode());
    assertEquals(new HoldfastProvider(), provider);
  }

  /** What a JDK adds to Provider and its parents would be a way past the table. */
  @Test
  void everyPublicMethodOfATable_isOverridden() {
    Set<String> missing = new TreeSet<>();
    for (Method method : Provider.class.getMethods()) {
      boolean ofTable =
          !Modifier.isStatic(method.getModifiers())
              && !Modifier.isFinal(method.getModifiers())
              && !NOT_OF_THE_TABLE.contains(method.getName());
      if (ofTable && !isOverridden(method)) {
        missing.add(method.getName());
      }
    }
    assertEquals(Set.of(), missing);
  }

  private static boolean isOverridden(Method method) {
    try {
      Class<?> where =
          HoldfastProvider.class
              .getMethod(method.getName(), method.getParameterTypes())
              .getDeclaringClass();
      return where == LateProvider.class || where == HoldfastProvider.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }
}
