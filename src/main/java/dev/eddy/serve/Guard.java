package dev.eddy.serve;

import dev.eddy.http.Handler;
import dev.eddy.http.Method;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.serve.access.Access;
import dev.eddy.serve.access.Principal;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.limit.TokenRequests;
import dev.eddy.serve.request.Endpoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Lets through who may ask an endpoint: 401 without a token that is known, 403 with one that has
/// not the role, or is another user's (RFC 6750), 429 with one that asks too often.
final class Guard {

  private static final String NOBODY = "nobody";

  private final Access access;
  private final AuditLog audit;
  private final TokenRequests requests;
  private final Counter unknown;
  private final Counter forbidden;

  Guard(Access access, AuditLog audit, TokenRequests requests, MeterRegistry registry) {
    this.access = access;
    this.audit = audit;
    this.requests = requests;
    unknown = counter(registry, "unknown");
    forbidden = counter(registry, "forbidden");
  }

  private static Counter counter(MeterRegistry registry, String reason) {
    return Counter.builder("eddy.access.refused")
        .description("Requests refused because of their token: unknown (401) or forbidden (403)")
        .tag("reason", reason)
        .register(registry);
  }

  /// Puts a guard before an endpoint, unless it is for everybody.
  Handler guard(Endpoint endpoint, Handler handler) {
    if (endpoint.roles().isEmpty()) {
      return handler;
    }
    boolean isAudited = isAudited(endpoint);
    return (request, response) -> {
      String who = NOBODY;
      String outcome = "failed";
      try {
        Optional<Principal> principal = access.who(request);
        who = principal.map(Principal::name).orElse(NOBODY);
        require(endpoint, request, principal);
        // Operators and other instances ask as often as they must.
        if (!endpoint.isOperations() && !access.isOpen()) {
          requests.count(who);
        }
        handler.handle(access.isOpen() ? request : request.from(who), response);
        outcome = "done";
      } catch (ProblemException e) {
        outcome = "refused with " + e.status();
        throw e;
      } finally {
        if (isAudited) {
          audit.note(endpoint, request, who, outcome);
        }
      }
    };
  }

  private static boolean isAudited(Endpoint endpoint) {
    Set<Role> roles = endpoint.roles();
    return roles.equals(Set.of(Role.WRITE)) || roles.equals(Set.of(Role.ADMIN));
  }

  private void require(Endpoint endpoint, Request request, Optional<Principal> principal) {
    if (access.isOpen()) {
      if (endpoint.isOperations() && endpoint.method() == Method.DELETE) {
        throw ProblemException.unauthorized(
            "deleting needs a token with the role admin, but no tokens are set: set"
                + " serve.tokens-file",
            "Bearer");
      }
      return;
    }
    if (principal.isEmpty()) {
      unknown.increment();
      throw Access.shown(request.call()).isPresent()
          ? ProblemException.unauthorized(
              "the token is not known, or is not valid any more", "Bearer error=\"invalid_token\"")
          : ProblemException.unauthorized(
              "this needs a token: send Authorization: Bearer TOKEN", "Bearer");
    }
    requireRole(endpoint, principal.get());
    principal.get().user().ifPresent(user -> requireOwn(endpoint, request, user));
  }

  private void requireRole(Endpoint endpoint, Principal principal) {
    if (endpoint.roles().stream().noneMatch(principal.roles()::contains)) {
      String needed =
          endpoint.roles().stream().sorted().map(Role::label).collect(Collectors.joining(" or "));
      forbidden.increment();
      throw ProblemException.forbidden(
          "this needs a token with the role %s, but that of %s has %s"
              .formatted(needed, principal.name(), Role.labels(principal.roles())),
          "Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(needed));
    }
  }

  private void requireOwn(Endpoint endpoint, Request request, String user) {
    boolean isOwn =
        switch (endpoint.subject(request)) {
          case NOBODY -> true;
          case ONE_USER -> endpoint.subjectId(request).equals(user);
          case MANY -> false;
        };
    if (!isOwn) {
      forbidden.increment();
      throw ProblemException.forbidden(
          "this token is for one user alone: it may ask for that user under /v1/users/USER or"
              + " /v1/user?id=USER, and for what is about nobody",
          "Bearer error=\"insufficient_scope\"");
    }
  }
}
