package dev.eddy.http;

/// Who answers a method of a path.
///
/// @param path segments, of which those in braces are parameters: `/v1/users/{user}`
public record Route(Method method, String path, Handler handler) {}
