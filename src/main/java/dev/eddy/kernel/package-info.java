/// The arithmetic that runs for every rating and every recommendation: dot products, steps of
/// stochastic gradient descent, and the scan for the best rows of a block.
///
/// Each operation exists twice: [dev.eddy.kernel.ScalarKernels] is the plain meaning,
/// [dev.eddy.kernel.SimdKernels] the same on the Java Vector API. The two agree to 1e-5 relative.
/// [dev.eddy.kernel.KernelChoice] picks one at start.
///
/// May import: the JDK only. It is the only package that may touch `jdk.incubator.vector`.
/// Start reading at [dev.eddy.kernel.VectorKernels].
package dev.eddy.kernel;
