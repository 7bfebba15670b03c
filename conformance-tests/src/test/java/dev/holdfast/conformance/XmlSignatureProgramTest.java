// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.security.Key;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The JDK's XML signatures (javax.xml.crypto.dsig) with keys of ours. */
class XmlSignatureProgramTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
  private static final String PSS = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1";
  private static final XMLSignatureFactory FACTORY = XMLSignatureFactory.getInstance("DOM");

  private static Document document() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader("<order><item>tea</item></order>")));
  }

  private static XMLSignature signature(String method) throws Exception {
    Reference whole =
        FACTORY.newReference(
            "",
            FACTORY.newDigestMethod(DigestMethod.SHA256, null),
            List.of(FACTORY.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null)),
            null,
            null);
    SignedInfo info =
        FACTORY.newSignedInfo(
            FACTORY.newCanonicalizationMethod(
                CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
            FACTORY.newSignatureMethod(method, null),
            List.of(whole));
    return FACTORY.newXMLSignature(info, null);
  }

  private static boolean verifies(Document document, Key key) throws Exception {
    Element signature =
        (Element) document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
    return FACTORY
        .unmarshalXMLSignature(new DOMValidateContext(key, signature))
        .validate(new DOMValidateContext(key, signature));
  }

  private static void signsAndVerifies(String method, Key signer, Key verifier) throws Exception {
    Document document = document();
    signature(method).sign(new DOMSignContext(signer, document.getDocumentElement()));
    assertTrue(verifies(document, verifier), method);
    document.getElementsByTagName("item").item(0).setTextContent("coffee");
    assertFalse(verifies(document, verifier), method);
  }

  @EveryBackend
  void rsa(Backend backend) throws Exception {
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      KeyPair pair = BENCH.pair(backend, "RSA-2048");
      for (String method : List.of(MORE + "rsa-sha256", MORE + "rsa-sha512")) {
        signsAndVerifies(method, pair.getPrivate(), pair.getPublic());
      }
    }
  }

  @EveryBackend
  void ecdsa(Backend backend) throws Exception {
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      Map<String, String> methods =
          Map.of(
              "secp256r1",
              "ecdsa-sha256",
              "secp384r1",
              "ecdsa-sha384",
              "secp521r1",
              "ecdsa-sha512");
      for (String kind : Workbench.EC_KINDS) {
        KeyPair pair = BENCH.pair(backend, kind);
        signsAndVerifies(MORE + methods.get(kind), pair.getPrivate(), pair.getPublic());
      }
    }
  }

  /** It gives PSS its parameters before the key, so the provider has to be named. */
  @EveryBackend
  void rsaPss_withTheProviderNamed(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    Document document = document();
    DOMSignContext context = new DOMSignContext(pair.getPrivate(), document.getDocumentElement());
    context.setProperty(
        "org.jcp.xml.dsig.internal.dom.SignatureProvider", BENCH.fixture(backend).provider());
    signature(PSS).sign(context);
    assertTrue(verifies(document, pair.getPublic()));
  }

  @EveryBackend
  void hmac(Backend backend) throws Exception {
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      SecretKey software = new SecretKeySpec(new byte[32], "HmacSHA256");
      SecretKey handle = BENCH.twin(backend, software);
      signsAndVerifies(SignatureMethod.HMAC_SHA256, handle, software);
      signsAndVerifies(SignatureMethod.HMAC_SHA256, software, handle);
      SecretKey longer = new SecretKeySpec(new byte[64], "HmacSHA512");
      signsAndVerifies(MORE + "hmac-sha512", BENCH.twin(backend, longer), longer);
    }
  }
}
