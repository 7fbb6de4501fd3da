package dev.eddy.factorization.model;

import dev.eddy.kernel.StableHash;

/// Seeds and buckets of names, the same on every platform.
final class Hash {

  private Hash() {}

  static long of(String name) {
    long hash = StableHash.of(name);
    hash ^= hash >>> 32;
    return hash * 0x9e3779b97f4a7c15L;
  }
}
