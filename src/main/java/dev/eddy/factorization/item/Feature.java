package dev.eddy.factorization.item;

/// One thing that metadata says of a user or an item.
///
/// @param name what, such as `genre=Drama`
/// @param value how much of it; 1 where it simply applies
public record Feature(String name, float value) {}
