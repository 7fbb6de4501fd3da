/// People who answer back: they look at the lists that they are shown, choose from them or go for
/// what they know from outside, rate, get bored, come and leave. And the scenarios that they play.
///
/// May import: `event`, `simulate`.
///
/// Start reading at [dev.eddy.simulate.people.Crowd], then [dev.eddy.simulate.people.Scenario].
package dev.eddy.simulate.people;
