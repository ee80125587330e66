import KernelInterface

/// The kernels at this instruction level.
///
/// The files of this folder are compiled for several levels into one program. They must not emit
/// code that the linker could use for the rest of the program: only pointers, SIMD, tuples and
/// `InlineArray` of them; no generic function that is not always inlined, no `Array`, no closure
/// with a context. `.ci/check-kernels` detects such code.
@inline(never)
package func kernelTable() -> KernelTable {
  KernelTable(
    lanes: vectorWidth, peak: PeakKernel(operations: peakOperations, run: peak),
    interleaved: interleavedKernels(), singleSample: singleSampleKernels(),
    channelBlocked: blockedKernels(), blockedTraining: blockedTrainingKernels())
}
