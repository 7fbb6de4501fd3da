package dev.eddy.serve.access;

import dev.eddy.http.jetty.Pem;
import dev.eddy.http.jetty.TlsMaterial;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// TLS of both ports, from PEM files.
///
/// @param certificate path of the certificate and what it is signed with; empty for no TLS
/// @param key path of its key
/// @param peerCa path of the authorities that certificates of instances are signed with; empty
///     where instances show each other none
public record TlsSettings(String certificate, String key, String peerCa) {

  /// No TLS.
  public static final TlsSettings NONE = new TlsSettings("", "", "");

  /// Checks that what belongs together is there.
  ///
  /// @throws IllegalArgumentException naming the setting that is missing
  public TlsSettings {
    if (certificate.isEmpty() != key.isEmpty()) {
      throw new IllegalArgumentException(
          "serve.tls-certificate and serve.tls-key belong together, but %s is empty"
              .formatted(key.isEmpty() ? "serve.tls-key" : "serve.tls-certificate"));
    }
    if (!peerCa.isEmpty() && certificate.isEmpty()) {
      throw new IllegalArgumentException(
          "serve.tls-peer-ca needs a certificate that this instance shows to others: set"
              + " serve.tls-certificate and serve.tls-key");
    }
  }

  /// Returns whether there is TLS.
  public boolean isOn() {
    return !certificate.isEmpty();
  }

  /// Reads the files, and reads them anew when one of them changes.
  ///
  /// @param advertised the name by which other instances come; empty if that is not said
  /// @param changed is told what was read anew
  /// @return what they hold; nothing where there is no TLS
  /// @throws IllegalArgumentException naming the setting and what to do
  public Optional<TlsMaterial> watch(
      WatchedFiles files, String advertised, Consumer<TlsMaterial> changed) {
    if (!isOn()) {
      return Optional.empty();
    }
    List<Path> paths = new ArrayList<>(List.of(Path.of(certificate), Path.of(key)));
    if (!peerCa.isEmpty()) {
      paths.add(Path.of(peerCa));
    }
    return Optional.of(
        files
            .watch(
                paths,
                contents -> {
                  TlsMaterial material = read(contents, advertised);
                  changed.accept(material);
                  return material;
                })
            .get());
  }

  private TlsMaterial read(List<byte[]> contents, String advertised) {
    FilePermissions.requireOwned("serve.tls-certificate", Path.of(certificate));
    FilePermissions.requireSecret("serve.tls-key", Path.of(key));
    if (!peerCa.isEmpty()) {
      FilePermissions.requireOwned("serve.tls-peer-ca", Path.of(peerCa));
    }
    TlsMaterial material =
        TlsMaterial.of(
            new Pem("serve.tls-certificate " + certificate, contents.get(0)),
            new Pem("serve.tls-key " + key, contents.get(1)),
            peerCa.isEmpty()
                ? Optional.empty()
                : Optional.of(new Pem("serve.tls-peer-ca " + peerCa, contents.get(2))),
            Instant.now());
    if (!advertised.isEmpty()) {
      material.requireName(advertised, "serve.advertised");
    }
    return material;
  }
}
