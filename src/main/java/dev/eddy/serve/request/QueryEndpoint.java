package dev.eddy.serve.request;

import dev.eddy.http.Method;
import dev.eddy.serve.access.Role;
import java.util.Set;

/// An endpoint that is asked with a body: a `POST` that changes nothing, for which a token that may
/// read is enough.
public interface QueryEndpoint extends Endpoint {

  @Override
  default Method method() {
    return Method.POST;
  }

  @Override
  default Set<Role> roles() {
    return Set.of(Role.READ);
  }

  @Override
  default Work work() {
    return Work.READ;
  }
}
