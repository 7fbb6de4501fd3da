/// The arithmetic that runs for every rating and every recommendation: dot products, the paired
/// update of two vectors, and the scan for the best rows of a block.
///
/// Each operation exists twice: [dev.eddy.kernel.ScalarKernels] is the plain meaning,
/// [dev.eddy.kernel.SimdKernels] the same on the Java Vector API. The two agree to 1e-5 relative.
/// [dev.eddy.kernel.KernelChoice] picks one at start.
///
/// May import: no other package of Eddy. Only this package may touch `jdk.incubator.vector`.
/// Start reading at [dev.eddy.kernel.VectorKernels].
package dev.eddy.kernel;
