// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The services are registered when they are first looked at, however that is. */
class ProviderViewsTest {
  private static final String KEY = "Signature.SHA256withECDSA";
  private static final String CLASS = "dev.holdfast.jca.HoldfastSignature";

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
}
