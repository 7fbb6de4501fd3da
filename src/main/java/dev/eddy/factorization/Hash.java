package dev.eddy.factorization;

/// A 64-bit hash of a name (FNV-1a, then mixed), the same on every platform.
final class Hash {

  private Hash() {}

  static long of(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    hash ^= hash >>> 32;
    return hash * 0x9e3779b97f4a7c15L;
  }
}
