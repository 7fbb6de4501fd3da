package dev.eddy.http.jetty;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a PEM file holds (RFC 7468): certificates, or a private key as PKCS #8. Java reads both
/// formats; all that is done here is to unpack a key, and to say what is wrong.
///
/// @param what the file is, for messages
/// @param content of the file
public record Pem(String what, byte[] content) {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z]+ )?PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  /// Returns the certificates, in their order.
  ///
  /// @throws IllegalArgumentException if there is none, or one that cannot be read
  List<X509Certificate> certificates() {
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          what + " cannot be read as certificates in PEM: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(what + " holds no certificate in PEM");
  }

  /// Returns the private key.
  ///
  /// @throws IllegalArgumentException if there is none that can be read
  PrivateKey key() {
    String text = new String(content, StandardCharsets.US_ASCII);
    Matcher key = KEY.matcher(text);
    if (!key.find()) {
      throw new IllegalArgumentException(
          what
              + (OTHER_KEY.matcher(text).find()
                  ? " holds a key in another form than PKCS #8 without a password; convert it with:"
                      + " openssl pkcs8 -topk8 -nodes -in OLD -out NEW"
                  : " holds no private key in PEM (-----BEGIN PRIVATE KEY-----)"));
    }
    PKCS8EncodedKeySpec encoded =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // of another algorithm
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has " + algorithm, e);
      }
    }
    throw new IllegalArgumentException(
        what + " holds a key that is none of " + String.join(", ", ALGORITHMS));
  }
}
