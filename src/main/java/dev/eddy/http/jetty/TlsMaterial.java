package dev.eddy.http.jetty;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.util.ssl.X509;

/// Who a server is to its clients, and which clients it takes for other instances.
///
/// @param keys the certificate with its chain and its key
/// @param peers authorities that the certificates of other instances are signed with; empty where
///     they show none
/// @param certificate the server's own
public record TlsMaterial(KeyStore keys, Optional<KeyStore> peers, X509Certificate certificate) {

  private static final String ALIAS = "eddy";
  private static final byte[] PROBE = {1, 2, 3};

  /// The password of stores that never leave memory.
  static final String PASSWORD = "";

  /// Reads and checks it.
  ///
  /// @param chain the certificate, then what it is signed with
  /// @param peers authorities
  /// @param now at which certificates must be valid
  /// @throws IllegalArgumentException saying what is wrong and what to do
  public static TlsMaterial of(Pem chain, Pem key, Optional<Pem> peers, Instant now) {
    List<X509Certificate> certificates = chain.certificates();
    X509Certificate own = certificates.getFirst();
    PrivateKey privateKey = key.key();
    requireValid(chain.what(), own, now);
    requirePair(chain, own.getPublicKey(), key, privateKey);
    try {
      KeyStore keys = newStore();
      keys.setKeyEntry(
          ALIAS, privateKey, PASSWORD.toCharArray(), certificates.toArray(Certificate[]::new));
      return new TlsMaterial(keys, peers.map(ca -> authorities(ca, now)), own);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(chain.what() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore newStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD.toCharArray());
    return store;
  }

  private static KeyStore authorities(Pem pem, Instant now) {
    try {
      KeyStore store = newStore();
      int number = 0;
      for (X509Certificate authority : pem.certificates()) {
        requireValid(pem.what(), authority, now);
        store.setCertificateEntry("authority-" + number++, authority);
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(pem.what() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static void requireValid(String what, X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isAfter(until)) {
      throw new IllegalArgumentException(
          "%s holds the certificate of %s, which expired at %s: put a new one in its place"
              .formatted(what, certificate.getSubjectX500Principal(), until));
    }
    if (now.isBefore(from)) {
      throw new IllegalArgumentException(
          "%s holds the certificate of %s, which is valid only from %s on: check the clock"
              .formatted(what, certificate.getSubjectX500Principal(), from));
    }
  }

  /// A signature by the one must be one of the other.
  private static void requirePair(Pem chain, PublicKey open, Pem key, PrivateKey secret) {
    boolean isPair;
    try {
      Signature signature = Signature.getInstance(signing(secret.getAlgorithm()));
      signature.initSign(secret);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(PROBE);
      isPair = signature.verify(signed);
    } catch (GeneralSecurityException e) { // of different algorithms or lengths
      isPair = false;
    }
    if (!isPair) {
      throw new IllegalArgumentException(
          ("%s does not belong to the certificate in %s, or the first certificate there is not the"
                  + " server's own")
              .formatted(key.what(), chain.what()));
    }
  }

  private static String signing(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> algorithm;
    };
  }

  /// Refuses a certificate that is not one of the name by which others come.
  ///
  /// @param why the setting that says the name
  /// @throws IllegalArgumentException naming both
  public void requireName(String host, String why) {
    X509 names = new X509(ALIAS, certificate);
    if (!names.matches(host)) {
      Set<String> all = new TreeSet<>(names.getHosts());
      names.getWilds().forEach(wild -> all.add("*." + wild));
      throw new IllegalArgumentException(
          "the certificate is of %s, but not of %s (%s): other instances would refuse it"
              .formatted(all, host, why));
    }
  }

  /// Returns the same without authorities, for who asks nobody for a certificate.
  public TlsMaterial withoutPeers() {
    return new TlsMaterial(keys, Optional.empty(), certificate);
  }
}
